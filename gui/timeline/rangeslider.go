package timeline

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Range is a part of a length of time.
type Range struct{ From, To time.Duration }

// RangeSlider is a line for a length of time with a handle at either end of the
// range that is selected. The line has gaps at marks, which attract the handles.
type RangeSlider struct {
	widget.BaseWidget
	length   time.Duration
	selected Range
	others   []Range // other ranges that are shown
	marks    []time.Duration
	changed  func(Range)
	onKey    func(*fyne.KeyEvent) // gets keys that move nothing
	frame    time.Duration        // from one frame to the next; 0: there are none
	pointed  pointed
	held     func() fyne.KeyModifier

	track     *canvas.Rectangle
	otherBars []*canvas.Rectangle // the others
	fill      *canvas.Rectangle
	gaps      []*canvas.Rectangle
	From      *Handle
	To        *Handle
}

var (
	_ desktop.Hoverable = (*RangeSlider)(nil)
	_ fyne.Accessible   = (*RangeSlider)(nil)
	_ fyne.Tappable     = (*RangeSlider)(nil)
	_ fyne.Widget       = (*RangeSlider)(nil)
)

const (
	nearMark = 5 // distance in pixels at which a mark attracts a handle
	maxMarks = 100
)

// NewRangeSlider returns a slider on which everything is selected. It calls changed
// with a range that was selected, and onKey with keys that move nothing.
func NewRangeSlider(length time.Duration, marks []time.Duration, changed func(Range), key func(*fyne.KeyEvent)) *RangeSlider {
	b := &RangeSlider{
		length: length, marks: marks, changed: changed, onKey: key, selected: Range{To: length}, held: heldModifiers,
		track: canvas.NewRectangle(color.Transparent), fill: canvas.NewRectangle(color.Transparent),
	}
	if len(b.marks) > maxMarks {
		b.marks = nil // only gaps would be seen
	}
	for range b.marks {
		b.gaps = append(b.gaps, canvas.NewRectangle(color.Transparent))
	}
	b.From, b.To = newHandle(b), newHandle(b)
	b.ExtendBaseWidget(b)
	return b
}

// heldModifiers returns the modifier keys that are held.
func heldModifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// SetFrames makes the left and right arrow keys go from frame to frame, which are that
// far apart. At 0, as at first, they move by a step.
func (b *RangeSlider) SetFrames(interval time.Duration) { b.frame = interval }

// OnPointed sets a function that is told at which time the slider points: under the
// pointer, or where the handle with the focus is. It is told false when there is none.
func (b *RangeSlider) OnPointed(f func(at time.Duration, ok bool)) { b.pointed.changed = f }

// x returns where a time is on the slider, in pixels from the side where it begins.
func (b *RangeSlider) x(at time.Duration) float32 { return xOnLine(at, b.length, b.Size().Width) }

// Set selects a range and shows others, without calling changed.
func (b *RangeSlider) Set(clip Range, others []Range) {
	b.selected, b.others = clip, others
	for len(b.otherBars) < len(others) {
		b.otherBars = append(b.otherBars, canvas.NewRectangle(color.Transparent))
	}
	b.otherBars = b.otherBars[:len(others)]
	b.Refresh()
	b.pointAtFocused()
}

// pointAtFocused points at the handle that has the focus, if it stands elsewhere now.
func (b *RangeSlider) pointAtFocused() {
	for _, h := range []*Handle{b.From, b.To} {
		if h.focused && h.position() != b.pointed.handle {
			b.pointed.setHandle(h.position(), true)
		}
	}
}

// Selected returns the range that is selected.
func (b *RangeSlider) Selected() Range { return b.selected }

// step returns how far an arrow key moves a handle, and to what dragging rounds.
func (b *RangeSlider) step() time.Duration {
	if b.length < time.Minute {
		return 100 * time.Millisecond
	}
	return time.Second
}

// move moves a handle to a time, between the other handle and the end.
func (b *RangeSlider) move(h *Handle, at time.Duration) {
	c, least := b.selected, min(b.step(), b.length)
	if h == b.From {
		c.From = max(0, min(at, c.To-least))
	} else {
		c.To = min(b.length, max(at, c.From+least))
	}
	if c != b.selected {
		b.selected = c
		b.Refresh()
		b.changed(c)
		b.pointAtFocused()
	}
}

// fromStart returns the distance in pixels of an x from the side where the slider begins,
// which is the right one in a mirrored window.
func (b *RangeSlider) fromStart(x float32) float32 {
	if widgets.Mirrored() {
		return b.Size().Width - x
	}
	return x
}

// at returns the time at a distance from where the slider begins. The line ends half a
// handle before the ends of the slider.
func (b *RangeSlider) at(x float32) time.Duration {
	wide := b.Size().Width - handleSize
	if wide <= 0 {
		return 0
	}
	x = max(0, min(wide, x-handleSize/2))
	for _, m := range b.marks {
		if d := b.x(m) - handleSize/2 - x; d > -nearMark && d < nearMark {
			return m
		}
	}
	if x == wide {
		return b.length
	}
	return (time.Duration(float64(b.length) * float64(x/wide))).Round(b.step())
}

