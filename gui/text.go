package gui

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// text is one line of plain text in a colour of the theme. It is cut with an
// ellipsis where there is no room and never asks for more than least.
type text struct {
	widget.BaseWidget
	full  string
	color fyne.ThemeColorName
	least float32 // width it asks for at least; below zero: all of its text
	line  *canvas.Text
}

const wholeText = -1

func newText(size float32, bold bool, c fyne.ThemeColorName, least float32) *text {
	t := &text{color: c, least: least, line: canvas.NewText("", Color(c))}
	t.line.TextSize = size
	t.line.TextStyle.Bold = bold
	t.ExtendBaseWidget(t)
	return t
}

func newLabel(s string, size float32, bold bool, c fyne.ThemeColorName) *text {
	t := newText(size, bold, c, wholeText)
	t.full, t.line.Text = s, s
	return t
}

// set shows s, which may come from anywhere.
func (t *text) set(s string) {
	if s = plain(s); s != t.full {
		t.full = s
		t.Refresh()
	}
}

func (t *text) align(a fyne.TextAlign) *text {
	t.line.Alignment = a
	return t
}

// width is that of the whole text.
func (t *text) width() float32 { return measure(t.full, t.line.TextSize, t.line.TextStyle) }

// CreateRenderer is part of fyne.Widget.
func (t *text) CreateRenderer() fyne.WidgetRenderer { return &textRenderer{t} }

type textRenderer struct{ t *text }

func (r *textRenderer) Layout(s fyne.Size) {
	r.t.line.Resize(s)
	if cut := fit(r.t.full, s.Width, r.t.line.TextSize, r.t.line.TextStyle); cut != r.t.line.Text {
		r.t.line.Text = cut
		r.t.line.Refresh()
	}
}

func (r *textRenderer) MinSize() fyne.Size {
	h := fyne.MeasureText("M", r.t.line.TextSize, r.t.line.TextStyle).Height
	if r.t.least >= 0 {
		return fyne.NewSize(r.t.least, h)
	}
	return fyne.NewSize(r.t.width(), h)
}

func (r *textRenderer) Refresh() {
	r.t.line.Color = Color(r.t.color)
	r.t.line.Text = fit(r.t.full, r.t.Size().Width, r.t.line.TextSize, r.t.line.TextStyle)
	r.t.line.Refresh()
}

func (r *textRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.t.line} }
func (r *textRenderer) Destroy()                     {}

func measure(s string, size float32, style fyne.TextStyle) float32 {
	if s == "" {
		return 0
	}
	return fyne.MeasureText(s, size, style).Width
}

// fit cuts s so that it is no wider than width.
func fit(s string, width, size float32, style fyne.TextStyle) string {
	// Half a pixel: a text measured for its own width must not lose its end.
	if s == "" || measure(s, size, style) <= width+0.5 {
		return s
	}
	runes := []rune(s)
	low, high := 0, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if measure(string(runes[:mid])+"…", size, style) <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	for low > 0 && (unicode.Is(unicode.M, runes[low-1]) || unicode.IsSpace(runes[low-1]) || runes[low-1] == '\u200d') {
		low-- // no lone accent's base, no space, no half of a joined sign before the ellipsis
	}
	if low == 0 {
		return ""
	}
	return string(runes[:low]) + "…"
}

// fold breaks s at spaces into at most lines lines of that width; the last one
// holds all the rest.
func fold(s string, lines int, width, size float32) []string {
	if lines == 1 || measure(s, size, fyne.TextStyle{}) <= width+0.5 {
		return []string{s}
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) && string(r) != nbsp })
	if len(words) < 2 {
		return []string{s}
	}
	n := 1
	for n < len(words) && measure(strings.Join(words[:n+1], " "), size, fyne.TextStyle{}) <= width {
		n++
	}
	if n == len(words) {
		return []string{s}
	}
	first, rest := strings.Join(words[:n], " "), strings.Join(words[n:], " ")
	return append([]string{first}, fold(rest, lines-1, width, size)...)
}

const maxPlain = 400 // runes: no window is wider

// plain makes one line of text that cannot reach out of its place: control
// characters and line breaks become spaces, and the marks that turn the
// direction of the text that follows are dropped.
func plain(s string) string {
	clean := true
	for _, r := range s {
		if r < ' ' || r >= 0x7f && (unicode.IsControl(r) || turnsText(r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar) {
			clean = false
			break
		}
	}
	if clean && len(s) <= maxPlain && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s)
	}
	var b strings.Builder
	n, space := 0, true // true drops leading spaces
	for _, r := range s {
		switch {
		case turnsText(r) || r == unicode.ReplacementChar:
			continue
		case unicode.IsSpace(r) || unicode.IsControl(r):
			if space {
				continue
			}
			r, space = ' ', true
		default:
			space = false
		}
		if n++; n > maxPlain {
			break
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

// turnsText says whether r is one of Unicode's explicit direction marks
// (UAX #9, section 2) or the byte order mark.
func turnsText(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x061c || r == 0xfeff
}
