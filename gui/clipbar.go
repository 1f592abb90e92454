package gui

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core/format"
)

// clipBar is a video as a line with a handle at either end of the part that is
// wanted. Its line is broken where chapters begin.
type clipBar struct {
	widget.BaseWidget
	length  time.Duration
	clip    format.Clip
	others  []format.Clip // wanted too
	marks   []time.Duration
	changed func(format.Clip)
	key     func(*fyne.KeyEvent) // those that move nothing

	track *canvas.Rectangle
	soft  []*canvas.Rectangle // the others
	fill  *canvas.Rectangle
	cuts  []*canvas.Rectangle
	from  *handle
	to    *handle
}

const (
	handleSize = 20
	nearMark   = 5 // pixels at which a dragged handle takes to a chapter
	maxMarks   = 100
)

func newClipBar(length time.Duration, marks []time.Duration, changed func(format.Clip), key func(*fyne.KeyEvent)) *clipBar {
	b := &clipBar{
		length: length, marks: marks, changed: changed, key: key, clip: format.Clip{To: length},
		track: canvas.NewRectangle(color.Transparent), fill: canvas.NewRectangle(color.Transparent),
	}
	if len(b.marks) > maxMarks {
		b.marks = nil // a line that is all gaps says nothing
	}
	for range b.marks {
		b.cuts = append(b.cuts, canvas.NewRectangle(color.Transparent))
	}
	b.from, b.to = newHandle(b), newHandle(b)
	b.ExtendBaseWidget(b)
	return b
}

// set shows a clip, and where the others are, without telling anybody.
func (b *clipBar) set(clip format.Clip, others []format.Clip) {
	b.clip, b.others = clip, others
	for len(b.soft) < len(others) {
		b.soft = append(b.soft, canvas.NewRectangle(color.Transparent))
	}
	b.soft = b.soft[:len(others)]
	b.Refresh()
}

// step is how far an arrow key goes, and how finely a handle is dragged.
func (b *clipBar) step() time.Duration {
	if b.length < time.Minute {
		return 100 * time.Millisecond
	}
	return time.Second
}

// move puts a handle to a place, as far as the other one and the ends let it.
func (b *clipBar) move(h *handle, at time.Duration) {
	c, least := b.clip, min(b.step(), b.length)
	if h == b.from {
		c.From = max(0, min(at, c.To-least))
	} else {
		c.To = min(b.length, max(at, c.From+least))
	}
	if c != b.clip {
		b.clip = c
		b.Refresh()
		b.changed(c)
	}
}

// at is the place under an x of the bar, which the line does not fill to its
// ends so that the handles have room.
func (b *clipBar) at(x float32) time.Duration {
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

// x is where a place is on the bar.
func (b *clipBar) x(at time.Duration) float32 {
	if b.length <= 0 {
		return handleSize / 2
	}
	return handleSize/2 + (b.Size().Width-handleSize)*float32(float64(at)/float64(b.length))
}

// Tapped brings the nearer handle.
func (b *clipBar) Tapped(e *fyne.PointEvent) {
	h := b.from
	if e.Position.X-b.x(b.clip.From) > b.x(b.clip.To)-e.Position.X {
		h = b.to
	}
	h.grab()
	b.move(h, b.at(e.Position.X))
}

// CreateRenderer is part of fyne.Widget.
func (b *clipBar) CreateRenderer() fyne.WidgetRenderer {
	r := &clipBarRenderer{b}
	r.Refresh()
	return r
}

type clipBarRenderer struct{ b *clipBar }

func (r *clipBarRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.b.track}
	for _, s := range r.b.soft {
		all = append(all, s)
	}
	all = append(all, r.b.fill)
	for _, c := range r.b.cuts {
		all = append(all, c)
	}
	if r.b.clip.From > r.b.length/2 { // the one that still can be moved is on top
		return append(all, r.b.to, r.b.from)
	}
	return append(all, r.b.from, r.b.to)
}

func (r *clipBarRenderer) Destroy()           {}
func (r *clipBarRenderer) MinSize() fyne.Size { return fyne.NewSize(4*target, target) }

func (r *clipBarRenderer) Layout(s fyne.Size) {
	b := r.b
	y := (s.Height - barHeight) / 2
	put(b.track, handleSize/2, y, max(0, s.Width-handleSize), barHeight)
	stretch := func(o *canvas.Rectangle, c format.Clip) {
		put(o, b.x(c.From), y, max(0, b.x(c.To)-b.x(c.From)), barHeight)
	}
	for i, o := range b.soft {
		stretch(o, b.others[i])
	}
	stretch(b.fill, b.clip)
	for i, c := range b.cuts {
		put(c, b.x(b.marks[i])-1, y, 2, barHeight)
	}
	put(b.from, b.x(b.clip.From)-target/2, (s.Height-target)/2, target, target)
	put(b.to, b.x(b.clip.To)-target/2, (s.Height-target)/2, target, target)
}