// MouseIn points at the time under the pointer.
func (b *RangeSlider) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved points at the time under the pointer.
func (b *RangeSlider) MouseMoved(e *desktop.MouseEvent) {
	b.pointed.setPointer(b.at(b.fromStart(e.Position.X)), true)
}

// MouseOut ends pointing at what was under the pointer.
func (b *RangeSlider) MouseOut() { b.pointed.setPointer(0, false) }

// Tapped moves the nearer handle to the pointer.
func (b *RangeSlider) Tapped(e *fyne.PointEvent) {
	h, x := b.From, b.fromStart(e.Position.X)
	if x-b.x(b.selected.From) > b.x(b.selected.To)-x {
		h = b.To
	}
	h.focus()
	b.move(h, b.at(x))
}

// AccessibilityLabel returns what a screen reader says of the slider: what is selected.
func (b *RangeSlider) AccessibilityLabel() string {
	return i18n.List(b.From.AccessibilityLabel(), b.To.AccessibilityLabel())
}

// AccessibilityRole returns as what a screen reader announces the slider.
func (b *RangeSlider) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer returns the renderer of the slider.
func (b *RangeSlider) CreateRenderer() fyne.WidgetRenderer {
	r := &rangeSliderRenderer{b: b}
	r.Refresh()
	return r
}

type rangeSliderRenderer struct {
	b      *RangeSlider
	mirror widgets.Mirror
}

func (r *rangeSliderRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.b.track}
	for _, s := range r.b.otherBars {
		all = append(all, s)
	}
	all = append(all, r.b.fill)
	for _, c := range r.b.gaps {
		all = append(all, c)
	}
	if r.b.selected.From > r.b.length/2 { // the one that can still be moved is drawn last
		return append(all, r.b.To, r.b.From)
	}
	return append(all, r.b.From, r.b.To)
}

func (r *rangeSliderRenderer) Destroy() {}
func (r *rangeSliderRenderer) MinSize() fyne.Size {
	return fyne.NewSize(4*theme.ControlHeight, theme.ControlHeight)
}

func (r *rangeSliderRenderer) Layout(s fyne.Size) {
	r.mirror.Layout(s.Width, r.Objects, func() { r.layout(s) })
}

func (r *rangeSliderRenderer) layout(s fyne.Size) {
	b := r.b
	y := (s.Height - theme.BarHeight) / 2
	widgets.Place(b.track, handleSize/2, y, max(0, s.Width-handleSize), theme.BarHeight)
	stretch := func(o *canvas.Rectangle, c Range) {
		widgets.Place(o, b.x(c.From), y, max(0, b.x(c.To)-b.x(c.From)), theme.BarHeight)
	}
	for i, o := range b.otherBars {
		stretch(o, b.others[i])
	}
	stretch(b.fill, b.selected)
	for i, c := range b.gaps {
		widgets.Place(c, b.x(b.marks[i])-1, y, 2, theme.BarHeight)
	}
	widgets.Place(b.From, b.x(b.selected.From)-theme.ControlHeight/2, (s.Height-theme.ControlHeight)/2, theme.ControlHeight, theme.ControlHeight)
	widgets.Place(b.To, b.x(b.selected.To)-theme.ControlHeight/2, (s.Height-theme.ControlHeight)/2, theme.ControlHeight, theme.ControlHeight)
}

func (r *rangeSliderRenderer) Refresh() {
	b := r.b
	widgets.Paint(b.track, theme.ColorLine, theme.BarHeight/2)
	for _, o := range b.otherBars {
		widgets.Paint(o, theme.ColorFocus, theme.BarHeight/2)
	}
	widgets.Paint(b.fill, theme.ColorAccent, theme.BarHeight/2)
	for _, c := range b.gaps {
		widgets.Paint(c, theme.ColorOverlay, 0)
	}
	b.From.Refresh()
	b.To.Refresh()
	r.Layout(b.Size())
}

// Handle is one end of the selected range.
type Handle struct {
	widget.BaseWidget
	bar     *RangeSlider
	halo    *canvas.Rectangle
	knob    *canvas.Rectangle
	focused bool
	hovered bool
}

var (
	_ desktop.Cursorable = (*Handle)(nil)
	_ desktop.Hoverable  = (*Handle)(nil)
	_ fyne.Accessible    = (*Handle)(nil)
	_ fyne.Draggable     = (*Handle)(nil)
	_ fyne.Focusable     = (*Handle)(nil)
	_ fyne.Tappable      = (*Handle)(nil)
	_ fyne.Widget        = (*Handle)(nil)
)

func newHandle(b *RangeSlider) *Handle {
	h := &Handle{bar: b, halo: canvas.NewRectangle(color.Transparent), knob: canvas.NewRectangle(color.Transparent)}
	h.ExtendBaseWidget(h)
	return h
}

func (h *Handle) position() time.Duration {
	if h == h.bar.From {
		return h.bar.selected.From
	}
	return h.bar.selected.To
}

func (h *Handle) focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(h); c != nil {
		c.Focus(h)
	}
}

