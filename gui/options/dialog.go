package options

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Dialog is where everything about one video is chosen before it is downloaded:
// quality, language, subtitles, clips. It opens at once, and shows the form when the
// lookup is done. The choice is for that video only.
type Dialog struct {
	host    Host
	request Request
	card    *widgets.Dialog
	stop    context.CancelFunc // ends the lookup

	selection *selection    // nil until the lookup is done
	problem   *core.Problem // why the lookup failed

	address      string // of the thumbnail
	badge        string
	thumbnail    *widgets.Thumbnail
	scrubber     *scrubber     // over the thumbnail
	frames       *frames       // nil until the lookup is done, and for a video without a storyboard
	pointed      time.Duration // on the thumbnail, while scrubber.over
	titles       [2]*widgets.Label
	meta         *widgets.Label
	placeholders [2]*widgets.Panel // of title and channel
	scroll       *container.Scroll
	form         *form          // nil until the lookup is done
	foot         *widgets.Label // what is waited for, or where a row is saved
	folder       *widgets.Button
	cancel       *widgets.Button
	start        *widgets.Button
}

const (
	dialogWidth, dialogHeight = 640, 688 // at most
	headHeight                = widgets.DialogPadding + widgets.ThumbnailHeight + 12
	footHeight                = 12 + footButtonHeight + widgets.DialogPadding
	footButtonHeight          = 44
)

// Open opens the options dialog and looks the video up.
func Open(h Host, r Request) *Dialog {
	d := &Dialog{host: h, request: r}
	content, cross := d.build()
	d.card = widgets.NewDialog(h.Theme(), content, d.scroll, func() fyne.Size {
		height := float32(dialogHeight)
		if d.problem != nil {
			height = headHeight + widgets.TallNoticeHeight + footHeight + 2*theme.Gap
		}
		return fyne.NewSize(dialogWidth, height)
	}, cross, d.folder, d.cancel, d.start)
	h.Show(d.card, d, func() {
		d.stop()
		if d.frames != nil {
			d.frames.stop()
		}
	})
	if k := r.Known; k.Title != "" && !k.Chapter {
		d.setHead(k.Title, i18n.Plain(k.Channel), k.Thumbnail, "")
	}
	d.lookup()
	return d
}

// lookup looks the video up, and shows what it offers or why it failed.
func (d *Dialog) lookup() {
	d.problem = nil
	d.showState()
	ctx, stop := context.WithCancel(d.host.Context())
	d.stop = stop
	d.host.Go(func() {
		offer, err := d.host.Lookup(ctx, d.request.Text)
		d.host.Later(func() {
			if ctx.Err() == nil {
				stop()
				d.setOffer(offer, err)
			}
		})
	})
}

// setOffer shows the form for what a video offers, or why there is none.
func (d *Dialog) setOffer(o core.Offer, err error) {
	if err == nil && len(o.Video)+len(o.Audio) == 0 {
		err = &core.Problem{Class: core.NoStreams}
	}
	if err != nil {
		d.host.Log().Info("no options", "link", d.request.Text, "err", err)
		if !errors.As(err, &d.problem) {
			d.problem = &core.Problem{Class: core.Unknown, Err: err}
		}
		d.showState()
		return
	}
	d.selection = newSelection(o, d.request.Base)
	chapters := ""
	if n := len(o.Chapters); n > 0 {
		chapters = i18n.Count("{{.Count}} chapters", n)
	}
	d.setHead(o.Title, i18n.Join(i18n.Plain(o.Channel), chapters), o.Thumbnail, i18n.Clock(o.Duration))
	d.frames = newFrames(d.host, o.Storyboard, d.showFrames)
	d.form = newForm(&formHost{
		host: d.host, selection: d.selection, frames: d.frames, width: d.width, key: d.Key, scrollToBottom: d.scroll.ScrollToBottom,
		scrollBy: func(pixels float32) { d.scroll.ScrollToOffset(d.scroll.Offset.AddXY(0, pixels)) },
		changed: func() {
			if d.form != nil { // else the form is being made
				d.refreshSizes()
			}
		},
	})
	d.showState()
	d.refreshSizes()
}

func (d *Dialog) setHead(title, meta, picture, badge string) {
	lines := append(widgets.Fold(i18n.Plain(title), 2, (d.width()-widgets.ThumbnailWidth-16-theme.ControlHeight)*0.92, theme.SizeTitle), "") // bold text is wider
	d.titles[0].SetText(lines[0])
	d.titles[1].SetText(lines[1])
	d.meta.SetText(meta)
	d.address, d.badge = picture, badge
	d.showThumbnail()
	for _, b := range d.placeholders {
		b.Hide()
	}
}

// width returns the width of the form in pixels.
func (d *Dialog) width() float32 {
	return min(dialogWidth, d.host.Canvas().Size().Width-2*widgets.DialogMargin) - 2*widgets.DialogPadding
}

