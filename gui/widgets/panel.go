package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/theme"
)

// Panel is a rectangle in colours of the theme.
type Panel struct {
	widget.BaseWidget
	rect       *canvas.Rectangle
	fill, line fyne.ThemeColorName
	corner     float32
}

var _ fyne.Widget = (*Panel)(nil)

// NewPanel returns a rectangle with a fill and a line around it; ColorClear draws
// neither.
func NewPanel(fill, line fyne.ThemeColorName, corner float32) *Panel {
	g := &Panel{rect: canvas.NewRectangle(color.Transparent), fill: fill, line: line, corner: corner}
	g.ExtendBaseWidget(g)
	return g
}

// SetFill changes the colour of the panel.
func (g *Panel) SetFill(fill fyne.ThemeColorName) {
	if g.fill != fill {
		g.fill = fill
		g.Refresh()
	}
}

// CreateRenderer returns the renderer of the panel.
func (g *Panel) CreateRenderer() fyne.WidgetRenderer {
	r := &panelRenderer{g}
	r.Refresh()
	return r
}

type panelRenderer struct{ g *Panel }

func (r *panelRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.g.rect} }
func (r *panelRenderer) Destroy()                     {}
func (r *panelRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *panelRenderer) Layout(s fyne.Size)           { Place(r.g.rect, 0, 0, s.Width, s.Height) }

func (r *panelRenderer) Refresh() {
	if r.g.line != theme.ColorClear {
		r.g.rect.StrokeWidth, r.g.rect.StrokeColor = 1, theme.Color(r.g.line)
	}
	Paint(r.g.rect, r.g.fill, r.g.corner)
}
