package gui

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// CreateRenderer is part of fyne.Widget.
func (b *button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{b: b}
	r.Refresh()
	return r
}

type buttonRenderer struct{ b *button }

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.back, r.b.lead, r.b.text, r.b.trail, r.b.icon}
}

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) measures() (height, side, glyph float32) {
	switch r.b.dress {
	case primary:
		return 48, 28, 18
	case chip:
		return 28, 12, 16
	case segment:
		return 30, 16, 16
	case pill, toggle:
		return target, 12, 16
	case bare:
		return target, 9, 18
	}
	return target, 14, 16
}

func (r *buttonRenderer) MinSize() fyne.Size {
	h, side, glyph := r.measures()
	words, drawn := r.b.shows()
	if drawn && !words {
		return fyne.NewSize(h, h)
	}
	w := 2 * side
	for _, t := range []*text{r.b.lead, r.b.text, r.b.trail} {
		if t.full != "" {
			w += t.width() + gap
		}
	}
	if drawn {
		w += glyph + gap
	}
	return fyne.NewSize(max(w-gap, h), h)
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	_, side, glyph := r.measures()
	r.b.back.Resize(s)
	words, drawn := r.b.shows()
	if drawn && (!words || r.b.text.full == "") {
		r.b.icon.Resize(fyne.NewSize(glyph, glyph))
		r.b.icon.Move(fyne.NewPos((s.Width-glyph)/2, (s.Height-glyph)/2))
		r.b.text.Resize(fyne.NewSize(0, s.Height))
		return
	}
	least := r.MinSize().Width
	if short := least - s.Width; short > 0 && r.b.dress == chip {
		side = max(2, side-short/2)
		least = s.Width
	}
	free := s.Width - 2*side
	used := least - 2*side
	x := side + max(0, (free-used)/2)
	if r.b.dress == pill {
		x = side
	}
	end := s.Width - side
	place := func() {
		if drawn {
			r.b.icon.Resize(fyne.NewSize(glyph, glyph))
			r.b.icon.Move(fyne.NewPos(x, (s.Height-glyph)/2))
			x += glyph + gap
		}
	}
	if !r.b.tail {
		place()
	} else if drawn {
		end -= glyph + gap
	}
	// What does not fit goes in this order: the words after, the words before.
	trail, lead := r.b.trail.width(), r.b.lead.width()
	if trail > 0 {
		trail += gap
	}
	if lead > 0 {
		lead += gap
	}
	if room := end - x - r.b.text.width() + 0.5; room < trail+lead {
		if trail = 0; room < lead {
			lead = 0
		}
	}
	line := func(t *text, w float32) {
		if w = min(w, max(0, end-x)); w <= 0 {
			t.Resize(fyne.NewSize(0, s.Height))
			return
		}
		t.Move(fyne.NewPos(x, 0))
		t.Resize(fyne.NewSize(w, s.Height))
		x += w + gap
	}
	line(r.b.lead, lead-gap)
	line(r.b.text, r.b.text.width())
	line(r.b.trail, trail-gap)
	if r.b.tail {
		x = s.Width - side - glyph
		place()
	}
}

func (r *buttonRenderer) Refresh() {
	b := r.b
	fill, line, ink := colorCard, colorLine, colorAccent
	corner := float32(radius)
	switch b.dress {
	case primary:
		fill, line, ink, corner = colorAccent, colorClear, colorOnAccent, radiusCard
	case bare:
		fill, line, ink = colorClear, colorClear, colorDim
		if b.text.full != "" {
			ink = colorAccent
		}
	case chip, segment:
		fill, line, ink, corner = colorClear, colorClear, colorDim, 8
		if b.dress == chip {
			corner = 14
		}
		if b.chosen {
			fill, ink = colorSoft, colorAccent
		}
		b.text.line.TextStyle.Bold = b.chosen || b.dress == segment
	case pill:
		if ink = colorText; b.chosen {
			fill, line, ink = colorSoft, colorAccent, colorAccent
		}
	case toggle:
		ink, b.glyph = colorText, iconPlus
		if b.chosen {
			fill, line, ink, b.glyph = colorSoft, colorAccent, colorAccent, iconCheck
		}
	}
	if b.Disabled() {
		ink = colorDisabled
		if b.dress == primary {
			fill = colorDisabledButton
		}
	}
	b.back.FillColor = Color(fill)
	if b.hovered && !b.Disabled() {
		b.back.FillColor = over(Color(fill), Color(colorHover))
	}
	b.back.CornerRadius = corner
	b.back.StrokeColor, b.back.StrokeWidth = Color(line), 1
	if line == colorClear {
		b.back.StrokeWidth = 0 // even one that cannot be seen leaves an edge on a graphics card
	}
	if b.focused {
		b.back.StrokeColor, b.back.StrokeWidth = Color(colorAccent), 2
		if b.dress == primary {
			b.back.StrokeColor = Color(colorText)
		}
	}
	b.text.color = ink
	iconInk := ink
	if b.dress == pill || b.dress == toggle && !b.chosen {
		iconInk = colorDim
	}
	if _, drawn := b.shows(); drawn {
		b.icon.Resource = colored(b.glyph, iconInk)
		b.icon.Show()
	} else {
		b.icon.Hide()
	}
	r.Layout(b.Size())
	b.back.Refresh()
	b.lead.Refresh()
	b.text.Refresh()
	b.trail.Refresh()
	b.icon.Refresh()
}

// over lays a see-through colour on another.
func over(under, on color.Color) color.Color {
	u, o := color.NRGBAModel.Convert(under).(color.NRGBA), color.NRGBAModel.Convert(on).(color.NRGBA)
	if u.A == 0 {
		return o
	}
	mix := func(a, b uint8) uint8 { return uint8((int(a)*(255-int(o.A)) + int(b)*int(o.A)) / 255) }
	return color.NRGBA{R: mix(u.R, o.R), G: mix(u.G, o.G), B: mix(u.B, o.B), A: u.A}
}