// Dragged moves the handle to the pointer.
func (h *Handle) Dragged(e *fyne.DragEvent) {
	if !h.focused {
		h.focus()
	}
	// The position in the window: the one on the handle is as old as the last frame.
	bar := fyne.CurrentApp().Driver().AbsolutePositionForObject(h.bar)
	h.bar.move(h, h.bar.at(h.bar.fromStart(e.AbsolutePosition.X-bar.X)))
}

// DragEnd does nothing.
func (h *Handle) DragEnd() {}

// Tapped focuses the handle.
func (h *Handle) Tapped(*fyne.PointEvent) { h.focus() }

// Cursor returns the cursor over the handle.
func (h *Handle) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// MouseIn shows that the pointer is over the handle, and points at where it stands.
func (h *Handle) MouseIn(*desktop.MouseEvent) {
	h.hovered = true
	h.Refresh()
	h.bar.pointed.setPointer(h.position(), true)
}

// MouseMoved does nothing.
func (h *Handle) MouseMoved(*desktop.MouseEvent) {}

// MouseOut shows that the pointer has left the handle.
func (h *Handle) MouseOut() {
	h.hovered = false
	h.Refresh()
	h.bar.pointed.setPointer(0, false)
}

// FocusGained shows that the handle has the focus.
func (h *Handle) FocusGained() {
	h.focused = true
	h.Refresh()
	h.bar.pointed.setHandle(h.position(), true)
}

// FocusLost shows that the handle has lost the focus.
func (h *Handle) FocusLost() {
	h.focused = false
	h.Refresh()
	h.bar.pointed.setHandle(0, false)
}

// TypedRune does nothing.
func (h *Handle) TypedRune(rune) {}

// TypedKey moves the handle by a frame to the left and right with Left and Right, by a
// step back and on with Down and Up, by ten of them with Shift, by ten frames with PageDown
// and PageUp, and to the ends with Home and End. Without frames, all move by steps. Other
// keys are passed on.
func (h *Handle) TypedKey(e *fyne.KeyEvent) {
	n := 1
	if h.bar.held()&fyne.KeyModifierShift != 0 {
		n = 10
	}
	right := n
	if widgets.Mirrored() {
		right = -n // the slider begins there
	}
	switch e.Name {
	case fyne.KeyLeft:
		h.moveFrames(-right)
	case fyne.KeyRight:
		h.moveFrames(right)
	case fyne.KeyDown:
		h.bar.move(h, h.position()-time.Duration(n)*h.bar.step())
	case fyne.KeyUp:
		h.bar.move(h, h.position()+time.Duration(n)*h.bar.step())
	case fyne.KeyPageDown:
		h.moveFrames(-10)
	case fyne.KeyPageUp:
		h.moveFrames(10)
	case fyne.KeyHome:
		h.bar.move(h, 0)
	case fyne.KeyEnd:
		h.bar.move(h, h.bar.length)
	default:
		h.bar.onKey(e)
	}
}

// moveFrames moves the handle to the start of the nth frame after the one where it
// stands, or before with a negative n.
func (h *Handle) moveFrames(n int) {
	at, frame := h.position(), h.bar.frame
	if frame <= 0 {
		h.bar.move(h, at+time.Duration(n)*h.bar.step())
		return
	}
	if n < 0 {
		at += frame - 1 // the start of this frame is before a handle within it
	}
	h.bar.move(h, time.Duration(int(at/frame)+n)*frame)
}

// AccessibilityLabel returns what a screen reader says of the handle.
func (h *Handle) AccessibilityLabel() string {
	if h == h.bar.From {
		return lang.L("From") + " " + i18n.Exact(h.position())
	}
	return lang.L("To") + " " + i18n.Exact(h.position())
}

// AccessibilityRole returns as what a screen reader announces the handle.
func (h *Handle) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer returns the renderer of the handle.
func (h *Handle) CreateRenderer() fyne.WidgetRenderer {
	r := &handleRenderer{h}
	r.Refresh()
	return r
}

type handleRenderer struct{ h *Handle }

func (r *handleRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.h.halo, r.h.knob}
}
func (r *handleRenderer) Destroy() {}
func (r *handleRenderer) MinSize() fyne.Size {
	return fyne.NewSize(theme.ControlHeight, theme.ControlHeight)
}

func (r *handleRenderer) Layout(s fyne.Size) {
	const halo = handleSize + 10
	widgets.Place(r.h.halo, (s.Width-halo)/2, (s.Height-halo)/2, halo, halo)
	widgets.Place(r.h.knob, (s.Width-handleSize)/2, (s.Height-handleSize)/2, handleSize, handleSize)
}

func (r *handleRenderer) Refresh() {
	h := r.h
	ring := theme.ColorClear
	switch {
	case h.focused:
		ring = theme.ColorFocus
	case h.hovered:
		ring = theme.ColorHover
	}
	widgets.Paint(h.halo, ring, (handleSize+10)/2)
	h.knob.StrokeWidth, h.knob.StrokeColor = 3, theme.Color(theme.ColorOverlay)
	widgets.Paint(h.knob, theme.ColorAccent, handleSize/2)
	r.Layout(h.Size())
}
