package downloads

import (
	"image"
	"image/color"
	"time"

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

// compactHeight is that of a row of one line.
const compactHeight = 44

// rowHost is what a row needs of its list.
type rowHost interface {
	choose(core.ID, fyne.KeyModifier)
	thumbnail(address string) image.Image // nil until it was loaded
	actions() Actions
	members(core.ID, func(core.State) bool) []core.ID // of a header
	open(*rowData)
	showMenu(*rowData, fyne.Position)
	dragTo(*rowData, fyne.Position)
	drop()
	gone(core.Status) bool // what was saved
	time() time.Time       // to a tenth of a second
	compact() bool         // rows have one line
}

// stepOf returns the height of a row with the space around it, in pixels.
func stepOf(compact bool) float32 {
	if compact {
		return compactHeight + RowInset
	}
	return rowHeight + 2*RowInset
}

// rowMarks is how a row stands out.
type rowMarks struct {
	chosen      bool // keys act on it
	selected    bool // with others
	highlighted bool // see List.Find
	open        bool // a header whose rows are shown
	nested      bool // a row of a group
	last        bool // the last of them
	drop        dropLine
	dropNested  bool // it stands as far in as the rows of a group
}

// rowTick shows that a row is selected.
type rowTick struct {
	back *canvas.Rectangle
	icon *widgets.Icon
}

// rowBar shows the progress, and what moves it or why nothing does.
type rowBar struct {
	track   *canvas.Rectangle
	fill    *canvas.Rectangle
	percent *widgets.Label
	amount  *widgets.Label
	pace    *widgets.Label // speed and time left, or why nothing moves
	clock   *widgets.Icon  // before why it waits
	words   *widgets.Label // what a compact row says instead of a notice

	left, width float32 // of the column of a compact row that shows the state, in pixels
}

// placeFill puts the line of progress, so many pixels long, where the track begins.
func (b rowBar) placeFill(length float32) {
	at := b.track.Position()
	if widgets.Mirrored() {
		at.X += b.track.Size().Width - length
	}
	widgets.Place(b.fill, at.X, at.Y, length, theme.BarHeight)
}

// rowButtons are at the end of a row.
type rowButtons struct {
	primary   *widgets.Button // the most useful action
	secondary *widgets.Button
	pause     *widgets.Button // in a compact row the most useful action
	cross     *widgets.Button
}

// Row is the widget of one download, or of the header of a group. The list has only as
// many as are seen, and binds each to the data of another line when it is scrolled.
type Row struct {
	widget.BaseWidget
	host    rowHost
	data    *rowData
	state   rowState
	marks   rowMarks
	hovered bool
	pressed bool // with others; see MouseUp
	tip     *widgets.Tooltip
	tipped  *widgets.Label // whose text it shows, nil for none
	listen  map[binding.DataItem]binding.DataListener

	head         *rowHead
	thread       *rowThread
	drop         *canvas.Rectangle // where what is dragged will go
	card         *canvas.Rectangle
	thumb        *widgets.Thumbnail
	tick         rowTick
	title        *widgets.Label
	clip         *widgets.Label // after the title: which part of the video
	side         *widgets.Label // the cause of a failure
	meta         *widgets.Label
	placeholders [2]*canvas.Rectangle
	progress     float64
	bar          rowBar
	note         *widgets.Notice
	buttons      rowButtons
}

var (
	_ desktop.Hoverable      = (*Row)(nil)
	_ desktop.Mouseable      = (*Row)(nil)
	_ fyne.Accessible        = (*Row)(nil)
	_ fyne.DoubleTappable    = (*Row)(nil)
	_ fyne.Draggable         = (*Row)(nil)
	_ fyne.SecondaryTappable = (*Row)(nil)
	_ fyne.Widget            = (*Row)(nil)
)

func newRow(host rowHost, t *widgets.Tooltip) *Row {
	r := &Row{
		host:  host,
		tip:   t,
		card:  canvas.NewRectangle(color.Transparent),
		thumb: widgets.NewThumbnail(),
		tick:  rowTick{back: canvas.NewRectangle(color.Transparent), icon: widgets.NewIcon(theme.IconCheck, theme.ColorOnAccent)},
		title: widgets.NewShrinkingLabel(theme.SizeTitle, true, theme.ColorText).AsTitle(),
		clip:  widgets.NewShrinkingLabel(theme.SizeTitle, false, theme.ColorDim),
		side:  widgets.NewShrinkingLabel(theme.SizeBadge, false, theme.ColorDim).Align(fyne.TextAlignTrailing),
		meta:  widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
		bar: rowBar{
			track:   canvas.NewRectangle(color.Transparent),
			fill:    canvas.NewRectangle(color.Transparent),
			percent: widgets.NewShrinkingLabel(theme.SizeSmall, true, theme.ColorText),
			amount:  widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
			pace:    widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim).Align(fyne.TextAlignTrailing),
			clock:   widgets.NewIcon(theme.IconClock, theme.ColorWarn),
			words:   widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
		},
		note: widgets.NewNotice(),
		buttons: rowButtons{
			primary:   widgets.NewButton(widgets.Outlined, "", nil, nil),
			secondary: widgets.NewButton(widgets.Outlined, "", nil, nil),
			pause:     widgets.NewIconButton("", nil, t, nil),
			cross:     widgets.NewIconButton("", theme.IconClose, t, nil),
		},
		listen: map[binding.DataItem]binding.DataListener{},
	}
	r.head = newRowHead(t, func() { r.openHead() })
	r.thread = newRowThread()
	r.drop = canvas.NewRectangle(color.Transparent)
	r.buttons.primary.Tooltip, r.buttons.secondary.Tooltip = t, t
	for i := range r.placeholders {
		r.placeholders[i] = canvas.NewRectangle(color.Transparent)
		r.placeholders[i].CornerRadius = 5
	}
	r.ExtendBaseWidget(r)
	return r
}

