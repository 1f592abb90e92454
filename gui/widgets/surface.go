package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/hilo-app/hilo/gui/theme"
)

// Surface is a Panel for what lies over other widgets: those under it get neither
// clicks nor the pointer, but still the wheel.
type Surface struct {
	Panel
	hovered bool
}

var (
	_ desktop.Hoverable      = (*Surface)(nil)
	_ fyne.DoubleTappable    = (*Surface)(nil)
	_ fyne.SecondaryTappable = (*Surface)(nil)
	_ fyne.Tappable          = (*Surface)(nil)
)

// NewSurface returns a surface with a fill and a line around it; ColorClear draws
// neither.
func NewSurface(fill, line fyne.ThemeColorName, corner float32) *Surface {
	s := &Surface{Panel: Panel{rect: canvas.NewRectangle(color.Transparent), fill: fill, line: line, corner: corner}}
	s.ExtendBaseWidget(s)
	return s
}

// SetShadow draws a shadow around the surface.
func (s *Surface) SetShadow() {
	s.rect.Shadow = canvas.Shadow{Color: theme.Color(theme.ColorShadow), BlurRadius: 10, Offset: fyne.NewPos(0, 3)}
}

// Hovered says whether the pointer is over the surface, and over nothing that lies
// on it.
func (s *Surface) Hovered() bool { return s.hovered }

// MouseIn shows that the pointer is over the surface.
func (s *Surface) MouseIn(*desktop.MouseEvent) { s.hovered = true }

// MouseMoved does nothing.
func (s *Surface) MouseMoved(*desktop.MouseEvent) {}

// MouseOut shows that the pointer has left the surface.
func (s *Surface) MouseOut() { s.hovered = false }

// Tapped does nothing.
func (s *Surface) Tapped(*fyne.PointEvent) {}

// TappedSecondary does nothing.
func (s *Surface) TappedSecondary(*fyne.PointEvent) {}

// DoubleTapped does nothing.
func (s *Surface) DoubleTapped(*fyne.PointEvent) {}
