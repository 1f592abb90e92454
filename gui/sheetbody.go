package gui

import (
	"cmp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core/format"
)

// sheetBody is what can be chosen in a sheet.
type sheetBody struct {
	s        *sheet
	all      fyne.CanvasObject
	whole    *fyne.Container // what the thumbnail alone has no use for
	video    *button
	audio    *button
	tiles    *tiles
	language *button
	place    *button
	beside   *text // says where subtitles go when there is no choice
	subs     *flow
	clips    *clips
	more     *button
	extras   *flow
	jpeg     *button // the thumbnail, beside the file
	rest     *fyne.Container
}

const fewSubtitles = 10 // that are shown without asking for more

func newSheetBody(s *sheet) *sheetBody {
	b := &sheetBody{s: s}
	p := s.plan
	b.whole = container.New(layout.NewCustomPaddedVBoxLayout(16), b.quality())
	if len(p.offer.Languages) > 0 {
		b.whole.Add(b.sound())
	}
	b.whole.Add(b.subtitles())
	if p.offer.Duration > 0 {
		b.clips = newClips(s)
		b.whole.Add(b.clips.all)
	}
	b.rest = container.New(layout.NewCustomPaddedVBoxLayout(16), b.whole, b.others())
	// The scroll bar has a gutter of its own.
	b.all = container.New(layout.NewCustomPaddedLayout(overlayInset, overlayInset, overlayInset, overlayPadding-overlayInset), b.rest)
	b.turn(p.kind)
	return b
}

// line is a label with something to choose at its end.
func line(label string, control fyne.CanvasObject) fyne.CanvasObject {
	name := newLabel(label, sizeText, true, colorText)
	return arrange(
		func() fyne.Size { return fyne.NewSize(0, target) },
		func(s fyne.Size) {
			w := min(control.MinSize().Width, max(0, s.Width-name.width()-16))
			put(name, 0, 0, s.Width-w-16, s.Height)
			put(control, s.Width-w, 0, w, s.Height)
		}, name, control)
}

// quality chooses the kind and the file.
func (b *sheetBody) quality() fyne.CanvasObject {
	p := b.s.plan
	frame := newGround(colorCard, colorLine, radius)
	b.video = newButton(segment, lang.L("Video"), nil, func() { b.turn(format.Video) })
	b.audio = newButton(segment, lang.L("Audio"), nil, func() { b.turn(format.Audio) })
	if len(p.offer.Video) == 0 {
		b.video.Disable()
	}
	if len(p.offer.Audio) == 0 {
		b.audio.Disable()
	}
	scope := newText(sizeSmall, false, colorDim, 0).align(fyne.TextAlignTrailing)
	scope.set(lang.L("What you choose here is for this video only."))
	b.tiles = newTiles(func(i int) { p.option[p.kind] = i; b.placed(); b.s.priced() }, b.s.key)
	return container.New(layout.NewCustomPaddedVBoxLayout(12), arrange(
		func() fyne.Size { return fyne.NewSize(0, target) },
		func(s fyne.Size) {
			video, audio := b.video.MinSize().Width, b.audio.MinSize().Width
			put(frame, 0, 0, 6+video+audio, target)
			put(b.video, 3, 3, video, 30)
			put(b.audio, 3+video, 3, audio, 30)
			put(scope, 22+video+audio, 0, max(0, s.Width-22-video-audio), s.Height)
		}, frame, b.video, b.audio, scope), b.tiles)
}

// turn goes to a kind.
func (b *sheetBody) turn(k format.Kind) {
	p := b.s.plan
	p.kind = k
	b.video.choose(k == format.Video)
	b.audio.choose(k == format.Audio)
	b.tiles.offer(p.options(k), p.option[k])
	b.placed()
	show(b.whole, !p.picture)
	enable(b.jpeg, !p.picture)
	b.rest.Refresh()
	if b.s.body != nil {
		b.s.priced()
	}
}

func (b *sheetBody) price(words func(int64) string) {
	b.tiles.price(b.s.plan.options(b.s.plan.kind), words)
	if b.clips != nil {
		b.clips.show()
	}
	b.rest.Refresh()
}

// sound chooses the language that is heard.
func (b *sheetBody) sound() fyne.CanvasObject {
	p := b.s.plan
	b.language = newButton(pill, "", iconDown, nil)
	b.language.tail = true
	name := func(l format.Language) string {
		if l.Original {
			return lang.L("{{.Language}} – the original", with("Language", languageName(l.Name, l.Tag)))
		}
		return languageName(l.Name, l.Tag)
	}
	show := func() {
		for _, l := range p.offer.Languages {
			if l.Tag == p.language || p.language == "" && l.Original {
				b.language.setText(name(l))
				break
			}
		}
	}
	b.language.tapped = func() {
		var items []*fyne.MenuItem
		for _, l := range p.offer.Languages {
			item := fyne.NewMenuItem(name(l), func() {
				if p.language = l.Tag; l.Original {
					p.language = ""
				}
				show()
				b.s.priced()
			})
			item.Checked = l.Tag == p.language || p.language == "" && l.Original
			items = append(items, item)
		}
		b.drop(b.language, items)
	}
	show()
	return line(lang.L("Audio language"), b.language)
}

