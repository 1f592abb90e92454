package options

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Bar is the line under the entry for links: what is made of the next links, and where
// files are saved. It is always visible, so that adding a link asks nothing.
type Bar struct {
	View    *fyne.Container
	wish    format.Wish
	last    map[format.Kind]format.Wish // what was chosen of each kind
	changed func(format.Wish)

	frame   *widgets.Panel // around Video | Audio
	video   *widgets.Button
	audio   *widgets.Button
	quality *widgets.Button
	folder  *widgets.Button
}

// quality is one choice of the quality menu.
type quality struct {
	name, more string // keys of the translations
	wish       format.Wish
}

// Qualities returns the names of the qualities of a kind that can be chosen for all that
// is downloaded, and which of them makes the same file as a wish.
func Qualities(w format.Wish) (names []string, chosen int) {
	for i, q := range qualities[w.Kind] {
		names = append(names, lang.L(q.name))
		if fileOf(q.wish) == fileOf(w) {
			chosen = i
		}
	}
	return names, chosen
}

// WithQuality returns a wish with the quality of that index in Qualities. Everything
// else in it is kept.
func WithQuality(w format.Wish, i int) format.Wish { return qualities[w.Kind][i].instead(w) }

// qualities are the choices of each kind; the first is the one to start with.
var qualities = map[format.Kind][]quality{
	format.Video: {
		{i18n.Key("Plays everywhere"), i18n.Key("MP4, up to 1080p"), format.Wish{Kind: format.Video}},
		{i18n.Key("Best picture"), i18n.Key("for newer players"), format.Wish{Kind: format.Video, Best: true}},
		{i18n.Key("Best picture, HDR"), i18n.Key("for HDR screens"), format.Wish{Kind: format.Video, Best: true, HDR: true}},
		{i18n.Key("2160p"), i18n.Key("4K, for newer players"), format.Wish{Kind: format.Video, Best: true, MaxHeight: 2160}},
		{i18n.Key("1440p"), i18n.Key("for newer players"), format.Wish{Kind: format.Video, Best: true, MaxHeight: 1440}},
		{i18n.Key("720p"), i18n.Key("MP4, smaller"), format.Wish{Kind: format.Video, MaxHeight: 720}},
		{i18n.Key("480p"), i18n.Key("MP4, small"), format.Wish{Kind: format.Video, MaxHeight: 480}},
		{i18n.Key("360p"), i18n.Key("MP4, smallest"), format.Wish{Kind: format.Video, MaxHeight: 360}},
	},
	format.Audio: {
		{i18n.Key("MP3"), i18n.Key("plays everywhere"), format.Wish{Kind: format.Audio}},
		{i18n.Key("MP3, 320 kbit/s"), i18n.Key("the largest files"), format.Wish{Kind: format.Audio, MP3: format.MP3320}},
		{i18n.Key("MP3, smaller"), i18n.Key("about 190 kbit/s"), format.Wish{Kind: format.Audio, MP3: format.MP3V2}},
		{i18n.Key("M4A"), i18n.Key("the original sound"), format.Wish{Kind: format.Audio, Format: format.M4A}},
		{i18n.Key("Opus"), i18n.Key("the original sound, for newer players"), format.Wish{Kind: format.Audio, Format: format.Opus}},
	},
}

// plays says what plays a file of the quality, as YouTube codes most videos.
func (q quality) plays() string {
	p := format.PlayersOf(format.MP4, "avc1.640028", "mp4a.40.2")
	switch {
	case q.wish.Kind == format.Audio && q.wish.Format == "":
		p = format.PlayersOf(format.MP3)
	case q.wish.Kind == format.Audio:
		p = format.PlayersOf(q.wish.Format, "mp4a.40.2")
	case q.wish.Best:
		p = format.PlayersOf(format.WebM, "vp9", "opus")
	}
	_, notes := playersOf(p)
	return notes[0]
}

// instead returns a wish with this quality. Everything else in it is kept.
func (q quality) instead(w format.Wish) format.Wish {
	w.Kind, w.Format, w.MP3, w.MaxHeight, w.Best, w.HDR = q.wish.Kind, q.wish.Format, q.wish.MP3, q.wish.MaxHeight, q.wish.Best, q.wish.HDR
	return w
}

// chosenQuality returns the choice that makes the same file as a wish, or the first.
func chosenQuality(w format.Wish) quality {
	all := qualities[w.Kind]
	for _, q := range all {
		if fileOf(w) == fileOf(q.wish) {
			return q
		}
	}
	return all[0]
}

// NewBar returns a bar that starts with a wish. It calls changed with another wish,
// and pickFolder when the folder is pressed; without pickFolder it has no folder.
func NewBar(w format.Wish, changed func(format.Wish), pickFolder func(), t *widgets.Tooltip) *Bar {
	if w.Kind != format.Audio {
		w.Kind = format.Video
	}
	w.Subtitles = format.Subtitles{} // chosen in the settings
	o := &Bar{wish: w, last: map[format.Kind]format.Wish{}, changed: changed, frame: widgets.NewPanel(theme.ColorCard, theme.ColorLine, theme.Radius)}
	o.video = widgets.NewButton(widgets.Segment, lang.L("Video"), nil, func() { o.setKind(format.Video) })
	o.audio = widgets.NewButton(widgets.Segment, lang.L("Audio"), nil, func() { o.setKind(format.Audio) })
	o.quality = widgets.NewButton(widgets.Tag, "", theme.IconDown, o.showQualities)
	o.quality.IconLast = true
	o.folder = NewFolderButton(pickFolder, t)
	widgets.SetVisible(o.folder, pickFolder != nil)
	o.View = widgets.Arrange(func() fyne.Size { return fyne.NewSize(500, theme.ControlHeight) }, o.layout,
		o.frame, o.video, o.audio, o.quality, o.folder)
	o.setWish(w)
	return o
}

