package gui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
)

// sheet is where everything about one video is chosen before it is downloaded:
// quality, language, subtitles, parts. It opens at once, and is filled when
// YouTube has said what there is. What is chosen is for that video only.
type sheet struct {
	w    *Window
	text string      // the link
	base format.Wish // what would be had without the sheet
	dir  string
	row  core.ID // the row that it was opened for, if any

	plan    *plan         // nil until it is answered
	problem *core.Problem // why it could not be
	mistake string        // what keeps the chosen from being downloaded

	picture string // address
	badge   string
	thumb   *thumb
	titles  [2]*text
	meta    *text
	bones   [2]*ground // where title and channel will be
	scroll  *container.Scroll
	body    *sheetBody // nil until answered
	foot    *text      // where it is saved
	cancel  *button
	start   *button
}

const (
	sheetWidth, sheetHeight = 640, 688 // at most
	sheetHead               = overlayPadding + thumbHeight + 12
	sheetFoot               = 12 + sheetButton + overlayPadding
	sheetButton             = 44
)

// showOptions opens the sheet for the one video in the box or on the clipboard.
func (w *Window) showOptions() {
	if w.toAdd() == "" {
		w.offerClipboard() // copied without the window noticing
	}
	if text, ok := w.oneVideo(); ok {
		w.openSheet(&sheet{text: text, base: w.settings.Wish, dir: w.settings.Dir}, core.Status{})
	}
}

// showRowOptions opens the sheet for a row.
func (w *Window) showRowOptions(s core.Status) {
	w.openSheet(&sheet{text: s.URL, base: s.Wish, dir: s.Dir, row: s.ID}, s)
}

func (w *Window) openSheet(s *sheet, known core.Status) {
	if w.dialog != nil {
		return
	}
	s.w = w
	w.sheet = s
	card, cross := s.build()
	w.showOverlay(card, s.scroll, func() fyne.Size {
		height := float32(sheetHeight)
		if s.problem != nil {
			height = sheetHead + tallNote + sheetFoot + 2*gap
		}
		return fyne.NewSize(sheetWidth, height)
	}, cross, s.cancel, s.start)
	if known.Title != "" && !known.Chapter {
		s.setHead(known.Title, plain(known.Channel), known.Thumbnail, "")
	}
	s.ask()
}

// ask looks the video up.
func (s *sheet) ask() {
	s.problem = nil
	s.showState()
	ctx, stop := context.WithCancel(s.w.ctx)
	s.w.stopDialog = stop
	s.w.workers.Go(func() {
		offer, err := s.w.queue.Look(ctx, s.text)
		s.w.later(func() {
			if ctx.Err() == nil {
				stop()
				s.answer(offer, err)
			}
		})
	})
}

// answer shows what there is.
func (s *sheet) answer(o core.Offer, err error) {
	if err == nil && len(o.Video)+len(o.Audio) == 0 {
		err = &core.Problem{Class: core.NoStreams}
	}
	if err != nil {
		s.w.opts.Log.Info("no options", "link", s.text, "err", err)
		if !errors.As(err, &s.problem) {
			s.problem = &core.Problem{Class: core.Unknown, Err: err}
		}
		s.showState()
		return
	}
	s.plan = newPlan(o, s.base)
	chapters := ""
	if n := len(o.Chapters); n > 0 {
		chapters = count("{{.Count}} chapters", n)
	}
	s.setHead(o.Title, join(plain(o.Channel), chapters), o.Thumbnail, clock(o.Duration))
	s.body = newSheetBody(s)
	s.showState()
	s.priced()
}

func (s *sheet) setHead(title, meta, picture, badge string) {
	lines := append(fold(plain(title), 2, (s.width()-thumbWidth-16-target)*0.92, sizeTitle), "") // bold words are wider
	s.titles[0].set(lines[0])
	s.titles[1].set(lines[1])
	s.meta.set(meta)
	s.picture, s.badge = picture, badge
	s.thumb.set(s.w.picture(picture), badge)
	for _, b := range s.bones {
		b.Hide()
	}
}

// width is that of everything in the sheet.
func (s *sheet) width() float32 {
	return min(sheetWidth, s.w.win.Canvas().Size().Width-2*overlayMargin) - 2*overlayPadding
}

