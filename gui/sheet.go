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

// dialog_ is where everything about one video is chosen before it is downloaded:
// quality, language, subtitles, parts. It opens at once, and is filled when
// YouTube has said what there is. What is chosen is for that video only.
type dialog_ struct {
	w    *Window
	text string      // the link
	base format.Wish // what would be had without the sheet
	dir  string
	row  core.ID // the row that it was opened for, if any

	plan    *selection    // nil until it is answered
	problem *core.Problem // why it could not be
	mistake string        // what keeps the chosen from being downloaded

	picture      string // address
	badge        string
	thumb        *Thumbnail
	titles       [2]*Label
	meta         *Label
	placeholders [2]*Panel // where title and channel will be
	scroll       *container.Scroll
	body         *form  // nil until answered
	foot         *Label // where it is saved
	cancel       *Button
	start        *Button
}

const (
	sheetWidth, sheetHeight = 640, 688 // at most
	sheetHead               = DialogPadding + ThumbnailHeight + 12
	sheetFoot               = 12 + sheetButton + DialogPadding
	sheetButton             = 44
)

// showOptions opens the sheet for the one video in the box or on the clipboard.
func (w *Window) showOptions() {
	if w.toAdd() == "" {
		w.offerClipboard() // copied without the window noticing
	}
	if text, ok := w.oneVideo(); ok {
		w.openSheet(&dialog_{text: text, base: w.settings.Wish, dir: w.settings.Dir}, core.Status{})
	}
}

// showRowOptions opens the sheet for a row.
func (w *Window) showRowOptions(s core.Status) {
	w.openSheet(&dialog_{text: s.URL, base: s.Wish, dir: s.Dir, row: s.ID}, s)
}

func (w *Window) openSheet(s *dialog_, known core.Status) {
	if w.dialog != nil {
		return
	}
	s.w = w
	w.sheet = s
	card, cross := s.build()
	w.showOverlay(NewDialog(w.look, card, s.scroll, func() fyne.Size {
		height := float32(sheetHeight)
		if s.problem != nil {
			height = sheetHead + TallNoticeHeight + sheetFoot + 2*Gap
		}
		return fyne.NewSize(sheetWidth, height)
	}, cross, s.cancel, s.start))
	if known.Title != "" && !known.Chapter {
		s.setHead(known.Title, plain(known.Channel), known.Thumbnail, "")
	}
	s.ask()
}

// ask looks the video up.
func (s *dialog_) ask() {
	s.problem = nil
	s.showState()
	ctx, stop := context.WithCancel(s.w.ctx)
	s.w.stopDialog = stop
	s.w.workers.Go(func() {
		offer, err := s.w.queue.Look(ctx, s.text)
		s.w.later(func() {
			if ctx.Err() == nil {
				stop()
				s.setOffer(offer, err)
			}
		})
	})
}

// setOffer shows what there is.
func (s *dialog_) setOffer(o core.Offer, err error) {
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
	s.plan = newSelection(o, s.base)
	chapters := ""
	if n := len(o.Chapters); n > 0 {
		chapters = Count("{{.Count}} chapters", n)
	}
	s.setHead(o.Title, join(plain(o.Channel), chapters), o.Thumbnail, clock(o.Duration))
	s.body = newForm(s)
	s.showState()
	s.refreshSizes()
}

func (s *dialog_) setHead(title, meta, picture, badge string) {
	lines := append(Fold(plain(title), 2, (s.width()-ThumbnailWidth-16-controlHeight)*0.92, sizeTitle), "") // bold words are wider
	s.titles[0].SetText(lines[0])
	s.titles[1].SetText(lines[1])
	s.meta.SetText(meta)
	s.picture, s.badge = picture, badge
	s.thumb.Set(s.w.picture(picture), badge)
	for _, b := range s.placeholders {
		b.Hide()
	}
}

// width is that of everything in the sheet.
func (s *dialog_) width() float32 {
	return min(sheetWidth, s.w.win.Canvas().Size().Width-2*DialogMargin) - 2*DialogPadding
}

// build makes the parts that are there from the start.
func (s *dialog_) build() (card, cross fyne.CanvasObject) {
	s.thumb = NewThumbnail()
	for i := range s.titles {
		s.titles[i] = NewShrinkingLabel(sizeTitle, true, colorText)
		s.placeholders[i] = NewPanel(colorLine, ColorClear, 6)
	}
	s.meta = NewShrinkingLabel(sizeSmall, false, colorDim)
	s.foot = NewShrinkingLabel(sizeSmall, false, colorDim)
	cross = NewIconButton(lang.L("Close"), iconClose, s.w.tips, s.w.closeDialog)
	s.cancel = NewButton(Outlined, lang.L("Cancel"), nil, s.w.closeDialog)
	s.start = NewButton(Primary, "", nil, s.download)
	s.scroll = container.NewVScroll(container.NewWithoutLayout())
	const left = DialogPadding + ThumbnailWidth + 16
	return Arrange(
		func() fyne.Size { return fyne.Size{} },
		func(size fyne.Size) {
			right := size.Width - DialogPadding
			Place(s.thumb, DialogPadding, DialogPadding, ThumbnailWidth, ThumbnailHeight)
			Place(cross, right-controlHeight+9, DialogPadding-8, controlHeight, controlHeight)
			room := max(0, right-controlHeight-left)
			y := float32(DialogPadding)
			for _, t := range s.titles {
				Place(t, left, y, room, 22)
				if t.Text() != "" {
					y += 22
				}
			}
			Place(s.meta, left, y+4, room, 18)
			Place(s.placeholders[0], left, DialogPadding+4, room*0.8, 14)
			Place(s.placeholders[1], left, DialogPadding+30, room*0.4, 10)
			Place(s.scroll, DialogPadding-DialogInset, sheetHead-DialogInset,
				size.Width-DialogPadding, max(0, size.Height-sheetHead-sheetFoot+2*DialogInset))
			y = size.Height - DialogPadding - sheetButton
			if s.start.Visible() {
				w := s.start.MinSize().Width
				right -= w
				Place(s.start, right, y, w, sheetButton)
				right -= Gap
			}
			w := s.cancel.MinSize().Width
			right -= w
			Place(s.cancel, right, y, w, sheetButton)
			room = max(0, right-16-DialogPadding)
			Place(s.foot, DialogPadding, y, room, sheetButton)
			SetVisible(s.foot, s.foot.Width() <= room)
		}, s.thumb, s.titles[0], s.titles[1], s.meta, s.placeholders[0], s.placeholders[1], s.scroll, s.foot, cross, s.cancel, s.start), cross
}

