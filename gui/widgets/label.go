package widgets

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
)

// Label is one line of plain text in a colour of the theme. It is cut with an
// ellipsis where there is no space for all of it.
type Label struct {
	widget.BaseWidget
	OwnLook
	text     string
	shown    string // of it
	color    fyne.ThemeColorName
	minWidth float32 // negative: that of the whole text
	title    bool    // see AsTitle
	line     *canvas.Text
}

var _ fyne.Widget = (*Label)(nil)

const wholeText = -1

// NewLabel returns a label that asks for the width of its whole text. It shows
// the text as it is: text from elsewhere goes through SetText.
func NewLabel(s string, size float32, bold bool, c fyne.ThemeColorName) *Label {
	l := &Label{text: s, shown: s, color: c, minWidth: wholeText, line: canvas.NewText(i18n.Drawable(i18n.Visual(s)), theme.Color(c))}
	l.line.TextSize = size
	l.line.TextStyle.Bold = bold
	l.ExtendBaseWidget(l)
	return l.Align(fyne.TextAlignLeading)
}

// NewShrinkingLabel returns an empty label that asks for no width at all.
func NewShrinkingLabel(size float32, bold bool, c fyne.ThemeColorName) *Label {
	l := NewLabel("", size, bold, c)
	l.minWidth = 0
	return l
}

// SetText shows s, which may come from anywhere: see i18n.Plain.
func (l *Label) SetText(s string) {
	if s = i18n.Plain(s); s != l.text {
		l.text = s
		l.Refresh()
	}
}

// Text returns the whole text, also where a part of it is shown.
func (l *Label) Text() string { return l.text }

// Shown returns the part of the text that is shown, with an ellipsis if it was cut.
func (l *Label) Shown() string { return l.shown }

// SetColor sets the colour of the next Refresh.
func (l *Label) SetColor(c fyne.ThemeColorName) { l.color = c }

// SetSize sets the size of the next Refresh.
func (l *Label) SetSize(size float32) { l.line.TextSize = size }

// SetBold sets the weight of the next Refresh.
func (l *Label) SetBold(on bool) { l.line.TextStyle.Bold = on }

// Align sets where the text stands in a label that is wider. Leading is the left, and
// the right in a language that is read from there. It returns l.
func (l *Label) Align(a fyne.TextAlign) *Label {
	l.line.Alignment = a
	switch {
	case !Mirrored():
	case a == fyne.TextAlignLeading:
		l.line.Alignment = fyne.TextAlignTrailing
	case a == fyne.TextAlignTrailing:
		l.line.Alignment = fyne.TextAlignLeading
	}
	return l
}

// AsTitle says that the text is the title of a video: see i18n.VisualTitle. It returns l.
func (l *Label) AsTitle() *Label {
	l.title = true
	return l
}

// Title says whether AsTitle was called.
func (l *Label) Title() bool { return l.title }

// Width returns the width of the whole text in pixels.
func (l *Label) Width() float32 { return measure(l.text, l.line.TextSize, l.line.TextStyle) }

// cut shows what fits into a width in pixels, and says whether that is another text.
func (l *Label) cut(width float32) bool {
	l.shown = fit(l.text, width, l.line.TextSize, l.line.TextStyle)
	before, ordered := l.line.Text, i18n.Visual
	if l.title {
		ordered = i18n.VisualTitle
	}
	l.line.Text = i18n.Drawable(ordered(l.shown))
	return l.line.Text != before
}

// CreateRenderer returns the renderer of the label.
func (l *Label) CreateRenderer() fyne.WidgetRenderer { return &labelRenderer{l} }

type labelRenderer struct{ l *Label }

func (r *labelRenderer) Layout(s fyne.Size) {
	r.l.line.Resize(s)
	if r.l.cut(s.Width) {
		r.l.line.Refresh()
	}
}

func (r *labelRenderer) MinSize() fyne.Size {
	h := fyne.MeasureText("M", r.l.line.TextSize, r.l.line.TextStyle).Height
	if r.l.minWidth >= 0 {
		return fyne.NewSize(r.l.minWidth, h)
	}
	return fyne.NewSize(r.l.Width(), h)
}

func (r *labelRenderer) Refresh() {
	r.l.line.Color = theme.Color(r.l.color)
	r.l.cut(r.l.Size().Width)
	r.l.line.Refresh()
}

func (r *labelRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.l.line} }
func (r *labelRenderer) Destroy()                     {}

// Measure returns the width of a text in pixels.
func Measure(s string, size float32, bold bool) float32 {
	return measure(s, size, fyne.TextStyle{Bold: bold})
}

func measure(s string, size float32, style fyne.TextStyle) float32 {
	if s == "" {
		return 0
	}
	return fyne.MeasureText(i18n.Drawable(s), size, style).Width
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
	for low > 0 && inNumber(runes, low) {
		low--
	}
	for low > 0 && (unicode.Is(unicode.M, runes[low-1]) || unicode.IsSpace(runes[low-1]) || runes[low-1] == '\u200d') {
		low-- // no space, no accent and no half of a joined emoji before the ellipsis
	}
	if low == 0 {
		return ""
	}
	return string(runes[:low]) + "…"
}

// inNumber reports whether rune i continues the number that the runes before it begin. What
// is left of a number is another number.
func inNumber(runes []rune, i int) bool {
	digit := func(i int) bool { return i >= 0 && i < len(runes) && unicode.IsDigit(runes[i]) }
	separator := func(i int) bool { return i < len(runes) && (runes[i] == '.' || runes[i] == ',') }
	return digit(i) && digit(i-1) || digit(i-1) && separator(i) && digit(i+1) || digit(i) && separator(i-1) && digit(i-2)
}

// Fold breaks s at spaces, and between Chinese and Japanese characters, into at most
// lines lines of that width in pixels; the last one holds all the rest.
func Fold(s string, lines int, width, size float32) []string {
	if lines == 1 || measure(s, size, fyne.TextStyle{}) <= width+0.5 {
		return []string{s}
	}
	all := pieces(s)
	line := func(n int) string { return strings.TrimRight(strings.Join(all[:n], ""), " ") }
	n := 1
	for n < len(all) && measure(line(n+1), size, fyne.TextStyle{}) <= width {
		n++
	}
	if n >= len(all) {
		return []string{s}
	}
	return append([]string{line(n)}, Fold(strings.Join(all[n:], ""), lines-1, width, size)...)
}

// Characters before and after which no line is broken (JIS X 4051).
const (
	noLineStart = "、。，．・：；！？）」』】〉》〕”’ー々ゃゅょっぁぃぅぇぉャュョッァィゥェォ…～,.:;!?)"
	noLineEnd   = "（「『【〈《〔“‘("
)

// pieces breaks s wherever a line may end. Each piece has the spaces after it.
func pieces(s string) []string {
	var all []string
	start, before := 0, rune(0)
	for i, r := range s {
		if i > 0 && r != ' ' && (before == ' ' || (ideographic(before) || ideographic(r)) &&
			!strings.ContainsRune(noLineStart, r) && !strings.ContainsRune(noLineEnd, before)) {
			all = append(all, s[start:i])
			start = i
		}
		before = r
	}
	return append(all, s[start:])
}

// ideographic says whether r is of a script that is written without spaces.
func ideographic(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r < 0x3040 || r >= 0xff00 && r < 0xff61
}
