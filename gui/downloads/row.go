package downloads

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/data/binding"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// rowHeight is the height of a card in pixels, whatever the row shows.
const rowHeight = 96

// The space around the card of a row, in pixels.
const (
	RowGutter = 16 // right of the cards, for the scroll bar
	RowInset  = 4  // around the card, so that the list does not clip its edge
)

// rowHost is what a row needs of its list.
type rowHost interface {
	choose(core.ID)
	thumbnail(address string) image.Image // nil until it was loaded
	actions() Actions
}

// Row is the widget of one download. The list has only as many as are seen, and binds
// each to the data of another download when it is scrolled.
type Row struct {
	widget.BaseWidget
	host        rowHost
	data        *rowData
	state       rowState
	chosen      bool // by the keyboard
	highlighted bool // see List.Find
	listen      map[binding.DataItem]binding.DataListener

	card         *canvas.Rectangle
	thumb        *widgets.Thumbnail
	title        *widgets.Label
	clip         *widgets.Label // after the title: which part of the video
	side         *widgets.Label // the cause of a failure
	meta         *widgets.Label
	placeholders [2]*canvas.Rectangle
	track        *canvas.Rectangle
	fill         *canvas.Rectangle
	progress     float64
	percent      *widgets.Label
	amount       *widgets.Label
	pace         *widgets.Label
	note         *widgets.Notice
	primary      *widgets.Button // the most useful action
	secondary    *widgets.Button
	pause        *widgets.Button
	cross        *widgets.Button
}

var (
	_ desktop.Hoverable      = (*Row)(nil)
	_ fyne.Accessible        = (*Row)(nil)
	_ fyne.SecondaryTappable = (*Row)(nil)
	_ fyne.Tappable          = (*Row)(nil)
	_ fyne.Widget            = (*Row)(nil)
)

func newRow(host rowHost, t *widgets.Tooltip) *Row {
	r := &Row{
		host:      host,
		card:      canvas.NewRectangle(color.Transparent),
		thumb:     widgets.NewThumbnail(),
		title:     widgets.NewShrinkingLabel(theme.SizeTitle, true, theme.ColorText),
		clip:      widgets.NewShrinkingLabel(theme.SizeTitle, false, theme.ColorDim),
		side:      widgets.NewShrinkingLabel(theme.SizeBadge, false, theme.ColorDim).Align(fyne.TextAlignTrailing),
		meta:      widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
		track:     canvas.NewRectangle(color.Transparent),
		fill:      canvas.NewRectangle(color.Transparent),
		percent:   widgets.NewShrinkingLabel(theme.SizeSmall, true, theme.ColorText),
		amount:    widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
		pace:      widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim).Align(fyne.TextAlignTrailing),
		note:      widgets.NewNotice(),
		primary:   widgets.NewButton(widgets.Outlined, "", nil, nil),
		secondary: widgets.NewButton(widgets.Outlined, "", nil, nil),
		pause:     widgets.NewIconButton("", nil, t, nil),
		cross:     widgets.NewIconButton("", theme.IconClose, t, nil),
		listen:    map[binding.DataItem]binding.DataListener{},
	}
	r.primary.Tooltip, r.secondary.Tooltip = t, t
	for i := range r.placeholders {
		r.placeholders[i] = canvas.NewRectangle(color.Transparent)
		r.placeholders[i].CornerRadius = 5
	}
	r.ExtendBaseWidget(r)
	return r
}

// showThumbnail shows the thumbnail if it was loaded.
func (r *Row) showThumbnail() { r.thumb.Set(r.host.thumbnail(r.state.thumbnail), r.state.badge) }

// setContent fills the widgets; the renderer then lays them out.
func (r *Row) setContent() {
	f, s := r.state, core.Status{}
	if r.data != nil {
		s = r.data.status
	}
	r.title.SetText(f.title)
	r.meta.SetText(f.meta)
	r.clip.SetText(f.clip)
	r.side.SetText(string(f.side))
	r.note.Set(f.note, f.tone)
	r.percent.SetText(i18n.Percent(r.progress))

	widgets.SetVisible(r.primary, r.offerFirst(s))
	widgets.SetVisible(r.secondary, r.offerSecond(s))
	switch f.state {
	case core.Queued, core.LookingUp, core.Downloading, core.Waiting:
		r.pause.SetAction(lang.L("Pause"), theme.IconPause, func() { r.host.actions().Pause(s.ID) })
		widgets.SetVisible(r.pause, f.state != core.Waiting)
	case core.Paused:
		r.pause.SetAction(lang.L("Resume"), theme.IconResume, func() { r.host.actions().Resume(s.ID) })
		widgets.SetVisible(r.pause, true)
	default:
		widgets.SetVisible(r.pause, false)
	}
	if f.state.Ended() {
		r.cross.SetAction(lang.L("Remove from the list"), theme.IconClose, func() { r.host.actions().Remove(s.ID) })
	} else {
		r.cross.SetAction(lang.L("Cancel"), theme.IconClose, func() { r.host.actions().Cancel(s.ID) })
	}
}

