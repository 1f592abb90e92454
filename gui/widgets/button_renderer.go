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

type buttonRenderer struct {
	b      *Button
	mirror Mirror
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.back, r.b.prefix, r.b.text, r.b.suffix, r.b.image.Image}
}

func (r *buttonRenderer) Destroy() {}

// measures returns the height that is drawn, the inset of what the button shows and the
// size of its icon, in pixels. A button that is drawn lower than a control is pressed, and
// laid out, as high as one.
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
	case Item:
		return theme.ControlHeight, 11, 18
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
	return fyne.NewSize(max(w-theme.Gap, h), max(h, theme.ControlHeight))
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	r.mirror.Layout(s.Width, r.Objects, func() { r.layout(s) })
}

func (r *buttonRenderer) layout(s fyne.Size) {
	b := r.b
	height, side, iconSize := r.measures()
	hasText, hasIcon := b.parts()
	width := s.Width
	switch {
	case height >= theme.ControlHeight:
		height = s.Height
	case !hasText:
		width = height
	}
	Place(b.back, (s.Width-width)/2, (s.Height-height)/2, width, height)
	placeIcon := func(x float32) { Place(b.image.Image, x, (s.Height-iconSize)/2, iconSize, iconSize) }
	if hasIcon && (!hasText || b.text.text == "") {
		placeIcon((s.Width - iconSize) / 2)
		b.text.Resize(fyne.NewSize(0, s.Height))
		return
	}
	least := r.MinSize().Width
	if short := least - s.Width; short > 0 && b.variant == Chip {
		side = max(2, side-short/2)
		least = s.Width
	}
	x, end := side, s.Width-side
	if b.variant != Tag && b.variant != Item {
		x += max(0, (s.Width-least)/2)
	}
	if hasIcon && b.IconLast {
		placeIcon(end - iconSize)
		end -= iconSize + theme.Gap
	} else if hasIcon {
		placeIcon(x)
		x += iconSize + theme.Gap
	}
	r.layoutText(x, end, s.Height)
}

// layoutText puts prefix, label and suffix between x and end. The suffix is left out
// first where there is no space, then the prefix.
func (r *buttonRenderer) layoutText(x, end, height float32) {
	b := r.b
	suffix, prefix := b.suffix.Width(), b.prefix.Width()
	if suffix > 0 {
		suffix += theme.Gap
	}
	if prefix > 0 {
		prefix += theme.Gap
	}
	if free := end - x - b.text.Width() + 0.5; free < suffix+prefix {
		if suffix = 0; free < prefix {
			prefix = 0
		}
	}
	line := func(l *Label, w float32) {
		if w = min(w, max(0, end-x)); w <= 0 {
			l.Resize(fyne.NewSize(0, height))
			return
		}
		Place(l, x, 0, w, height)
		x += w + theme.Gap
	}
	line(b.prefix, prefix-theme.Gap)
	line(b.text, b.text.Width())
	line(b.suffix, suffix-theme.Gap)
}

// buttonLook is how a button is drawn in a state.
type buttonLook struct {
	fill, line, text, icon fyne.ThemeColorName
	corner                 float32
}

// look returns how the button is drawn when it has neither focus nor pointer.
func (r *buttonRenderer) look() buttonLook {
	b := r.b
	l := buttonLook{theme.ColorCard, theme.ColorLine, theme.ColorAccent, theme.ColorAccent, theme.Radius}
	switch b.variant {
	case Outlined:
		if b.chosen {
			l.fill, l.line = theme.ColorSoft, theme.ColorAccent
		}
	case Primary:
		l = buttonLook{theme.ColorAccent, theme.ColorClear, theme.ColorOnAccent, theme.ColorOnAccent, theme.RadiusCard}
	case Bare:
		l.fill, l.line, l.text = theme.ColorClear, theme.ColorClear, theme.ColorDim
		if b.text.text != "" {
			l.text = theme.ColorAccent
		}
		if l.icon = l.text; b.inverse {
			l.text, l.icon = theme.ColorAccentOnInverse, theme.ColorBackground
		}
		if b.chosen {
			l.fill, l.icon, l.corner = theme.ColorSoft, theme.ColorAccent, 8
		}
	case Chip, Segment:
		l = buttonLook{theme.ColorClear, theme.ColorClear, theme.ColorDim, theme.ColorDim, 8}
		if b.variant == Chip {
			l.corner = 14
		}
		if b.chosen {
			l.fill, l.text, l.icon = theme.ColorSoft, theme.ColorAccent, theme.ColorAccent
		}
	case Item:
		l.fill, l.line, l.text, l.icon = theme.ColorClear, theme.ColorClear, theme.ColorText, theme.ColorDim
		if b.chosen {
			l.fill, l.text, l.icon = theme.ColorSoft, theme.ColorAccent, theme.ColorAccent
		}
	case Tag, Toggle:
		l.text, l.icon = theme.ColorText, theme.ColorDim
		if b.chosen {
			l.fill, l.line, l.text = theme.ColorSoft, theme.ColorAccent, theme.ColorAccent
		}
		if b.chosen && (b.variant == Toggle || b.compact) {
			l.icon = theme.ColorAccent
		}
	}
	if b.Disabled() {
		l.text = theme.ColorDisabled
		if b.variant != Tag && (b.variant != Toggle || b.chosen) {
			l.icon = theme.ColorDisabled
		}
		if b.variant == Primary {
			l.fill = theme.ColorDisabledButton
		}
	}
	return l
}

func (r *buttonRenderer) Refresh() {
	b := r.b
	switch {
	case b.variant == Chip || b.variant == Segment:
		b.text.line.TextStyle.Bold = b.chosen || b.variant == Segment
	case b.variant == Item:
		b.text.line.TextStyle.Bold = b.chosen
	case b.variant == Toggle && b.chosen:
		b.icon = theme.IconCheck
	case b.variant == Toggle:
		b.icon = theme.IconPlus
	}
	l := r.look()
	b.back.FillColor = theme.Color(l.fill)
	if b.hovered && !b.Disabled() {
		b.back.FillColor = over(theme.Color(l.fill), theme.Color(theme.ColorHover))
		if b.inverse {
			b.back.FillColor = faint(theme.Color(theme.ColorBackground))
		}
	}
	b.back.CornerRadius = l.corner
	b.back.StrokeColor, b.back.StrokeWidth = theme.Color(l.line), 1
	if l.line == theme.ColorClear {
		b.back.StrokeWidth = 0 // even one that cannot be seen leaves an edge on a graphics card
	}
	if b.focused {
		b.back.StrokeColor, b.back.StrokeWidth = theme.Color(theme.ColorAccent), 2
		switch {
		case b.variant == Primary:
			b.back.StrokeColor = theme.Color(theme.ColorText)
		case b.inverse:
			b.back.StrokeColor = theme.Color(theme.ColorAccentOnInverse)
		}
	}
	b.text.SetColor(l.text)
	if _, hasIcon := b.parts(); hasIcon {
		b.image.show(b.icon, l.icon)
		b.image.Show()
	} else {
		b.image.Hide()
	}
	r.Layout(b.Size())
	b.back.Refresh()
	b.prefix.Refresh()
	b.text.Refresh()
	b.suffix.Refresh()
}

// faint returns a colour at an eighth of its opacity.
func faint(c color.Color) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A /= 8
	return n
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
