package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core/format"
)

// options is the line under the box: what the next links become, and where
// they go. It is always in sight, so nothing has to be asked.
type options struct {
	widget.BaseWidget
	wish    format.Wish
	last    map[format.Kind]format.Wish // what was chosen of each kind
	changed func(format.Wish)

	frame   *canvas.Rectangle // around Video | Audio
	video   *button
	audio   *button
	quality *button
	folder  *button
}

// quality is one choice of the quality chooser.
type quality struct {
	name, more string // keys of the translations
	wish       format.Wish
}

// qualities are the choices of each kind; the first is the one to start with.
var qualities = map[format.Kind][]quality{
	format.Video: {
		{"Plays everywhere", "MP4, up to 1080p", format.Wish{Kind: format.Video}},
		{"Best picture", "for newer players", format.Wish{Kind: format.Video, Best: true}},
		{"Best picture, HDR", "for HDR screens", format.Wish{Kind: format.Video, Best: true, HDR: true}},
		{"720p", "MP4, smaller", format.Wish{Kind: format.Video, MaxHeight: 720}},
		{"480p", "MP4, small", format.Wish{Kind: format.Video, MaxHeight: 480}},
		{"360p", "MP4, smallest", format.Wish{Kind: format.Video, MaxHeight: 360}},
	},
	format.Audio: {
		{"MP3", "plays everywhere", format.Wish{Kind: format.Audio}},
		{"MP3, 320 kbit/s", "the largest files", format.Wish{Kind: format.Audio, MP3: format.MP3320}},
		{"M4A", "the original sound", format.Wish{Kind: format.Audio, Format: format.M4A}},
		{"Opus", "the original sound, for newer players", format.Wish{Kind: format.Audio, Format: format.Opus}},
	},
}

// instead is the wish with this quality in place of its own. What else is
// wished for stays.
func (q quality) instead(w format.Wish) format.Wish {
	w.Kind, w.Format, w.MP3, w.MaxHeight, w.Best, w.HDR = q.wish.Kind, q.wish.Format, q.wish.MP3, q.wish.MaxHeight, q.wish.Best, q.wish.HDR
	return w
}

// chosenQuality finds the choice that a wish stands for.
func chosenQuality(w format.Wish) quality {
	all := qualities[w.Kind]
	for _, q := range all {
		if fileOf(w) == fileOf(q.wish) {
			return q
		}
	}
	return all[0]
}

func newOptions(w format.Wish, changed func(format.Wish), pickFolder func(), t *tips) *options {
	if w.Kind != format.Audio {
		w.Kind = format.Video
	}
	w.Subtitles = format.Subtitles{} // chosen in the settings
	o := &options{wish: w, last: map[format.Kind]format.Wish{}, changed: changed, frame: canvas.NewRectangle(nil)}
	o.video = newButton(segment, lang.L("Video"), nil, func() { o.turn(format.Video) })
	o.audio = newButton(segment, lang.L("Audio"), nil, func() { o.turn(format.Audio) })
	o.quality = newButton(pill, "", iconDown, o.showQualities)
	o.quality.tail = true
	o.folder = newButton(pill, "", iconFolder, pickFolder)
	o.folder.tail = true
	o.folder.lead.set(lang.L("Save to"))
	o.folder.tips = t
	o.ExtendBaseWidget(o)
	o.choose(w)
	return o
}

// turn goes to a kind, with what was last chosen of it.
func (o *options) turn(k format.Kind) {
	w, ok := o.last[k]
	if !ok {
		w = qualities[k][0].wish
	}
	o.choose(w)
}

// choose makes w the wish of what is added next.
func (o *options) choose(w format.Wish) {
	if was := o.wish; was != w {
		o.wish = w
		o.changed(w)
	}
	o.last[w.Kind] = w
	q := chosenQuality(w)
	o.video.choose(w.Kind == format.Video)
	o.audio.choose(w.Kind == format.Audio)
	o.quality.trail.set(lang.L(q.more))
	o.quality.setText(lang.L(q.name))
	if o.quality.glyph = iconDown; len(qualities[w.Kind]) < 2 {
		o.quality.glyph = nil // nothing else to choose
	}
	o.quality.Refresh()
	o.Refresh()
}

func (o *options) setFolder(dir string) {
	o.folder.setText(folderName(dir))
	o.folder.hint = plain(dir)
	o.Refresh()
}

// menu lists the qualities of the chosen kind.
func (o *options) menu() *fyne.Menu {
	return fyne.NewMenu("", qualityItems(o.wish.Kind, o.wish, o.choose)...)
}

func qualityItems(k format.Kind, now format.Wish, choose func(format.Wish)) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, q := range qualities[k] {
		item := fyne.NewMenuItem(lang.L(q.name)+" – "+lang.L(q.more), func() { choose(q.instead(now)) })
		item.Checked = fileOf(q.wish) == fileOf(now)
		items = append(items, item)
	}
	return items
}

// qualityMenu lists the qualities of both kinds.
func qualityMenu(now format.Wish, choose func(format.Wish)) *fyne.Menu {
	items := qualityItems(format.Video, now, choose)
	items = append(items, fyne.NewMenuItemSeparator())
	return fyne.NewMenu("", append(items, qualityItems(format.Audio, now, choose)...)...)
}

func (o *options) showQualities() {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil || len(qualities[o.wish.Kind]) < 2 {
		return
	}
	widget.ShowPopUpMenuAtRelativePosition(o.menu(), c, fyne.NewPos(0, target+4), o.quality)
}

// CreateRenderer is part of fyne.Widget.
func (o *options) CreateRenderer() fyne.WidgetRenderer {
	r := &optionsRenderer{o}
	r.Refresh()
	return r
}

type optionsRenderer struct{ o *options }

func (r *optionsRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.o.frame, r.o.video, r.o.audio, r.o.quality, r.o.folder}
}

func (r *optionsRenderer) Destroy()           {}
func (r *optionsRenderer) MinSize() fyne.Size { return fyne.NewSize(500, target) }

func (r *optionsRenderer) Layout(s fyne.Size) {
	o := r.o
	video, audio := o.video.MinSize(), o.audio.MinSize()
	put(o.video, 3, 3, video.Width, 30)
	put(o.audio, 3+video.Width, 3, audio.Width, 30)
	kinds := 6 + video.Width + audio.Width
	put(o.frame, 0, 0, kinds, target)

	// The quality keeps its place; the folder takes what is left, then both shrink.
	x := kinds + 16
	room := s.Width - x - 16
	quality, folder := o.quality.MinSize().Width, o.folder.MinSize().Width
	if quality+folder > room {
		quality = min(quality, max(room-min(folder, 200), o.quality.text.width()+56))
		folder = max(96, room-quality)
	}
	put(o.quality, x, 0, quality, target)
	put(o.folder, s.Width-folder, 0, folder, target)
}

func (r *optionsRenderer) Refresh() {
	o := r.o
	paintFrame(o.frame, colorCard, colorLine, radius)
	for _, b := range []*button{o.video, o.audio, o.quality, o.folder} {
		b.Refresh()
	}
	r.Layout(o.Size())
}