// languageName is a language as YouTube calls it, without what YouTube adds in
// English and Hilo says in the person's own language.
func languageName(name, tag string) string {
	name = plain(name)
	for _, note := range []string{"(auto-generated)", "original"} {
		name = strings.TrimSpace(strings.TrimSuffix(name, note))
	}
	return cmp.Or(name, plain(tag))
}

// drop opens a menu under a button.
func (b *sheetBody) drop(under *button, items []*fyne.MenuItem) {
	widget.ShowPopUpMenuAtRelativePosition(fyne.NewMenu("", items...), b.s.w.win.Canvas(), fyne.NewPos(0, target+4), under)
}

// subtitles chooses those to take, and where they go.
func (b *sheetBody) subtitles() fyne.CanvasObject {
	p := b.s.plan
	if len(p.subtitles) == 0 {
		none := newLabel(lang.L("None for this video"), sizeSmall, false, colorDim)
		return line(lang.L("Subtitles"), none)
	}
	b.place = newButton(pill, "", iconDown, nil)
	b.place.tail = true
	b.place.tapped = func() {
		var items []*fyne.MenuItem
		for i, name := range subtitlePlaces() {
			item := fyne.NewMenuItem(name, func() {
				p.asked, p.file, p.embed = true, i != 1, i != 0
				b.placed()
			})
			item.Checked = i == placeOf(p.file, p.embed)
			items = append(items, item)
		}
		b.drop(b.place, items)
	}
	b.beside = newLabel("", sizeSmall, false, colorDim)
	where := container.New(layout.NewStackLayout(), b.place, b.beside)
	b.subs = newFlow(b.s.width)
	b.offerSubtitles(len(p.subtitles) <= fewSubtitles)
	return container.New(layout.NewCustomPaddedVBoxLayout(gap), line(lang.L("Subtitles"), where), b.subs)
}

// offerSubtitles shows a button for each, or for the first ones and those that
// are chosen.
func (b *sheetBody) offerSubtitles(all bool) {
	p := b.s.plan
	var buttons []fyne.CanvasObject
	hidden := 0
	for i := range p.subtitles {
		x := &p.subtitles[i]
		if !all && i >= fewSubtitles-1 && !x.chosen {
			hidden++
			continue
		}
		name := languageName(x.Name, x.Language)
		if x.Generated {
			name = lang.L("{{.Language}} – automatic", with("Language", name))
		}
		t := newButton(toggle, name, nil, nil)
		t.choose(x.chosen)
		t.tapped = func() {
			p.asked, x.chosen = true, !x.chosen
			t.choose(x.chosen)
			b.placed()
		}
		buttons = append(buttons, t)
	}
	if hidden > 0 {
		buttons = append(buttons, newButton(bare, count("{{.Count}} more", hidden), nil, func() {
			b.offerSubtitles(true)
			b.rest.Refresh()
		}))
	}
	b.subs.fill(buttons)
}

// placed shows where subtitles go. MP3 and Opus have no place for them inside.
func (b *sheetBody) placed() {
	p := b.s.plan
	if b.place == nil {
		return
	}
	o, _ := p.chosen()
	inside := o.Format != format.MP3 && o.Format != format.Opus
	b.place.setText(subtitlePlaces()[placeOf(p.file, p.embed)])
	b.beside.set("")
	if !inside {
		b.beside.set(lang.L("Beside the file (.srt)"))
	}
	show(b.place, p.anySubtitle() && inside)
	show(b.beside, p.anySubtitle() && !inside)
	b.rest.Refresh()
}

// others are the things that few people want.
func (b *sheetBody) others() fyne.CanvasObject {
	p := b.s.plan
	b.extras = newFlow(b.s.width)
	extra := func(label string, on *bool) *button {
		t := newButton(toggle, label, nil, nil)
		t.choose(*on)
		t.tapped = func() {
			*on = !*on
			t.choose(*on)
			b.turn(p.kind)
		}
		return t
	}
	b.jpeg = extra(lang.L("Thumbnail beside it (.jpg)"), &p.beside.Picture)
	b.extras.fill([]fyne.CanvasObject{
		b.jpeg,
		extra(lang.L("Description beside it (.txt)"), &p.beside.Text),
		extra(lang.L("Info for programs (.json)"), &p.beside.JSON),
		extra(lang.L("Only the thumbnail, no video"), &p.picture),
	})
	b.more = newButton(bare, lang.L("More"), iconDown, nil)
	b.more.tail = true
	open := p.picture || p.beside != format.Sidecars{}
	b.more.tapped = func() {
		open = !open
		b.unfold(open)
		b.rest.Refresh()
		if open {
			b.s.scroll.ScrollToBottom()
		}
	}
	b.unfold(open)
	left := arrange(func() fyne.Size { return b.more.MinSize() }, func(s fyne.Size) {
		put(b.more, -overlayInset, 0, b.more.MinSize().Width, s.Height)
	}, b.more)
	return container.New(layout.NewCustomPaddedVBoxLayout(gap), left, b.extras)
}

// unfold shows or hides what is under "More".
func (b *sheetBody) unfold(open bool) {
	show(b.extras, open)
	b.more.glyph = iconDown
	if open {
		b.more.glyph = iconUp
	}
	b.more.Refresh()
}