// showThumbnail shows the thumbnail if it was loaded.
func (r *Row) showThumbnail() {
	badge := r.state.badge
	var icon fyne.Resource
	if r.state.head {
		icon = theme.IconList
	}
	if r.host.compact() {
		badge = "" // there is no space for it
	}
	r.thumb.SetBadgeIcon(icon)
	r.thumb.Set(r.host.thumbnail(r.state.thumbnail), badge)
}

// setContent fills the widgets; the renderer then lays them out.
func (r *Row) setContent() {
	s := core.Status{}
	if r.data != nil {
		s = r.data.status
		if r.host.gone(s) {
			r.state.gone, r.state.tone, r.state.note = true, widgets.Warning, lang.L("Moved or deleted")
		}
	}
	r.state.playing = r.state.playable && r.host.actions().Playing(s.ID)
	f, o := r.state, offers{r}
	if f.playing {
		f.meta = i18n.Join(lang.L("Playing while it is downloaded"), f.meta)
	}
	r.title.SetText(f.title)
	r.meta.SetText(f.meta)
	r.clip.SetText(f.clip)
	r.side.SetText(string(f.side))
	r.note.Set(f.note, f.tone)
	r.note.SetIcon(f.warning())
	r.bar.percent.SetText(i18n.Percent(r.progress))

	if f.head && r.data != nil {
		o.setHeadButtons()
		return
	}
	widgets.SetVisible(r.buttons.primary, o.offerFirst(s))
	widgets.SetVisible(r.buttons.secondary, o.offerSecond(s))
	do := r.host.actions()
	switch f.state {
	case core.Queued, core.LookingUp, core.Downloading:
		r.buttons.pause.SetAction(lang.L("Pause"), theme.IconPause, o.once(func() { do.Pause(s.ID) }))
		widgets.SetVisible(r.buttons.pause, true)
	case core.Paused:
		r.buttons.pause.SetAction(lang.L("Resume"), theme.IconResume, o.once(func() { do.Resume(s.ID) }))
		widgets.SetVisible(r.buttons.pause, true)
	default:
		widgets.SetVisible(r.buttons.pause, false)
	}
	if q := o.quick(s); r.host.compact() && q.do != nil {
		r.buttons.pause.SetAction(q.label, q.icon, o.once(q.do))
		widgets.SetVisible(r.buttons.pause, true)
	}
	r.buttons.cross.SetAction(lang.L("Remove"), theme.IconClose, o.once(func() { do.Remove(s.ID) }))
}

// offers are what the buttons of a row offer.
type offers struct{ *Row }

// once returns what a button does, which is nothing shortly after the buttons of
// the row changed.
func (r offers) once(do func()) func() {
	return func() {
		if r.data != nil && !r.host.time().Before(r.data.settled) {
			do()
		}
	}
}

