package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
)

// The size of a Switch and of its knob, in pixels.
const (
	switchWidth, switchHeight = 40, 24
	switchKnob                = 18
)

// Switch is on or off, and changes with a click, Space or Enter.
type Switch struct {
	widget.BaseWidget
	label   string // spoken
	on      bool
	focused bool
	changed func(on bool)
	back    *canvas.Rectangle
	knob    *canvas.Circle
}

var (
	_ fyne.Accessible = (*Switch)(nil)
	_ fyne.Focusable  = (*Switch)(nil)
	_ fyne.Tappable   = (*Switch)(nil)
)

// NewSwitch returns a switch that calls changed with each change by the person. The
// label is what a screen reader says; it is not drawn.
func NewSwitch(label string, on bool, changed func(on bool)) *Switch {
	s := &Switch{label: label, on: on, changed: changed, back: canvas.NewRectangle(color.Transparent), knob: canvas.NewCircle(color.Transparent)}
	s.ExtendBaseWidget(s)
	return s
}

// On says whether the switch is on.
func (s *Switch) On() bool { return s.on }

// Set shows whether the switch is on, without calling what it was made with.
func (s *Switch) Set(on bool) {
	s.on = on
	s.Refresh()
}

// Toggle changes the switch and calls what it was made with.
func (s *Switch) Toggle() {
	s.on = !s.on
	s.Refresh()
	s.changed(s.on)
}

// Tapped changes the switch.
func (s *Switch) Tapped(*fyne.PointEvent) { s.Toggle() }

// FocusGained shows that the switch has the focus.
func (s *Switch) FocusGained() { s.focused = true; s.Refresh() }

// FocusLost shows that the switch has lost the focus.
func (s *Switch) FocusLost() { s.focused = false; s.Refresh() }

// TypedRune does nothing.
func (s *Switch) TypedRune(rune) {}

// TypedKey changes the switch with Space or Enter.
func (s *Switch) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		s.Toggle()
	case fyne.KeyEscape:
		PassKey(s, e)
	default:
		PassOn(s, e)
	}
}

// AccessibilityLabel returns what a screen reader says of the switch: its name, and whether
// it is on.
func (s *Switch) AccessibilityLabel() string {
	if s.on {
		return i18n.List(s.label, lang.L("On"))
	}
	return i18n.List(s.label, lang.L("Off"))
}

// AccessibilityRole returns as what a screen reader announces the switch.
func (s *Switch) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer returns the renderer of the switch.
func (s *Switch) CreateRenderer() fyne.WidgetRenderer {
	r := &switchRenderer{s: s}
	r.Refresh()
	return r
}

type switchRenderer struct {
	s      *Switch
	mirror Mirror
}

func (r *switchRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.back, r.s.knob}
}
func (r *switchRenderer) Destroy()           {}
func (r *switchRenderer) MinSize() fyne.Size { return fyne.NewSize(switchWidth, theme.ControlHeight) }

// Layout draws the switch at the right end, as high as it is, in a target that is
// as high as every control.
func (r *switchRenderer) Layout(size fyne.Size) {
	r.mirror.Layout(size.Width, r.Objects, func() { r.layout(size) })
}

func (r *switchRenderer) layout(size fyne.Size) {
	const inset = (switchHeight - switchKnob) / 2
	x, y := size.Width-switchWidth, (size.Height-switchHeight)/2
	Place(r.s.back, x, y, switchWidth, switchHeight)
	if r.s.on {
		x += switchWidth - switchHeight
	}
	Place(r.s.knob, x+inset, y+inset, switchKnob, switchKnob)
}

func (r *switchRenderer) Refresh() {
	fill := theme.ColorDim
	if r.s.on {
		fill = theme.ColorAccent
	}
	r.s.back.StrokeWidth = 0
	if r.s.focused {
		r.s.back.StrokeWidth, r.s.back.StrokeColor = 2, theme.Color(theme.ColorText)
	}
	Paint(r.s.back, fill, switchHeight/2)
	r.s.knob.FillColor = theme.Color(theme.ColorOnAccent)
	r.Layout(r.s.Size())
	r.s.knob.Refresh()
}
