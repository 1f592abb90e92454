package gui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
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
	thumb        *widgets.Thumbnail
	titles       [2]*widgets.Label
	meta         *widgets.Label
	placeholders [2]*widgets.Panel // where title and channel will be
	scroll       *container.Scroll
	body         *form          // nil until answered
	foot         *widgets.Label // where it is saved
	cancel       *widgets.Button
	start        *widgets.Button
}

const (
	sheetWidth, sheetHeight = 640, 688 // at most
	sheetHead               = widgets.DialogPadding + widgets.ThumbnailHeight + 12
	sheetFoot               = 12 + sheetButton + widgets.DialogPadding
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
	w.showOverlay(widgets.NewDialog(w.look, card, s.scroll, func() fyne.Size {
		height := float32(sheetHeight)
		if s.problem != nil {
			height = sheetHead + widgets.TallNoticeHeight + sheetFoot + 2*theme.Gap
		}
		return fyne.NewSize(sheetWidth, height)
	}, cross, s.cancel, s.start))
	if known.Title != "" && !known.Chapter {
		s.setHead(known.Title, i18n.Plain(known.Channel), known.Thumbnail, "")
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
		chapters = i18n.Count("{{.Count}} chapters", n)
	}
	s.setHead(o.Title, i18n.Join(i18n.Plain(o.Channel), chapters), o.Thumbnail, i18n.Clock(o.Duration))
	s.body = newForm(s)
	s.showState()
	s.refreshSizes()
}

func (s *dialog_) setHead(title, meta, picture, badge string) {
	lines := append(widgets.Fold(i18n.Plain(title), 2, (s.width()-widgets.ThumbnailWidth-16-theme.ControlHeight)*0.92, theme.SizeTitle), "") // bold words are wider
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
	return min(sheetWidth, s.w.win.Canvas().Size().Width-2*widgets.DialogMargin) - 2*widgets.DialogPadding
}

// build makes the parts that are there from the start.
func (s *dialog_) build() (card, cross fyne.CanvasObject) {
	s.thumb = widgets.NewThumbnail()
	for i := range s.titles {
		s.titles[i] = widgets.NewShrinkingLabel(theme.SizeTitle, true, theme.ColorText)
		s.placeholders[i] = widgets.NewPanel(theme.ColorLine, theme.ColorClear, 6)
	}
	s.meta = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	s.foot = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	cross = widgets.NewIconButton(lang.L("Close"), theme.IconClose, s.w.tips, s.w.closeDialog)
	s.cancel = widgets.NewButton(widgets.Outlined, lang.L("Cancel"), nil, s.w.closeDialog)
	s.start = widgets.NewButton(widgets.Primary, "", nil, s.download)
	s.scroll = container.NewVScroll(container.NewWithoutLayout())
	const left = widgets.DialogPadding + widgets.ThumbnailWidth + 16
	return widgets.Arrange(
		func() fyne.Size { return fyne.Size{} },
		func(size fyne.Size) {
			right := size.Width - widgets.DialogPadding
			widgets.Place(s.thumb, widgets.DialogPadding, widgets.DialogPadding, widgets.ThumbnailWidth, widgets.ThumbnailHeight)
			widgets.Place(cross, right-theme.ControlHeight+9, widgets.DialogPadding-8, theme.ControlHeight, theme.ControlHeight)
			room := max(0, right-theme.ControlHeight-left)
			y := float32(widgets.DialogPadding)
			for _, t := range s.titles {
				widgets.Place(t, left, y, room, 22)
				if t.Text() != "" {
					y += 22
				}
			}
			widgets.Place(s.meta, left, y+4, room, 18)
			widgets.Place(s.placeholders[0], left, widgets.DialogPadding+4, room*0.8, 14)
			widgets.Place(s.placeholders[1], left, widgets.DialogPadding+30, room*0.4, 10)
			widgets.Place(s.scroll, widgets.DialogPadding-widgets.DialogInset, sheetHead-widgets.DialogInset,
				size.Width-widgets.DialogPadding, max(0, size.Height-sheetHead-sheetFoot+2*widgets.DialogInset))
			y = size.Height - widgets.DialogPadding - sheetButton
			if s.start.Visible() {
				w := s.start.MinSize().Width
				right -= w
				widgets.Place(s.start, right, y, w, sheetButton)
				right -= theme.Gap
			}
			w := s.cancel.MinSize().Width
			right -= w
			widgets.Place(s.cancel, right, y, w, sheetButton)
			room = max(0, right-16-widgets.DialogPadding)
			widgets.Place(s.foot, widgets.DialogPadding, y, room, sheetButton)
			widgets.SetVisible(s.foot, s.foot.Width() <= room)
		}, s.thumb, s.titles[0], s.titles[1], s.meta, s.placeholders[0], s.placeholders[1], s.scroll, s.foot, cross, s.cancel, s.start), cross
}