func (r *clipBarRenderer) Refresh() {
	b := r.b
	paint(b.track, colorLine, barHeight/2)
	for _, o := range b.soft {
		paint(o, colorFocus, barHeight/2)
	}
	paint(b.fill, colorAccent, barHeight/2)
	for _, c := range b.cuts {
		paint(c, colorOverlay, 0)
	}
	b.from.Refresh()
	b.to.Refresh()
	r.Layout(b.Size())
}

// handle is one end of the part.
type handle struct {
	widget.BaseWidget
	bar     *clipBar
	halo    *canvas.Rectangle
	knob    *canvas.Rectangle
	focused bool
	hovered bool
}

func newHandle(b *clipBar) *handle {
	h := &handle{bar: b, halo: canvas.NewRectangle(color.Transparent), knob: canvas.NewRectangle(color.Transparent)}
	h.ExtendBaseWidget(h)
	return h
}

func (h *handle) place() time.Duration {
	if h == h.bar.from {
		return h.bar.clip.From
	}
	return h.bar.clip.To
}

func (h *handle) grab() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(h); c != nil {
		c.Focus(h)
	}
}

// Dragged is part of fyne.Draggable.
func (h *handle) Dragged(e *fyne.DragEvent) {
	if !h.focused {
		h.grab()
	}
	// Where the handle is, and not the event's place on it: that is as old as
	// the last frame.
	bar := fyne.CurrentApp().Driver().AbsolutePositionForObject(h.bar)
	h.bar.move(h, h.bar.at(e.AbsolutePosition.X-bar.X))
}

// DragEnd is part of fyne.Draggable.
func (h *handle) DragEnd() {}

// Tapped is part of fyne.Tappable.
func (h *handle) Tapped(*fyne.PointEvent) { h.grab() }

// Cursor is part of desktop.Cursorable.
func (h *handle) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// MouseIn is part of desktop.Hoverable.
func (h *handle) MouseIn(*desktop.MouseEvent) { h.hovered = true; h.Refresh() }

// MouseMoved is part of desktop.Hoverable.
func (h *handle) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is part of desktop.Hoverable.
func (h *handle) MouseOut() { h.hovered = false; h.Refresh() }

// FocusGained is part of fyne.Focusable.
func (h *handle) FocusGained() { h.focused = true; h.Refresh() }

// FocusLost is part of fyne.Focusable.
func (h *handle) FocusLost() { h.focused = false; h.Refresh() }

// TypedRune is part of fyne.Focusable.
func (h *handle) TypedRune(rune) {}

// TypedKey is part of fyne.Focusable.
func (h *handle) TypedKey(e *fyne.KeyEvent) {
	step := h.bar.step()
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyDown:
		h.bar.move(h, h.place()-step)
	case fyne.KeyRight, fyne.KeyUp:
		h.bar.move(h, h.place()+step)
	case fyne.KeyPageDown:
		h.bar.move(h, h.place()-10*step)
	case fyne.KeyPageUp:
		h.bar.move(h, h.place()+10*step)
	case fyne.KeyHome:
		h.bar.move(h, 0)
	case fyne.KeyEnd:
		h.bar.move(h, h.bar.length)
	default:
		h.bar.key(e)
	}
}

// AccessibilityLabel is part of fyne.Accessible.
func (h *handle) AccessibilityLabel() string {
	if h == h.bar.from {
		return lang.L("From") + " " + exact(h.place())
	}
	return lang.L("To") + " " + exact(h.place())
}

// AccessibilityRole is part of fyne.Accessible.
func (h *handle) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is part of fyne.Widget.
func (h *handle) CreateRenderer() fyne.WidgetRenderer {
	r := &handleRenderer{h}
	r.Refresh()
	return r
}

type handleRenderer struct{ h *handle }

func (r *handleRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.h.halo, r.h.knob}
}
func (r *handleRenderer) Destroy()           {}
func (r *handleRenderer) MinSize() fyne.Size { return fyne.NewSize(target, target) }

func (r *handleRenderer) Layout(s fyne.Size) {
	const halo = handleSize + 10
	put(r.h.halo, (s.Width-halo)/2, (s.Height-halo)/2, halo, halo)
	put(r.h.knob, (s.Width-handleSize)/2, (s.Height-handleSize)/2, handleSize, handleSize)
}

func (r *handleRenderer) Refresh() {
	h := r.h
	ring := colorClear
	switch {
	case h.focused:
		ring = colorFocus
	case h.hovered:
		ring = colorHover
	}
	paint(h.halo, ring, (handleSize+10)/2)
	h.knob.StrokeWidth, h.knob.StrokeColor = 3, Color(colorOverlay)
	paint(h.knob, colorAccent, handleSize/2)
	r.Layout(h.Size())
}