// NewFolderButton returns the button that shows where files are saved.
func NewFolderButton(pick func(), t *widgets.Tooltip) *widgets.Button {
	b := widgets.NewButton(widgets.Tag, "", theme.IconFolder, pick)
	b.IconLast = true
	b.SetPrefix(lang.L("Save to"))
	b.Tooltip = t
	return b
}

// Remember makes a wish that of its kind, for when that is chosen.
func (o *Bar) Remember(w format.Wish) {
	w.Subtitles = format.Subtitles{}
	o.last[w.Kind] = w
}

// SetWish shows another wish, without telling of it.
func (o *Bar) SetWish(w format.Wish) {
	w.Subtitles = format.Subtitles{}
	o.wish = w
	o.setWish(w)
}

// setKind changes to video or audio, with the quality that was last chosen of it.
func (o *Bar) setKind(k format.Kind) {
	w, ok := o.last[k]
	if !ok {
		w = qualities[k][0].wish
	}
	o.setWish(w)
}

// setWish makes w the wish of the next links.
func (o *Bar) setWish(w format.Wish) {
	if was := o.wish; was != w {
		o.wish = w
		o.changed(w)
	}
	o.last[w.Kind] = w
	q := chosenQuality(w)
	o.video.SetChosen(w.Kind == format.Video)
	o.audio.SetChosen(w.Kind == format.Audio)
	o.quality.SetSuffix(lang.L(q.more))
	o.quality.SetText(lang.L(q.name))
	o.quality.SetIcon(theme.IconDown)
	if len(qualities[w.Kind]) < 2 {
		o.quality.SetIcon(nil) // nothing else to choose
	}
	o.quality.Refresh()
	o.View.Refresh()
}

// SubtitleChoices are the languages of subtitles that can be chosen for all that is
// downloaded: two that Hilo speaks, and all.
var SubtitleChoices = []struct {
	Name      string // key of the translations
	Languages string // a value of format.Subtitles.Languages
}{
	{i18n.Key("None"), ""},
	{i18n.Key("English"), "en"},
	{i18n.Key("Spanish"), "es"},
	{i18n.Key("Spanish and English"), "es,en"},
	{i18n.Key("All that a person wrote"), format.AllLanguages},
}

// Width returns the width of the bar without a folder, in pixels: what it needs, and
// at least what it can do with.
func (o *Bar) Width() (needs, least float32) {
	kinds := 6 + o.video.MinSize().Width + o.audio.MinSize().Width + 16
	return kinds + o.quality.MinSize().Width, kinds + o.quality.LabelWidth()
}

// SetFolder shows the folder that files are saved in.
func (o *Bar) SetFolder(dir string) {
	o.folder.SetText(i18n.FolderName(dir))
	o.folder.Hint = i18n.Plain(dir)
	o.View.Refresh()
}

// FolderMenu returns where a menu of the folder opens, in the canvas of the bar.
func (o *Bar) FolderMenu() fyne.Position {
	return widgets.Under(o.folder)
}

func qualityItems(k format.Kind, now format.Wish, choose func(format.Wish)) []widgets.MenuItem {
	var items []widgets.MenuItem
	for _, q := range qualities[k] {
		label := i18n.Join(lang.L(q.name)+" – "+lang.L(q.more), q.plays())
		items = append(items, widgets.Choice(label, fileOf(q.wish) == fileOf(now), func() { choose(q.instead(now)) }))
	}
	return items
}

// QualityMenu lists the qualities of both kinds.
func QualityMenu(now format.Wish, choose func(format.Wish)) []widgets.MenuItem {
	items := append(qualityItems(format.Video, now, choose), widgets.MenuItem{})
	return append(items, qualityItems(format.Audio, now, choose)...)
}

func (o *Bar) showQualities() {
	c := fyne.CurrentApp().Driver().CanvasForObject(o.quality)
	if c == nil || len(qualities[o.wish.Kind]) < 2 {
		return
	}
	widgets.ShowMenuUnder(c, o.quality, qualityItems(o.wish.Kind, o.wish, o.setWish))
}

// layout gives the quality its place first. The folder takes what is left, then both
// shrink.
func (o *Bar) layout(s fyne.Size) {
	video, audio := o.video.MinSize(), o.audio.MinSize()
	widgets.Place(o.video, 3, 0, video.Width, theme.ControlHeight)
	widgets.Place(o.audio, 3+video.Width, 0, audio.Width, theme.ControlHeight)
	kinds := 6 + video.Width + audio.Width
	widgets.Place(o.frame, 0, 0, kinds, theme.ControlHeight)

	x := kinds + 16
	available := s.Width - x
	quality, folder := o.quality.MinSize().Width, float32(0)
	if o.folder.Visible() {
		available -= 16
		folder = o.folder.MinSize().Width
	}
	if quality+folder > available {
		quality = min(quality, max(available-min(folder, 200), o.quality.LabelWidth()))
		folder = max(min(folder, 96), available-quality)
	}
	widgets.Place(o.quality, x, 0, quality, theme.ControlHeight)
	widgets.Place(o.folder, s.Width-folder, 0, folder, theme.ControlHeight)
}