// build makes and lays out what the dialog has from the start.
func (d *Dialog) build() (card, cross fyne.CanvasObject) {
	d.thumbnail = widgets.NewThumbnail()
	d.scrubber = newScrubber(d.scrub)
	for i := range d.titles {
		d.titles[i] = widgets.NewShrinkingLabel(theme.SizeTitle, true, theme.ColorText).AsTitle()
		d.placeholders[i] = widgets.NewPanel(theme.ColorLine, theme.ColorClear, 6)
	}
	d.meta = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	d.foot = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	cross = widgets.NewIconButton(lang.L("Close"), theme.IconClose, d.host.Tooltip(), d.host.Close)
	d.folder = NewFolderButton(d.chooseFolder, d.host.Tooltip())
	d.folder.Hide()
	d.cancel = widgets.NewButton(widgets.Outlined, lang.L("Cancel"), nil, d.host.Close)
	d.start = widgets.NewButton(widgets.Primary, "", nil, d.download)
	d.scroll = container.NewVScroll(container.NewWithoutLayout())
	const left = widgets.DialogPadding + widgets.ThumbnailWidth + 16
	return widgets.Arrange(
		func() fyne.Size { return fyne.Size{} },
		func(size fyne.Size) {
			right := size.Width - widgets.DialogPadding
			widgets.Place(d.thumbnail, widgets.DialogPadding, widgets.DialogPadding, widgets.ThumbnailWidth, widgets.ThumbnailHeight)
			widgets.Place(d.scrubber, widgets.DialogPadding, widgets.DialogPadding, widgets.ThumbnailWidth, widgets.ThumbnailHeight)
			widgets.Place(cross, right-theme.ControlHeight+9, widgets.DialogPadding-8, theme.ControlHeight, theme.ControlHeight)
			available := max(0, right-theme.ControlHeight-left)
			y := float32(widgets.DialogPadding)
			for _, t := range d.titles {
				widgets.Place(t, left, y, available, 22)
				if t.Text() != "" {
					y += 22
				}
			}
			widgets.Place(d.meta, left, y+4, available, 18)
			widgets.Place(d.placeholders[0], left, widgets.DialogPadding+4, available*0.8, 14)
			widgets.Place(d.placeholders[1], left, widgets.DialogPadding+30, available*0.4, 10)
			widgets.Place(d.scroll, widgets.DialogPadding-widgets.DialogInset, headHeight-widgets.DialogInset,
				size.Width-widgets.DialogPadding, max(0, size.Height-headHeight-footHeight+2*widgets.DialogInset))
			y = size.Height - widgets.DialogPadding - footButtonHeight
			if d.start.Visible() {
				w := d.start.MinSize().Width
				right -= w
				widgets.Place(d.start, right, y, w, footButtonHeight)
				right -= theme.Gap
			}
			w := d.cancel.MinSize().Width
			right -= w
			widgets.Place(d.cancel, right, y, w, footButtonHeight)
			available = max(0, right-16-widgets.DialogPadding)
			widgets.Place(d.foot, widgets.DialogPadding, y, available, footButtonHeight)
			widgets.SetVisible(d.foot, d.foot.Width() <= available)
			widgets.Place(d.folder, widgets.DialogPadding, y+(footButtonHeight-theme.ControlHeight)/2, min(available, d.folder.MinSize().Width), theme.ControlHeight)
		}, d.thumbnail, d.scrubber, d.titles[0], d.titles[1], d.meta, d.placeholders[0], d.placeholders[1], d.scroll, d.foot, d.folder, cross, d.cancel, d.start), cross
}

// showState fills the middle with placeholders, a sentence, or the form.
func (d *Dialog) showState() {
	widgets.SetVisible(d.folder, false)
	d.start.SetText(lang.L("Download"))
	d.start.OnTapped = d.download
	widgets.SetVisible(d.start, true)
	switch {
	case d.problem != nil:
		why := downloads.Explain(d.problem)
		n := widgets.NewNotice()
		n.Set(why.Sentence, widgets.Error)
		d.meta.SetText(string(why.Cause))
		if d.titles[0].Text() == "" {
			d.setHead(i18n.ShortAddress(d.request.Text), "", "", "")
		}
		d.scroll.Content = widgets.Arrange(
			func() fyne.Size { return fyne.NewSize(0, widgets.TallNoticeHeight) },
			func(fyne.Size) {
				widgets.Place(n, widgets.DialogInset, widgets.DialogInset, d.width(), n.HeightFor(d.width()))
			}, n)
		d.start.SetText(lang.L("Try again"))
		d.start.OnTapped = d.lookup
		widgets.SetVisible(d.start, why.Remedy == downloads.RemedyRetry)
		d.start.Enable()
		d.foot.SetText("")
	case d.form == nil:
		d.scroll.Content = d.formPlaceholder()
		d.foot.SetText(lang.L("Asking YouTube what there is…"))
		d.start.Disable()
	default:
		d.scroll.Content = d.form.all
		d.start.Enable()
	}
	d.scroll.Refresh()
	d.card.Refresh()
}

