package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"github.com/hilo-app/hilo/gui/theme"
)

var _ fyne.Widget = (*Button)(nil)

// CreateRenderer returns the renderer of the button.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{b: b}
	r.Refresh()
	return r
}

type buttonRenderer struct{ b *Button }

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.back, r.b.prefix, r.b.text, r.b.suffix, r.b.image}
}

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) measures() (height, side, iconSize float32) {
	switch r.b.variant {
	case Primary:
		return 48, 28, 18
	case Chip:
		return 28, 12, 16
	case Segment:
		return 30, 16, 16
	case Tag, Toggle:
		return theme.ControlHeight, 12, 16
	case Bare:
		return theme.ControlHeight, 9, 18
	}
	return theme.ControlHeight, 14, 16
}

func (r *buttonRenderer) MinSize() fyne.Size {
	h, side, iconSize := r.measures()
	text, drawn := r.b.parts()
	if drawn && !text {
		return fyne.NewSize(h, h)
	}
	w := 2 * side
	for _, t := range []*Label{r.b.prefix, r.b.text, r.b.suffix} {
		if t.text != "" {
			w += t.Width() + theme.Gap
		}
	}
	if drawn {
		w += iconSize + theme.Gap
	}
	return fyne.NewSize(max(w-theme.Gap, h), h)
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	_, side, iconSize := r.measures()
	r.b.back.Resize(s)
	text, drawn := r.b.parts()
	if drawn && (!text || r.b.text.text == "") {
		r.b.image.Resize(fyne.NewSize(iconSize, iconSize))
		r.b.image.Move(fyne.NewPos((s.Width-iconSize)/2, (s.Height-iconSize)/2))
		r.b.text.Resize(fyne.NewSize(0, s.Height))
		return
	}
	least := r.MinSize().Width
	if short := least - s.Width; short > 0 && r.b.variant == Chip {
		side = max(2, side-short/2)
		least = s.Width
	}
	free := s.Width - 2*side
	used := least - 2*side
	x := side + max(0, (free-used)/2)
	if r.b.variant == Tag {
		x = side
	}
	end := s.Width - side
	place := func() {
		if drawn {
			r.b.image.Resize(fyne.NewSize(iconSize, iconSize))
			r.b.image.Move(fyne.NewPos(x, (s.Height-iconSize)/2))
			x += iconSize + theme.Gap
		}
	}
	if !r.b.IconLast {
		place()
	} else if drawn {
		end -= iconSize + theme.Gap
	}
	// The suffix is left out first where there is no room, then the prefix.
	trail, lead := r.b.suffix.Width(), r.b.prefix.Width()
	if trail > 0 {
		trail += theme.Gap
	}
	if lead > 0 {
		lead += theme.Gap
	}
	if room := end - x - r.b.text.Width() + 0.5; room < trail+lead {
		if trail = 0; room < lead {
			lead = 0
		}
	}
	line := func(t *Label, w float32) {
		if w = min(w, max(0, end-x)); w <= 0 {
			t.Resize(fyne.NewSize(0, s.Height))
			return
		}
		t.Move(fyne.NewPos(x, 0))
		t.Resize(fyne.NewSize(w, s.Height))
		x += w + theme.Gap
	}
	line(r.b.prefix, lead-theme.Gap)
	line(r.b.text, r.b.text.Width())
	line(r.b.suffix, trail-theme.Gap)
	if r.b.IconLast {
		x = s.Width - side - iconSize
		place()
	}
}

func (r *buttonRenderer) Refresh() {
	b := r.b
	fill, line, ink := theme.ColorCard, theme.ColorLine, theme.ColorAccent
	corner := float32(theme.Radius)
	switch b.variant {
	case Primary:
		fill, line, ink, corner = theme.ColorAccent, theme.ColorClear, theme.ColorOnAccent, theme.RadiusCard
	case Bare:
		fill, line, ink = theme.ColorClear, theme.ColorClear, theme.ColorDim
		if b.text.text != "" {
			ink = theme.ColorAccent
		}
	case Chip, Segment:
		fill, line, ink, corner = theme.ColorClear, theme.ColorClear, theme.ColorDim, 8
		if b.variant == Chip {
			corner = 14
		}
		if b.chosen {
			fill, ink = theme.ColorSoft, theme.ColorAccent
		}
		b.text.line.TextStyle.Bold = b.chosen || b.variant == Segment
	case Tag:
		if ink = theme.ColorText; b.chosen {
			fill, line, ink = theme.ColorSoft, theme.ColorAccent, theme.ColorAccent
		}
	case Toggle:
		ink, b.icon = theme.ColorText, theme.IconPlus
		if b.chosen {
			fill, line, ink, b.icon = theme.ColorSoft, theme.ColorAccent, theme.ColorAccent, theme.IconCheck
		}
	}
	if b.Disabled() {
		ink = theme.ColorDisabled
		if b.variant == Primary {
			fill = theme.ColorDisabledButton
		}
	}
	b.back.FillColor = theme.Color(fill)
	if b.hovered && !b.Disabled() {
		b.back.FillColor = over(theme.Color(fill), theme.Color(theme.ColorHover))
	}
	b.back.CornerRadius = corner
	b.back.StrokeColor, b.back.StrokeWidth = theme.Color(line), 1
	if line == theme.ColorClear {
		b.back.StrokeWidth = 0 // even one that cannot be seen leaves an edge on a graphics card
	}
	if b.focused {
		b.back.StrokeColor, b.back.StrokeWidth = theme.Color(theme.ColorAccent), 2
		if b.variant == Primary {
			b.back.StrokeColor = theme.Color(theme.ColorText)
		}
	}
	b.text.color = ink
	iconInk := ink
	if b.variant == Tag || b.variant == Toggle && !b.chosen {
		iconInk = theme.ColorDim
	}
	if _, drawn := b.parts(); drawn {
		b.image.Resource = theme.Colored(b.icon, iconInk)
		b.image.Show()
	} else {
		b.image.Hide()
	}
	r.Layout(b.Size())
	b.back.Refresh()
	b.prefix.Refresh()
	b.text.Refresh()
	b.suffix.Refresh()
	b.image.Refresh()
}

// over returns a colour with a translucent one drawn over it.
func over(under, on color.Color) color.Color {
	u, o := color.NRGBAModel.Convert(under).(color.NRGBA), color.NRGBAModel.Convert(on).(color.NRGBA)
	if u.A == 0 {
		return o
	}
	mix := func(a, b uint8) uint8 { return uint8((int(a)*(255-int(o.A)) + int(b)*int(o.A)) / 255) }
	return color.NRGBA{R: mix(u.R, o.R), G: mix(u.G, o.G), B: mix(u.B, o.B), A: u.A}
}