// offer is what a button of a row offers; the zero value is none.
type offer struct {
	label string
	icon  fyne.Resource
	do    func()
}

func (r offers) show(b *widgets.Button, o offer) bool {
	if o.do == nil {
		return false
	}
	b.SetIcon(o.icon)
	b.OnTapped = r.once(o.do)
	b.SetText(o.label)
	return true
}

// offerFirst offers what helps most.
func (r offers) offerFirst(s core.Status) bool {
	do := r.host.actions()
	again := offer{lang.L("Try again"), theme.IconRetry, func() { do.Retry(s.ID) }}
	switch f := r.state; {
	case f.playing:
		return r.show(r.buttons.primary, offer{lang.L("Playing"), theme.IconPlay, func() { do.Play(s) }})
	case f.playable:
		return r.show(r.buttons.primary, offer{lang.L("Play"), theme.IconPlay, func() { do.Play(s) }})
	case f.state == core.Waiting:
		return r.show(r.buttons.primary, offer{lang.L("Try now"), theme.IconRetry, func() { do.Resume(s.ID) }})
	case f.gone:
		return r.show(r.buttons.primary, offer{lang.L("Download again"), theme.IconRetry, func() { do.DownloadAgain(s) }})
	case f.state == core.Done:
		return r.show(r.buttons.primary, offer{lang.L("Open"), theme.IconOpen, func() { do.Open(s) }})
	case f.state == core.Cancelled, f.state == core.Failed && f.remedy == RemedyRetry:
		return r.show(r.buttons.primary, again)
	case f.state == core.Failed && f.remedy == RemedyOptions:
		return r.show(r.buttons.primary, offer{lang.L("Options…"), theme.IconTune, func() { do.ShowOptions(s) }})
	case f.state == core.Failed && f.remedy == RemedyUpdate:
		if newer := do.Update(); newer != nil {
			return r.show(r.buttons.primary, offer{lang.L("Look for a newer Hilo"), theme.IconOpen, newer})
		}
		return r.show(r.buttons.primary, again)
	case f.state == core.Failed && f.remedy == RemedyFolder:
		return r.show(r.buttons.primary, offer{lang.L("Choose another folder"), theme.IconFolder, func() { do.SaveElsewhere(s) }})
	case f.state == core.Failed:
		return r.show(r.buttons.primary, offer{lang.L("Details"), theme.IconInfo, func() { do.ShowDetails(s) }})
	}
	return false
}

// quick returns what the one button of a compact row does, besides removing.
func (r offers) quick(s core.Status) offer {
	do := r.host.actions()
	switch f := r.state; {
	case f.gone:
		return offer{lang.L("Download again"), theme.IconRetry, func() { do.DownloadAgain(s) }}
	case f.state == core.Done:
		return offer{lang.L("Show in folder"), theme.IconFolder, func() { do.Reveal(s) }}
	case f.state == core.Waiting:
		return offer{lang.L("Try now"), theme.IconRetry, func() { do.Resume(s.ID) }}
	case f.state == core.Failed && f.remedy == RemedyNone:
		return offer{lang.L("Details"), theme.IconInfo, func() { do.ShowDetails(s) }}
	case f.state == core.Failed && f.remedy == RemedyFolder:
		return offer{lang.L("Choose another folder"), theme.IconFolder, func() { do.SaveElsewhere(s) }}
	case f.state == core.Failed && f.remedy == RemedyOptions:
		return offer{lang.L("Options…"), theme.IconTune, func() { do.ShowOptions(s) }}
	case f.state.Ended():
		return offer{lang.L("Try again"), theme.IconRetry, func() { do.Retry(s.ID) }}
	}
	return offer{}
}

// offerSecond offers what may help instead: a folder may be there again, and YouTube
// may give out more.
func (r offers) offerSecond(s core.Status) bool {
	do := r.host.actions()
	switch f := r.state; {
	case f.better != "" && !f.gone:
		return r.show(r.buttons.secondary, offer{lang.L("Try for {{.Wanted}} again", i18n.With("Wanted", f.better)), theme.IconRetry, func() { do.Retry(s.ID) }})
	case f.state == core.Done && !f.gone:
		return r.show(r.buttons.secondary, offer{lang.L("Show in folder"), theme.IconFolder, func() { do.Reveal(s) }})
	case f.state == core.Failed && f.remedy == RemedyFolder:
		return r.show(r.buttons.secondary, offer{lang.L("Try again"), theme.IconRetry, func() { do.Retry(s.ID) }})
	}
	return false
}