// showState fills the middle: with a skeleton, a sentence, or the choices.
func (s *dialog_) showState() {
	s.start.SetText(lang.L("Download"))
	s.start.OnTapped = s.download
	widgets.SetVisible(s.start, true)
	switch {
	case s.problem != nil:
		why := Explain(s.problem)
		n := widgets.NewNotice()
		n.Set(why.Sentence, widgets.Error)
		s.meta.SetText(string(why.Cause))
		if s.titles[0].Text() == "" {
			s.setHead(i18n.ShortAddress(s.text), "", "", "")
		}
		s.scroll.Content = widgets.Arrange(
			func() fyne.Size { return fyne.NewSize(0, widgets.TallNoticeHeight) },
			func(fyne.Size) {
				widgets.Place(n, widgets.DialogInset, widgets.DialogInset, s.width(), n.HeightFor(s.width()))
			}, n)
		s.start.SetText(lang.L("Try again"))
		s.start.OnTapped = s.ask
		widgets.SetVisible(s.start, why.Remedy == RemedyRetry)
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
		bones = append(bones, widgets.NewPanel(theme.ColorButton, theme.ColorClear, theme.Radius))
	}
	return widgets.Arrange(
		func() fyne.Size {
			return fyne.NewSize(0, 2*widgets.DialogInset+theme.ControlHeight+12+2*(widgets.TileHeight+theme.Gap)+theme.ControlHeight)
		},
		func(fyne.Size) {
			const x, y = widgets.DialogInset, widgets.DialogInset + theme.ControlHeight + 12
			width := s.width()
			half, quarter := (width-theme.Gap)/2, (width-3*theme.Gap)/4
			widgets.Place(bones[0], x, widgets.DialogInset, 150, theme.ControlHeight)
			widgets.Place(bones[1], x, y, half, widgets.TileHeight)
			widgets.Place(bones[2], x+half+theme.Gap, y, half, widgets.TileHeight)
			for i := range 4 {
				widgets.Place(bones[3+i], x+float32(i)*(quarter+theme.Gap), y+widgets.TileHeight+theme.Gap, quarter, widgets.TileHeight)
			}
			widgets.Place(bones[7], x, y+2*(widgets.TileHeight+theme.Gap)+12, width*0.6, theme.ControlHeight)
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
			return "≈" + i18n.NBSP + i18n.Size(bytes)
		default:
			return i18n.Size(bytes)
		}
	}
	s.body.showSizes(words)
	label := lang.L("Download")
	switch {
	case p.picture:
	case p.chapters:
		label = i18n.Count("Download {{.Count}} files", len(p.offer.Chapters))
	case len(p.clips) > 1:
		label = i18n.Count("Download {{.Count}} clips", len(p.clips))
	}
	if o, ok := p.chosen(); ok && !p.picture {
		label = i18n.Join(label, words(o.Size))
	}
	s.start.SetText(label)
	s.foot.SetText(lang.L("Save to") + " " + i18n.FolderName(s.dir))
	widgets.SetEnabled(s.start, s.mistake == "" || p.picture || p.chapters)
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
