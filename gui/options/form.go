package options

import (
	"cmp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// form is what can be chosen in a Dialog, once the lookup is done.
type form struct {
	d               *formHost
	all             fyne.CanvasObject
	whole           *fyne.Container // hidden while only the thumbnail is downloaded
	video           *widgets.Button
	audio           *widgets.Button
	options         *widgets.OptionGrid
	language        *widgets.Button
	subtitle        *widgets.Button // says which are chosen, and unfolds them
	subtitleList    *fyne.Container
	subtitlePlace   *widgets.Button
	sidecarNote     *widgets.Label    // where subtitles are saved when there is no choice
	subtitlePlacing fyne.CanvasObject // where subtitles are saved, and its name
	subtitleButtons *widgets.Wrap
	clips           *clips
	more            *widgets.Button
	extras          *widgets.Wrap
	picture         *widgets.Button // the thumbnail as a sidecar
	rest            *fyne.Container
}

const fewSubtitles = 10 // that are shown without asking for more

func newForm(d *formHost) *form {
	b := &form{d: d}
	p := d.selection
	b.whole = container.New(layout.NewCustomPaddedVBoxLayout(16), b.quality())
	b.whole.Add(b.tracks())
	if p.offer.Duration > 0 {
		b.clips = newClips(d)
		b.whole.Add(b.clips.all)
	}
	b.rest = container.New(layout.NewCustomPaddedVBoxLayout(16), b.whole, b.others())
	// The scroll bar has a gutter of its own.
	b.all = container.New(layout.NewCustomPaddedLayout(widgets.DialogInset, widgets.DialogInset, widgets.DialogInset, widgets.DialogPadding-widgets.DialogInset), b.rest)
	b.setKind(p.kind)
	return b
}

// quality chooses the kind and the file.
func (b *form) quality() fyne.CanvasObject {
	p := b.d.selection
	frame := widgets.NewPanel(theme.ColorCard, theme.ColorLine, theme.Radius)
	b.video = widgets.NewButton(widgets.Segment, lang.L("Video"), nil, func() { b.setKind(format.Video) })
	b.audio = widgets.NewButton(widgets.Segment, lang.L("Audio"), nil, func() { b.setKind(format.Audio) })
	if len(p.offer.Video) == 0 {
		b.video.Disable()
	}
	if len(p.offer.Audio) == 0 {
		b.audio.Disable()
	}
	scope := widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim).Align(fyne.TextAlignTrailing)
	scope.SetText(lang.L("What you choose here is for this video only."))
	b.options = widgets.NewOptionGrid(func(i int) { p.option[p.kind] = i; b.showSubtitlePlace(); b.d.changed() }, b.d.key)
	return container.New(layout.NewCustomPaddedVBoxLayout(12), widgets.Arrange(
		func() fyne.Size { return fyne.NewSize(0, theme.ControlHeight) },
		func(s fyne.Size) {
			video, audio := b.video.MinSize().Width, b.audio.MinSize().Width
			widgets.Place(frame, 0, 0, 6+video+audio, theme.ControlHeight)
			widgets.Place(b.video, 3, 0, video, theme.ControlHeight)
			widgets.Place(b.audio, 3+video, 0, audio, theme.ControlHeight)
			widgets.Place(scope, 22+video+audio, 0, max(0, s.Width-22-video-audio), s.Height)
		}, frame, b.video, b.audio, scope), b.options)
}

// setKind changes to video or audio.
func (b *form) setKind(k format.Kind) {
	p := b.d.selection
	p.kind = k
	b.video.SetChosen(k == format.Video)
	b.audio.SetChosen(k == format.Audio)
	b.options.SetOptions(gridOptions(p.options(k)), p.option[k])
	b.showSubtitlePlace()
	widgets.SetVisible(b.whole, !p.onlyThumbnail)
	widgets.SetEnabled(b.picture, !p.onlyThumbnail)
	b.rest.Refresh()
	b.d.changed()
}

func (b *form) showSizes(sizeText func(int64) string) {
	all := b.d.selection.options(b.d.selection.kind)
	b.options.SetDetails(func(i int, large bool) string { return i18n.Join(optionMore(all[i], large), sizeText(all[i].Size)) })
	if b.clips != nil {
		b.clips.show()
	}
	b.rest.Refresh()
}