// setHeadButtons offers what can be done with all rows of a group.
func (r offers) setHeadButtons() {
	f, id, do := r.state, r.data.id, r.host.actions()
	all := func(fits func(core.State) bool, command func(...core.ID)) func() {
		return func() { command(r.host.members(id, fits)...) }
	}
	var retry, folder offer
	if f.failed > 0 {
		retry = offer{lang.L("Try failed again"), theme.IconRetry, all(func(s core.State) bool { return s == core.Failed }, do.Retry)}
	}
	if f.folder != "" {
		folder = offer{lang.L("Show folder"), theme.IconFolder, func() { do.OpenFolder(f.folder) }}
	}
	widgets.SetVisible(r.buttons.primary, r.show(r.buttons.primary, retry))
	widgets.SetVisible(r.buttons.secondary, r.show(r.buttons.secondary, folder))
	var main offer
	switch {
	case f.state == core.Paused:
		main = offer{lang.L("Resume"), theme.IconResume, all(canResume, do.Resume)}
	case !f.state.Ended():
		main = offer{lang.L("Pause"), theme.IconPause, all(canPause, do.Pause)}
	case !r.host.compact():
	case retry.do != nil:
		main = retry
	default:
		main = folder
	}
	if main.do != nil {
		r.buttons.pause.SetAction(main.label, main.icon, r.once(main.do))
	}
	widgets.SetVisible(r.buttons.pause, main.do != nil)
	r.buttons.cross.SetAction(lang.L("Remove"), theme.IconClose, r.once(all(func(core.State) bool { return true }, do.Remove)))
}

// openHead opens or closes the group of a header.
func (r *Row) openHead() {
	if r.data != nil {
		r.host.open(r.data)
	}
}

// MouseDown chooses the row. A tap would come too late: after a second one could. One of
// several that are selected may be dragged with them: MouseUp chooses it.
func (r *Row) MouseDown(e *desktop.MouseEvent) {
	switch r.pressed = false; {
	case r.data == nil || e.Button != desktop.MouseButtonPrimary:
	case r.tick.under(e.Position):
		r.host.choose(r.data.id, fyne.KeyModifierShortcutDefault)
	case r.marks.selected && e.Modifier == 0:
		r.pressed = true
	default:
		r.host.choose(r.data.id, e.Modifier)
	}
}

// MouseUp chooses the row alone, if it was one of several and was not dragged.
func (r *Row) MouseUp(*desktop.MouseEvent) {
	if r.pressed && r.data != nil {
		r.host.choose(r.data.id, 0)
	}
	r.pressed = false
}

// Dragged moves the row in the list: a line shows where it will go.
func (r *Row) Dragged(e *fyne.DragEvent) {
	r.pressed = false
	r.host.dragTo(r.data, e.AbsolutePosition)
}

// DragEnd drops the row there.
func (r *Row) DragEnd() { r.host.drop() }

// DoubleTapped opens what was saved, or says why it failed.
func (r *Row) DoubleTapped(*fyne.PointEvent) {
	if r.data != nil {
		r.host.open(r.data)
	}
}

// MouseIn shows that the pointer is over the row.
func (r *Row) MouseIn(*desktop.MouseEvent) { r.hover(true) }

// MouseMoved shows the whole text where the pointer is over a title, or a sentence of a
// compact row, that is cut.
func (r *Row) MouseMoved(e *desktop.MouseEvent) {
	if r.tip == nil || r.data == nil {
		return
	}
	var over *widgets.Label
	for _, l := range []*widgets.Label{r.title, r.bar.words} {
		at, size := l.Position(), l.Size()
		if l.Visible() && l.Shown() != l.Text() && e.Position.X >= at.X && e.Position.X < at.X+size.Width && e.Position.Y >= at.Y && e.Position.Y < at.Y+size.Height {
			over = l
		}
	}
	r.showTip(over)
}

// showTip shows the whole text of a label, or none with nil.
func (r *Row) showTip(of *widgets.Label) {
	if of == r.tipped {
		return
	}
	if r.tipped != nil {
		r.tip.Leave(r.tipped)
	}
	if r.tipped = of; of != nil {
		r.tip.Enter(of, of.Text())
	}
}