// showState fills the middle: with a skeleton, a sentence, or the choices.
func (s *dialog_) showState() {
	s.start.SetText(lang.L("Download"))
	s.start.OnTapped = s.download
	SetVisible(s.start, true)
	switch {
	case s.problem != nil:
		why := Explain(s.problem)
		n := NewNotice()
		n.Set(why.Sentence, Error)
		s.meta.SetText(string(why.Cause))
		if s.titles[0].Text() == "" {
			s.setHead(ShortAddress(s.text), "", "", "")
		}
		s.scroll.Content = Arrange(
			func() fyne.Size { return fyne.NewSize(0, TallNoticeHeight) },
			func(fyne.Size) {
				Place(n, DialogInset, DialogInset, s.width(), n.HeightFor(s.width()))
			}, n)
		s.start.SetText(lang.L("Try again"))
		s.start.OnTapped = s.ask
		SetVisible(s.start, why.Remedy == RemedyRetry)
		s.start.Enable()
		s.foot.SetText("")
	case s.body == nil:
		s.scroll.Content = s.skeleton()
		s.foot.SetText(lang.L("Asking YouTube what there is…"))
		s.start.Disable()
	default:
		s.scroll.Content = s.body.all
		s.start.Enable()
	}
	s.scroll.Refresh()
	s.w.dialog.Refresh()
}

// skeleton has the shape of what will come.
func (s *dialog_) skeleton() fyne.CanvasObject {
	var bones []fyne.CanvasObject
	for range 8 {
		bones = append(bones, NewPanel(colorButton, ColorClear, radius))
	}
	return Arrange(
		func() fyne.Size {
			return fyne.NewSize(0, 2*DialogInset+controlHeight+12+2*(tileHeight+Gap)+controlHeight)
		},
		func(fyne.Size) {
			const x, y = DialogInset, DialogInset + controlHeight + 12
			width := s.width()
			half, quarter := (width-Gap)/2, (width-3*Gap)/4
			Place(bones[0], x, DialogInset, 150, controlHeight)
			Place(bones[1], x, y, half, tileHeight)
			Place(bones[2], x+half+Gap, y, half, tileHeight)
			for i := range 4 {
				Place(bones[3+i], x+float32(i)*(quarter+Gap), y+tileHeight+Gap, quarter, tileHeight)
			}
			Place(bones[7], x, y+2*(tileHeight+Gap)+12, width*0.6, controlHeight)
		}, bones...)
}

// refreshSizes shows what the chosen amounts to, after something was chosen.
func (s *dialog_) refreshSizes() {
	p := s.plan
	words := func(whole int64) string {
		switch bytes := p.sizeOf(whole); {
		case bytes <= 0:
			return ""
		case p.isPart():
			return "≈" + nbsp + size(bytes)
		default:
			return size(bytes)
		}
	}
	s.body.showSizes(words)
	label := lang.L("Download")
	switch {
	case p.picture:
	case p.chapters:
		label = Count("Download {{.Count}} files", len(p.offer.Chapters))
	case len(p.clips) > 1:
		label = Count("Download {{.Count}} clips", len(p.clips))
	}
	if o, ok := p.chosen(); ok && !p.picture {
		label = join(label, words(o.Size))
	}
	s.start.SetText(label)
	s.foot.SetText(lang.L("Save to") + " " + folderName(s.dir))
	SetEnabled(s.start, s.mistake == "" || p.picture || p.chapters)
	s.w.dialog.Refresh()
}

// key does what a key stands for that nothing in the sheet needs.
func (s *dialog_) key(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		s.w.closeDialog()
	case fyne.KeyReturn, fyne.KeyEnter:
		s.start.Press()
	}
}

// pump shows the picture once it is there.
func (s *dialog_) pump() {
	if s.picture != "" {
		s.thumb.Set(s.w.picture(s.picture), s.badge)
	}
}

// download does what was chosen.
func (s *dialog_) download() {
	if s.plan == nil {
		return
	}
	wishes := s.plan.wishes()
	s.w.closeDialog()
	s.w.addWishes(s, wishes)
}