// tracks chooses the sound and the subtitles, side by side.
func (b *form) tracks() fyne.CanvasObject {
	all := []fyne.CanvasObject{}
	if len(b.d.selection.offer.Languages) > 0 {
		all = append(all, b.sound())
	}
	list := b.subtitles()
	all = append(all, b.subtitle)
	line := widgets.Arrange(
		func() fyne.Size { return fyne.NewSize(0, theme.ControlHeight) },
		func(s fyne.Size) {
			width := (s.Width - theme.Gap) / 2
			if len(all) == 1 {
				width = s.Width
			}
			for i, o := range all {
				widgets.Place(o, float32(i)*(width+theme.Gap), 0, width, s.Height)
			}
		}, all...)
	return container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap), line, list)
}

// sound chooses the language of the audio.
func (b *form) sound() fyne.CanvasObject {
	p := b.d.selection
	b.language = widgets.NewButton(widgets.Tag, "", theme.IconDown, nil)
	b.language.SetPrefix(lang.L("Sound"))
	b.language.Tooltip = b.d.host.Tooltip()
	b.language.IconLast = true
	name := func(l format.Language) string {
		if l.Original {
			return lang.L("{{.Language}} – the original", i18n.With("Language", languageName(l.Name, l.Tag)))
		}
		return languageName(l.Name, l.Tag)
	}
	show := func() {
		for _, l := range p.offer.Languages {
			if l.Tag == p.language || p.language == "" && l.Original {
				b.language.SetText(name(l))
				b.language.Hint = name(l)
				break
			}
		}
	}
	b.language.OnTapped = func() {
		var items []widgets.MenuItem
		for _, l := range p.offer.Languages {
			chosen := l.Tag == p.language || p.language == "" && l.Original
			items = append(items, widgets.Choice(name(l), chosen, func() {
				if p.language = l.Tag; l.Original {
					p.language = ""
				}
				show()
				b.d.changed()
			}))
		}
		widgets.ShowMenuUnder(b.d.host.Canvas(), b.language, items)
	}
	show()
	return b.language
}

// languageName returns a language as YouTube calls it, without the notes that YouTube
// adds in English: Hilo has its own for them.
func languageName(name, tag string) string {
	name = i18n.Plain(name)
	for _, note := range []string{"(auto-generated)", "original"} {
		name = strings.TrimSpace(strings.TrimSuffix(name, note))
	}
	return cmp.Or(name, i18n.Plain(tag))
}

// subtitles makes the button that says which subtitles are chosen, and returns what it
// unfolds: one button for each subtitle, and where they are saved.
func (b *form) subtitles() fyne.CanvasObject {
	p := b.d.selection
	b.subtitle = widgets.NewButton(widgets.Tag, "", theme.IconDown, nil)
	b.subtitle.IconLast = true
	b.subtitle.SetPrefix(lang.L("Subtitles"))
	b.subtitle.Tooltip = b.d.host.Tooltip()
	if len(p.subtitles) == 0 {
		b.subtitle.SetText(lang.L("None for this video"))
		b.subtitle.SetIcon(nil)
		b.subtitle.Disable()
		none := container.NewWithoutLayout()
		none.Hide()
		return none
	}
	b.subtitlePlace = widgets.NewButton(widgets.Tag, "", theme.IconDown, nil)
	b.subtitlePlace.IconLast = true
	b.subtitlePlace.OnTapped = func() {
		var items []widgets.MenuItem
		for i, name := range SubtitlePlaces() {
			items = append(items, widgets.Choice(name, i == PlaceIndex(p.file, p.embed), func() {
				p.asked, p.file, p.embed = true, i != 1, i != 0
				b.showSubtitlePlace()
			}))
		}
		widgets.ShowMenuUnder(b.d.host.Canvas(), b.subtitlePlace, items)
	}
	b.sidecarNote = widgets.NewLabel("", theme.SizeSmall, false, theme.ColorDim)
	where := container.New(layout.NewStackLayout(), b.subtitlePlace, b.sidecarNote)
	b.subtitlePlacing = widgets.Labeled(lang.L("Save subtitles"), where)
	b.subtitleButtons = widgets.NewWrap(b.d.width)
	b.offerSubtitles(len(p.subtitles) <= fewSubtitles)
	b.subtitleList = container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap), b.subtitleButtons, b.subtitlePlacing)
	b.subtitleList.Hide()
	b.subtitle.OnTapped = func() {
		widgets.SetVisible(b.subtitleList, !b.subtitleList.Visible())
		b.subtitle.SetIcon(theme.IconDown)
		if b.subtitleList.Visible() {
			b.subtitle.SetIcon(theme.IconUp)
		}
		b.subtitle.Refresh()
		b.rest.Refresh()
	}
	return b.subtitleList
}