func (r *Row) offerFirst(s core.Status) bool {
	set := func(label string, icon fyne.Resource, tapped func()) bool {
		r.primary.SetIcon(icon)
		r.primary.OnTapped = tapped
		r.primary.SetText(label)
		return true
	}
	again := func() { r.host.actions().Retry(s.ID) }
	switch {
	case r.state.state == core.Waiting:
		return set(lang.L("Try now"), theme.IconRetry, func() { r.host.actions().Resume(s.ID) })
	case r.state.state == core.Done:
		return set(lang.L("Open"), theme.IconOpen, func() { r.host.actions().Open(s) })
	case r.state.state == core.Cancelled, r.state.state == core.Failed && r.state.remedy == RemedyRetry:
		return set(lang.L("Try again"), theme.IconRetry, again)
	case r.state.state == core.Failed && r.state.remedy == RemedyOptions:
		return set(lang.L("Options…"), theme.IconTune, func() { r.host.actions().ShowOptions(s) })
	case r.state.state == core.Failed && r.state.remedy == RemedyUpdate:
		if newer := r.host.actions().Update(); newer != nil {
			return set(lang.L("Look for a newer Hilo"), theme.IconOpen, newer)
		}
		return set(lang.L("Try again"), theme.IconRetry, again)
	case r.state.state == core.Failed && r.state.remedy == RemedyFolder:
		return set(lang.L("Choose another folder"), theme.IconFolder, func() { r.host.actions().SaveElsewhere(s) })
	}
	return false
}

func (r *Row) offerSecond(s core.Status) bool {
	label, icon := lang.L("Show in folder"), theme.IconFolder
	switch r.state.state {
	case core.Done:
		r.secondary.OnTapped = func() { r.host.actions().Reveal(s) }
	case core.Failed:
		label, icon = lang.L("Details"), theme.IconInfo
		r.secondary.OnTapped = func() { r.host.actions().ShowDetails(s) }
	default:
		return false
	}
	r.secondary.SetIcon(icon)
	r.secondary.SetText(label)
	return true
}

// Tapped chooses the row.
func (r *Row) Tapped(*fyne.PointEvent) {
	if r.data != nil {
		r.host.choose(r.data.id)
	}
}

// MouseIn does nothing: it keeps Fyne's list from highlighting the space around the
// card under the pointer, as MouseMoved and MouseOut do.
func (r *Row) MouseIn(*desktop.MouseEvent) {}

// MouseMoved does nothing.
func (r *Row) MouseMoved(*desktop.MouseEvent) {}

// MouseOut shows that the pointer has left the row.
func (r *Row) MouseOut() {}

// TappedSecondary opens the row's menu.
func (r *Row) TappedSecondary(e *fyne.PointEvent) {
	if r.data != nil {
		r.host.choose(r.data.id)
		r.host.actions().ShowMenu(r.data.status, e.AbsolutePosition)
	}
}

// AccessibilityLabel returns what a screen reader says of the row.
func (r *Row) AccessibilityLabel() string {
	return i18n.Join(r.state.title, r.state.clip, r.state.meta, r.state.note, string(r.state.side), r.percent.Text(), r.amount.Text(), r.pace.Text())
}

// AccessibilityRole returns as what a screen reader announces the row.
func (r *Row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// ID returns the download that the row shows, empty if none.
func (r *Row) ID() core.ID {
	if r.data == nil {
		return ""
	}
	return r.data.id
}

// Chosen says whether the row is marked as the one that keys act on.
func (r *Row) Chosen() bool { return r.chosen }

// Highlighted says whether the row is highlighted: see List.Find.
func (r *Row) Highlighted() bool { return r.highlighted }

// put places an object within the card.
func (r *Row) put(o fyne.CanvasObject, x, y, w, h float32) {
	widgets.Place(o, RowInset+x, RowInset+y, w, h)
}