// build makes the parts that are there from the start.
func (s *sheet) build() (card, cross fyne.CanvasObject) {
	s.thumb = newThumb()
	for i := range s.titles {
		s.titles[i] = newText(sizeTitle, true, colorText, 0)
		s.bones[i] = newGround(colorLine, colorClear, 6)
	}
	s.meta = newText(sizeSmall, false, colorDim, 0)
	s.foot = newText(sizeSmall, false, colorDim, 0)
	cross = newIcon(lang.L("Close"), iconClose, s.w.tips, s.w.closeDialog)
	s.cancel = newButton(outlined, lang.L("Cancel"), nil, s.w.closeDialog)
	s.start = newButton(primary, "", nil, s.download)
	s.scroll = container.NewVScroll(container.NewWithoutLayout())
	const left = overlayPadding + thumbWidth + 16
	return arrange(
		func() fyne.Size { return fyne.Size{} },
		func(size fyne.Size) {
			right := size.Width - overlayPadding
			put(s.thumb, overlayPadding, overlayPadding, thumbWidth, thumbHeight)
			put(cross, right-target+9, overlayPadding-8, target, target)
			room := max(0, right-target-left)
			y := float32(overlayPadding)
			for _, t := range s.titles {
				put(t, left, y, room, 22)
				if t.full != "" {
					y += 22
				}
			}
			put(s.meta, left, y+4, room, 18)
			put(s.bones[0], left, overlayPadding+4, room*0.8, 14)
			put(s.bones[1], left, overlayPadding+30, room*0.4, 10)
			put(s.scroll, overlayPadding-overlayInset, sheetHead-overlayInset,
				size.Width-overlayPadding, max(0, size.Height-sheetHead-sheetFoot+2*overlayInset))
			y = size.Height - overlayPadding - sheetButton
			if s.start.Visible() {
				w := s.start.MinSize().Width
				right -= w
				put(s.start, right, y, w, sheetButton)
				right -= gap
			}
			w := s.cancel.MinSize().Width
			right -= w
			put(s.cancel, right, y, w, sheetButton)
			room = max(0, right-16-overlayPadding)
			put(s.foot, overlayPadding, y, room, sheetButton)
			show(s.foot, s.foot.width() <= room)
		}, s.thumb, s.titles[0], s.titles[1], s.meta, s.bones[0], s.bones[1], s.scroll, s.foot, cross, s.cancel, s.start), cross
}

// showState fills the middle: with a skeleton, a sentence, or the choices.
func (s *sheet) showState() {
	s.start.setText(lang.L("Download"))
	s.start.tapped = s.download
	show(s.start, true)
	switch {
	case s.problem != nil:
		why := explain(s.problem)
		n := newNote()
		n.set(why.sentence, wrong)
		s.meta.set(string(why.side))
		if s.titles[0].full == "" {
			s.setHead(briefly(s.text), "", "", "")
		}
		s.scroll.Content = arrange(
			func() fyne.Size { return fyne.NewSize(0, tallNote) },
			func(fyne.Size) {
				height := float32(noteHeight)
				if n.wrap(s.width()) > 1 {
					height = tallNote
				}
				put(n, overlayInset, overlayInset, s.width(), height)
			}, n)
		s.start.setText(lang.L("Try again"))
		s.start.tapped = s.ask
		show(s.start, why.remedy == tryAgain)
		s.start.Enable()
		s.foot.set("")
	case s.body == nil:
		s.scroll.Content = s.skeleton()
		s.foot.set(lang.L("Asking YouTube what there is…"))
		s.start.Disable()
	default:
		s.scroll.Content = s.body.all
		s.start.Enable()
	}
	s.scroll.Refresh()
	s.w.dialog.Refresh()
}

// skeleton has the shape of what will come.
func (s *sheet) skeleton() fyne.CanvasObject {
	var bones []fyne.CanvasObject
	for range 8 {
		bones = append(bones, newGround(colorButton, colorClear, radius))
	}
	return arrange(
		func() fyne.Size { return fyne.NewSize(0, 2*overlayInset+target+12+2*(tileHeight+gap)+target) },
		func(fyne.Size) {
			const x, y = overlayInset, overlayInset + target + 12
			width := s.width()
			half, quarter := (width-gap)/2, (width-3*gap)/4
			put(bones[0], x, overlayInset, 150, target)
			put(bones[1], x, y, half, tileHeight)
			put(bones[2], x+half+gap, y, half, tileHeight)
			for i := range 4 {
				put(bones[3+i], x+float32(i)*(quarter+gap), y+tileHeight+gap, quarter, tileHeight)
			}
			put(bones[7], x, y+2*(tileHeight+gap)+12, width*0.6, target)
		}, bones...)
}

// priced shows what the chosen amounts to, after something was chosen.
func (s *sheet) priced() {
	p := s.plan
	words := func(whole int64) string {
		switch bytes := p.share(whole); {
		case bytes <= 0:
			return ""
		case p.cut():
			return "≈" + nbsp + size(bytes)
		default:
			return size(bytes)
		}
	}
	s.body.price(words)
	label := lang.L("Download")
	switch {
	case p.picture:
	case p.chapters:
		label = count("Download {{.Count}} files", len(p.offer.Chapters))
	case len(p.clips) > 1:
		label = count("Download {{.Count}} clips", len(p.clips))
	}
	if o, ok := p.chosen(); ok && !p.picture {
		label = join(label, words(o.Size))
	}
	s.start.setText(label)
	s.foot.set(lang.L("Save to") + " " + folderName(s.dir))
	enable(s.start, s.mistake == "" || p.picture || p.chapters)
	s.w.dialog.Refresh()
}

// key does what a key stands for that nothing in the sheet needs.
func (s *sheet) key(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		s.w.closeDialog()
	case fyne.KeyReturn, fyne.KeyEnter:
		s.start.press()
	}
}

// pump shows the picture once it is there.
func (s *sheet) pump() {
	if s.picture != "" {
		s.thumb.set(s.w.picture(s.picture), s.badge)
	}
}

// download does what was chosen.
func (s *sheet) download() {
	if s.plan == nil {
		return
	}
	wishes := s.plan.wishes()
	s.w.closeDialog()
	s.w.addWishes(s, wishes)
}