// MouseOut shows that the pointer has left the row.
func (r *Row) MouseOut() {
	r.hover(false)
	r.showTip(nil)
}

func (r *Row) hover(on bool) {
	if r.hovered != on {
		r.hovered = on
		r.paintCard()
	}
}

// under says whether a position is on the tick, or near enough to press it.
func (t rowTick) under(p fyne.Position) bool {
	at := t.back.Position()
	return p.X >= at.X-tickReach && p.X < at.X+tickSize+tickReach && p.Y >= at.Y-tickReach && p.Y < at.Y+tickSize+tickReach
}

// paint shows the tick on the thumbnail while the pointer is over the row, and that
// it is on when the row is selected.
func (t rowTick) paint(hovered, selected bool) {
	widgets.SetVisible(t.back, hovered || selected)
	widgets.SetVisible(t.icon, selected)
	fill, line := theme.ColorCard, theme.ColorDisabled
	if selected {
		fill, line = theme.ColorAccent, theme.ColorCard
	}
	t.back.StrokeWidth, t.back.StrokeColor = 1.5, theme.Color(line)
	widgets.Paint(t.back, fill, 6)
}

// The tick on a thumbnail, in pixels: its size, and how far around it a press counts.
const (
	tickSize  = 22
	tickReach = (theme.ControlHeight - tickSize) / 2
)

// paintCard draws the card: the row that keys act on has a line in the colour of the
// focus.
func (r *Row) paintCard() {
	fill, line := theme.ColorCard, theme.ColorLine
	r.card.StrokeWidth = 1
	if r.hovered {
		line = theme.ColorEdge
	}
	if r.marks.highlighted || r.marks.selected {
		fill = theme.ColorSoft
	}
	if r.marks.selected {
		line = theme.ColorAccent
	}
	if r.marks.chosen {
		r.card.StrokeWidth, line = 2, theme.ColorAccent
	}
	r.tick.paint(r.hovered, r.marks.selected)
	r.card.StrokeColor = theme.Color(line)
	corner := float32(theme.RadiusCard)
	if r.host.compact() {
		corner = theme.Radius
	}
	widgets.Paint(r.card, fill, corner)
}

// TappedSecondary opens the row's menu.
func (r *Row) TappedSecondary(e *fyne.PointEvent) {
	if r.data != nil {
		if !r.marks.selected {
			r.host.choose(r.data.id, 0)
		}
		r.host.showMenu(r.data, e.AbsolutePosition)
	}
}

// AccessibilityLabel returns what a screen reader says of the row.
func (r *Row) AccessibilityLabel() string {
	if r.data == nil {
		return ""
	}
	return i18n.Join(r.state.title, r.state.clip, r.state.meta, r.state.note, string(r.state.side), r.bar.percent.Text(), r.bar.amount.Text(), r.bar.pace.Text())
}

// AccessibilityRole returns as what a screen reader announces the row.
func (r *Row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// ID returns the download or header that the row shows, empty if none.
func (r *Row) ID() core.ID {
	if r.data == nil {
		return ""
	}
	return r.data.id
}

// Chosen says whether the row is marked as the one that keys act on.
func (r *Row) Chosen() bool { return r.marks.chosen }

// Selected says whether the row is one of several that are selected.
func (r *Row) Selected() bool { return r.marks.selected }

// Highlighted says whether the row is highlighted: see List.Find.
func (r *Row) Highlighted() bool { return r.marks.highlighted }

// put places an object within the card.
func (r *Row) put(o fyne.CanvasObject, x, y, w, h float32) {
	above := float32(RowInset)
	if r.host.compact() {
		above /= 2
	}
	placeInRow(r.Size().Width, o, RowInset+r.indent()+x, above+y, w, h)
}

// placeInRow places an object in a row of that width in pixels, and mirrors it if it
// has to. The list has its scroll bar at the right in every language.
func placeInRow(width float32, o fyne.CanvasObject, x, y, w, h float32) {
	if widgets.Mirrored() {
		x = RowInset + width - RowGutter - x - w
	}
	widgets.Place(o, x, y, w, h)
}

// indent returns how far in the card stands, in pixels.
func (r *Row) indent() float32 {
	if r.marks.nested {
		return groupIndent
	}
	return 0
}