// formPlaceholder returns panels in the shape of the form, until the form is there.
func (d *Dialog) formPlaceholder() fyne.CanvasObject {
	var panels []fyne.CanvasObject
	for range 8 {
		panels = append(panels, widgets.NewPanel(theme.ColorButton, theme.ColorClear, theme.Radius))
	}
	return widgets.Arrange(
		func() fyne.Size {
			return fyne.NewSize(0, 2*widgets.DialogInset+theme.ControlHeight+12+2*(widgets.TileHeight+theme.Gap)+theme.ControlHeight)
		},
		func(fyne.Size) {
			const x, y = widgets.DialogInset, widgets.DialogInset + theme.ControlHeight + 12
			width := d.width()
			half, quarter := (width-theme.Gap)/2, (width-3*theme.Gap)/4
			widgets.Place(panels[0], x, widgets.DialogInset, 150, theme.ControlHeight)
			widgets.Place(panels[1], x, y, half, widgets.TileHeight)
			widgets.Place(panels[2], x+half+theme.Gap, y, half, widgets.TileHeight)
			for i := range 4 {
				widgets.Place(panels[3+i], x+float32(i)*(quarter+theme.Gap), y+widgets.TileHeight+theme.Gap, quarter, widgets.TileHeight)
			}
			widgets.Place(panels[7], x, y+2*(widgets.TileHeight+theme.Gap)+12, width*0.6, theme.ControlHeight)
		}, panels...)
}

// refreshSizes shows the sizes of what can be and of what is chosen, after a choice.
func (d *Dialog) refreshSizes() {
	p := d.selection
	sizeText := func(whole int64) string {
		switch bytes := p.sizeOf(whole); {
		case bytes <= 0:
			return ""
		case p.isPart():
			return "≈" + i18n.NBSP + i18n.Size(bytes)
		default:
			return i18n.Size(bytes)
		}
	}
	d.form.showSizes(sizeText)
	label := lang.L("Download")
	switch {
	case p.onlyThumbnail:
	case p.chapters:
		label = i18n.Count("Download {{.Count}} files", len(p.offer.Chapters))
	case len(p.clips) > 1:
		label = i18n.Count("Download {{.Count}} clips", len(p.clips))
	}
	if o, ok := p.chosen(); ok && !p.onlyThumbnail {
		label = i18n.Join(label, sizeText(o.Size))
	}
	d.start.SetText(label)
	d.showFolder()
	widgets.SetEnabled(d.start, p.mistake == "" || p.onlyThumbnail || p.chapters)
	d.card.Refresh()
}

// showFolder shows where the video is saved. A row that has bytes stays where those are.
func (d *Dialog) showFolder() {
	dir := d.dir()
	d.folder.SetText(i18n.FolderName(dir))
	d.folder.Hint = i18n.Plain(dir)
	d.foot.SetText("")
	fixed := d.request.Row != "" && d.request.Known.Received > 0 && d.request.Known.State != core.Done
	if fixed {
		d.foot.SetText(lang.L("Save to") + " " + i18n.FolderName(dir))
	}
	widgets.SetVisible(d.folder, !fixed)
}

// chooseFolder asks for the folder of this video.
func (d *Dialog) chooseFolder() {
	d.host.AskFolder(lang.L("Save to"), d.dir(), func(dir string) {
		d.request.Dir, d.request.DirOf = dir, nil
		d.refreshSizes()
	})
}

// dir returns the folder of what is chosen.
func (d *Dialog) dir() string {
	o, ok := d.selection.chosen()
	switch {
	case d.request.DirOf == nil || !ok:
		return d.request.Dir
	case d.selection.onlyThumbnail:
		return d.request.DirOf(format.Picture)
	}
	return d.request.DirOf(o.Wish.Kind)
}

// Key closes with Escape and downloads with Enter: the window and what has the focus
// pass those keys on.
func (d *Dialog) Key(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		d.host.Close()
	case fyne.KeyReturn, fyne.KeyEnter:
		d.start.Press()
	}
}

// Update shows the thumbnail once it was loaded. Call it regularly.
func (d *Dialog) Update() {
	if d.address != "" {
		d.showThumbnail()
	}
}

// showThumbnail shows the thumbnail, or the frame that the pointer on it points at.
func (d *Dialog) showThumbnail() {
	if d.frames != nil && d.scrubber.over {
		if frame := d.frames.at(d.pointed); frame != nil {
			d.thumbnail.Set(frame, i18n.Clock(d.pointed))
			return
		}
	}
	d.thumbnail.Set(d.host.Thumbnail(d.address), d.badge)
}

// scrub shows the frame of a part of the video in the place of the thumbnail.
func (d *Dialog) scrub(part float32, over bool) {
	if d.frames == nil {
		return
	}
	d.pointed = time.Duration(float64(d.selection.offer.Duration) * float64(part))
	d.scrubber.show(over)
	d.showThumbnail()
}

// showFrames shows a frame that has arrived.
func (d *Dialog) showFrames() {
	d.showThumbnail()
	if c := d.form.clips; c != nil {
		c.preview.show()
	}
}

// download closes the dialog and downloads what was chosen.
func (d *Dialog) download() {
	if d.selection == nil {
		return
	}
	wishes := d.selection.wishes()
	d.request.Dir = d.dir()
	d.host.Close()
	d.host.Download(d.request, wishes)
}
