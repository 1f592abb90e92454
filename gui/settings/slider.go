package settings

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// The size of a slider and of its knob, in pixels.
const (
	sliderWidth = 148
	sliderKnob  = 16
)

// slider is a line with a knob that stands at one of some numbers. While it is dragged
// only shown is called, and chosen at the end: what is chosen may move the slider itself.
type slider struct {
	widget.BaseWidget
	label   string // spoken
	stops   []int  // growing
	at      int    // index of the one that is shown
	shown   func()
	chosen  func()
	dragged bool
	focused bool

	track, fill *canvas.Rectangle
	knob        *canvas.Circle
}

var (
	_ fyne.Accessible = (*slider)(nil)
	_ fyne.Draggable  = (*slider)(nil)
	_ fyne.Focusable  = (*slider)(nil)
	_ fyne.Tappable   = (*slider)(nil)
)

// newSlider returns a slider that stands at the last number that is not above now.
func newSlider(label string, stops []int, now int) *slider {
	s := &slider{label: label, stops: stops, track: canvas.NewRectangle(color.Transparent), fill: canvas.NewRectangle(color.Transparent), knob: canvas.NewCircle(color.Transparent)}
	for i, stop := range stops {
		if stop <= now {
			s.at = i
		}
	}
	s.ExtendBaseWidget(s)
	return s
}

// value returns the number at which the slider stands.
func (s *slider) value() int { return s.stops[s.at] }

// step moves the knob by so many numbers.
func (s *slider) step(by int) {
	if to := max(0, min(len(s.stops)-1, s.at+by)); to != s.at {
		s.show(to)
		s.chosen()
	}
}

func (s *slider) show(at int) {
	s.at = at
	s.Refresh()
	s.shown()
}

// nearest returns the number that is nearest to a position.
func (s *slider) nearest(x float32) int {
	if widgets.Mirrored() {
		x = s.Size().Width - x
	}
	best := 0
	for i := range s.stops {
		if abs(s.x(i)-x) < abs(s.x(best)-x) {
			best = i
		}
	}
	return best
}

func abs(x float32) float32 { return max(x, -x) }

// x returns where the middle of the knob is at a number, in pixels from where the line
// begins.
func (s *slider) x(i int) float32 {
	first, last := s.stops[0], s.stops[len(s.stops)-1]
	return sliderKnob/2 + (s.Size().Width-sliderKnob)*float32(s.stops[i]-first)/float32(last-first)
}

// Tapped moves the knob there.
func (s *slider) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil {
		c.Focus(s)
	}
	s.step(s.nearest(e.Position.X) - s.at)
}

// Dragged shows the number under the pointer.
func (s *slider) Dragged(e *fyne.DragEvent) {
	if to := s.nearest(e.Position.X); to != s.at {
		s.dragged = true
		s.show(to)
	}
}

// DragEnd chooses the number that is shown.
func (s *slider) DragEnd() {
	if s.dragged {
		s.dragged = false
		s.chosen()
	}
}

// FocusGained shows that the slider has the focus.
func (s *slider) FocusGained() { s.focused = true; s.Refresh() }

// FocusLost shows that the slider has lost the focus.
func (s *slider) FocusLost() { s.focused = false; s.Refresh() }

// TypedRune does nothing.
func (s *slider) TypedRune(rune) {}

// TypedKey moves the knob with the arrow keys, Home and End.
func (s *slider) TypedKey(e *fyne.KeyEvent) {
	further := 1
	if widgets.Mirrored() {
		further = -1
	}
	switch e.Name {
	case fyne.KeyRight:
		s.step(further)
	case fyne.KeyLeft:
		s.step(-further)
	case fyne.KeyHome:
		s.step(-len(s.stops))
	case fyne.KeyEnd:
		s.step(len(s.stops))
	case fyne.KeyEscape:
		widgets.PassKey(s, e)
	default:
		widgets.PassOn(s, e)
	}
}

// AccessibilityLabel returns what a screen reader says of the slider: its name and number.
func (s *slider) AccessibilityLabel() string {
	return i18n.List(s.label, lang.L("{{.N}}%", i18n.With("N", s.value())))
}

// AccessibilityRole returns as what a screen reader announces the slider.
func (s *slider) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer returns the renderer of the slider.
func (s *slider) CreateRenderer() fyne.WidgetRenderer {
	r := &sliderRenderer{s: s}
	r.Refresh()
	return r
}

type sliderRenderer struct {
	s      *slider
	mirror widgets.Mirror
}

func (r *sliderRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.track, r.s.fill, r.s.knob}
}
func (r *sliderRenderer) Destroy()           {}
func (r *sliderRenderer) MinSize() fyne.Size { return fyne.NewSize(sliderWidth, theme.ControlHeight) }

func (r *sliderRenderer) Layout(size fyne.Size) {
	r.mirror.Layout(size.Width, r.Objects, func() {
		s := r.s
		const bar = theme.BarHeight
		x, top := s.x(s.at), (size.Height-bar)/2
		widgets.Place(s.track, sliderKnob/2, top, max(0, size.Width-sliderKnob), bar)
		widgets.Place(s.fill, sliderKnob/2, top, max(0, x-sliderKnob/2), bar)
		widgets.Place(s.knob, x-sliderKnob/2, (size.Height-sliderKnob)/2, sliderKnob, sliderKnob)
	})
}

func (r *sliderRenderer) Refresh() {
	s := r.s
	widgets.Paint(s.track, theme.ColorLine, theme.BarHeight/2)
	widgets.Paint(s.fill, theme.ColorAccent, theme.BarHeight/2)
	s.knob.FillColor = theme.Color(theme.ColorAccent)
	s.knob.StrokeWidth, s.knob.StrokeColor = 2, theme.Color(theme.ColorCard)
	if s.focused {
		s.knob.StrokeColor = theme.Color(theme.ColorText)
	}
	r.Layout(s.Size())
	s.knob.Refresh()
}
