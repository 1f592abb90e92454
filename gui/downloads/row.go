package downloads

import (
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

// Row is the widget of one download. The list has only as many as are seen, and binds
// each to the data of another download when it is scrolled.
type Row struct {
	widget.BaseWidget
	list        *List
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

func newRow(l *List, t *widgets.Tooltip) *Row {
	r := &Row{
		list:      l,
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

// bind makes the row show d.
func (r *Row) bind(d *rowData, chosen, highlighted bool) {
	if r.data != d {
		r.unbind()
		r.data = d
		r.on(d.state, r.showState)
		r.on(d.progress, r.showProgress)
		for _, text := range []binding.String{d.amount, d.speed, d.left} {
			r.on(text, r.showPace)
		}
	}
	r.chosen, r.highlighted = chosen, highlighted
	// Listeners are called later, but the row is drawn before.
	r.state, _ = d.state.Get()
	r.progress, _ = d.progress.Get()
	r.Refresh()
}

// unbind makes the row show nothing, and removes its listeners.
func (r *Row) unbind() {
	for item, l := range r.listen {
		item.RemoveListener(l)
		delete(r.listen, item)
	}
	r.data = nil
}

func (r *Row) on(item binding.DataItem, changed func()) {
	d := r.data
	l := binding.NewDataListener(func() {
		if r.data == d { // a call may arrive after unbind
			changed()
		}
	})
	r.listen[item] = l
	item.AddListener(l)
}

func (r *Row) showState() {
	if f, err := r.data.state.Get(); err == nil && f != r.state {
		r.state = f
		r.Refresh()
	}
}

func (r *Row) showProgress() {
	if part, err := r.data.progress.Get(); err == nil && part != r.progress {
		r.progress = part
		r.layoutProgress()
		r.percent.SetText(i18n.Percent(part))
	}
}

func (r *Row) showPace() { r.layoutPace() }

// showThumbnail shows the thumbnail if it was loaded.
func (r *Row) showThumbnail() { r.thumb.Set(r.list.thumbnail(r.state.thumbnail), r.state.badge) }

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
		r.pause.SetAction(lang.L("Pause"), theme.IconPause, func() { r.list.do.Pause(s.ID) })
		widgets.SetVisible(r.pause, f.state != core.Waiting)
	case core.Paused:
		r.pause.SetAction(lang.L("Resume"), theme.IconResume, func() { r.list.do.Resume(s.ID) })
		widgets.SetVisible(r.pause, true)
	default:
		widgets.SetVisible(r.pause, false)
	}
	if f.state.Ended() {
		r.cross.SetAction(lang.L("Remove from the list"), theme.IconClose, func() { r.list.do.Remove(s.ID) })
	} else {
		r.cross.SetAction(lang.L("Cancel"), theme.IconClose, func() { r.list.do.Cancel(s.ID) })
	}
}

func (r *Row) offerFirst(s core.Status) bool {
	set := func(label string, icon fyne.Resource, tapped func()) bool {
		r.primary.SetIcon(icon)
		r.primary.OnTapped = tapped
		r.primary.SetText(label)
		return true
	}
	again := func() { r.list.do.Retry(s.ID) }
	switch {
	case r.state.state == core.Waiting:
		return set(lang.L("Try now"), theme.IconRetry, func() { r.list.do.Resume(s.ID) })
	case r.state.state == core.Done:
		return set(lang.L("Open"), theme.IconOpen, func() { r.list.do.Open(s) })
	case r.state.state == core.Cancelled, r.state.state == core.Failed && r.state.remedy == RemedyRetry:
		return set(lang.L("Try again"), theme.IconRetry, again)
	case r.state.state == core.Failed && r.state.remedy == RemedyOptions:
		return set(lang.L("Options…"), theme.IconTune, func() { r.list.do.ShowOptions(s) })
	case r.state.state == core.Failed && r.state.remedy == RemedyUpdate:
		if newer := r.list.do.Update(); newer != nil {
			return set(lang.L("Look for a newer Hilo"), theme.IconOpen, newer)
		}
		return set(lang.L("Try again"), theme.IconRetry, again)
	case r.state.state == core.Failed && r.state.remedy == RemedyFolder:
		return set(lang.L("Choose another folder"), theme.IconFolder, func() { r.list.do.SaveElsewhere(s) })
	}
	return false
}

func (r *Row) offerSecond(s core.Status) bool {
	label, icon := lang.L("Show in folder"), theme.IconFolder
	switch r.state.state {
	case core.Done:
		r.secondary.OnTapped = func() { r.list.do.Reveal(s) }
	case core.Failed:
		label, icon = lang.L("Details"), theme.IconInfo
		r.secondary.OnTapped = func() { r.list.do.ShowDetails(s) }
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
		r.list.choose(r.data.id)
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
		r.list.choose(r.data.id)
		r.list.do.ShowMenu(r.data.status, e.AbsolutePosition)
	}
}

// AccessibilityLabel returns what a screen reader says of the row.
func (r *Row) AccessibilityLabel() string {
	return i18n.Join(r.state.title, r.state.clip, r.state.meta, r.state.note, string(r.state.side), r.percent.Text(), r.amount.Text(), r.pace.Text())
}

// AccessibilityRole returns as what a screen reader announces the row.
func (r *Row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer returns the renderer of the row.
func (r *Row) CreateRenderer() fyne.WidgetRenderer { return &rowRenderer{r} }

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