// showSubtitles says on the button which subtitles are chosen.
func (b *form) showSubtitles() {
	var names []string
	for _, x := range b.d.selection.subtitles {
		if x.chosen {
			names = append(names, subtitleName(x))
		}
	}
	text := lang.L("None")
	if len(names) > 0 {
		text = i18n.List(names...)
	}
	b.subtitle.SetText(text)
	b.subtitle.Hint = text
}

// subtitleName returns what a subtitle is called.
func subtitleName(x subtitle) string {
	name := languageName(x.Name, x.Language)
	if x.Generated {
		return lang.L("{{.Language}} – automatic", i18n.With("Language", name))
	}
	return name
}

// offerSubtitles shows a button for each subtitle, or for the first ones and those that
// are chosen.
func (b *form) offerSubtitles(all bool) {
	p := b.d.selection
	var buttons []fyne.CanvasObject
	hidden := 0
	for i := range p.subtitles {
		x := &p.subtitles[i]
		if !all && i >= fewSubtitles-1 && !x.chosen {
			hidden++
			continue
		}
		t := widgets.NewButton(widgets.Toggle, subtitleName(*x), nil, nil)
		t.SetChosen(x.chosen)
		t.OnTapped = func() {
			p.asked, x.chosen = true, !x.chosen
			t.SetChosen(x.chosen)
			b.showSubtitlePlace()
		}
		buttons = append(buttons, t)
	}
	if hidden > 0 {
		buttons = append(buttons, widgets.NewButton(widgets.Bare, i18n.Count("{{.Count}} more", hidden), nil, func() {
			b.offerSubtitles(true)
			b.rest.Refresh()
		}))
	}
	b.subtitleButtons.SetItems(buttons)
}

// showSubtitlePlace shows where subtitles are saved. MP3 and Opus files cannot contain
// them.
func (b *form) showSubtitlePlace() {
	p := b.d.selection
	if b.subtitlePlace == nil {
		return
	}
	b.showSubtitles()
	o, _ := p.chosen()
	inside := o.Format != format.MP3 && o.Format != format.Opus
	b.subtitlePlace.SetText(SubtitlePlaces()[PlaceIndex(p.file, p.embed)])
	b.sidecarNote.SetText("")
	if !inside {
		b.sidecarNote.SetText(lang.L("Beside the file (.srt)"))
	}
	widgets.SetVisible(b.subtitlePlacing, p.anySubtitle())
	widgets.SetVisible(b.subtitlePlace, inside)
	widgets.SetVisible(b.sidecarNote, !inside)
	b.rest.Refresh()
}

// others has the options that few people need.
func (b *form) others() fyne.CanvasObject {
	p := b.d.selection
	b.extras = widgets.NewWrap(b.d.width)
	extra := func(label string, on *bool) *widgets.Button {
		t := widgets.NewButton(widgets.Toggle, label, nil, nil)
		t.SetChosen(*on)
		t.OnTapped = func() {
			*on = !*on
			t.SetChosen(*on)
			b.setKind(p.kind)
		}
		return t
	}
	b.picture = extra(lang.L("Thumbnail beside it (.jpg)"), &p.sidecars.Picture)
	b.extras.SetItems([]fyne.CanvasObject{
		b.picture,
		extra(lang.L("Description beside it (.txt)"), &p.sidecars.Text),
		extra(lang.L("Info for programs (.json)"), &p.sidecars.JSON),
		extra(lang.L("Only the thumbnail, no video"), &p.onlyThumbnail),
	})
	b.more = widgets.NewButton(widgets.Bare, lang.L("More"), theme.IconDown, nil)
	b.more.IconLast = true
	open := p.onlyThumbnail || p.sidecars != format.Sidecars{}
	b.more.OnTapped = func() {
		open = !open
		b.unfold(open)
		b.rest.Refresh()
		if open {
			b.d.scrollToBottom()
		}
	}
	b.unfold(open)
	left := widgets.Arrange(func() fyne.Size { return b.more.MinSize() }, func(s fyne.Size) {
		widgets.Place(b.more, -widgets.DialogInset, 0, b.more.MinSize().Width, s.Height)
	}, b.more)
	return container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap), left, b.extras)
}

// unfold shows or hides what is under "More".
func (b *form) unfold(open bool) {
	widgets.SetVisible(b.extras, open)
	b.more.SetIcon(theme.IconDown)
	if open {
		b.more.SetIcon(theme.IconUp)
	}
	b.more.Refresh()
}
