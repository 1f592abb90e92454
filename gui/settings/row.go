package settings

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Sizes in pixels.
const (
	controlGap = 16 // between the name of a row and its control
	textLine   = 20 // height of a line of a name
	noteLine   = 18 // of a note
)

// paragraph is a text on as many lines as it takes.
type paragraph struct {
	text  string
	size  float32
	color fyne.ThemeColorName
	lines []*widgets.Label
	view  *fyne.Container
}

// mostLines is how many lines a paragraph has at most; the last one holds the rest.
const mostLines = 6

func newParagraph(text string, size float32, c fyne.ThemeColorName) *paragraph {
	p := &paragraph{text: i18n.Plain(text), size: size, color: c}
	p.view = widgets.Arrange(
		func() fyne.Size { return fyne.Size{} },
		func(s fyne.Size) {
			p.fold(s.Width)
			for i, l := range p.lines {
				widgets.Place(l, 0, float32(i)*p.lineHeight(), s.Width, p.lineHeight())
			}
		})
	return p
}

func note(text string) *paragraph { return newParagraph(text, theme.SizeSmall, theme.ColorDim) }

func (p *paragraph) lineHeight() float32 {
	if p.size < theme.SizeText {
		return noteLine
	}
	return textLine
}

// height returns the height of the text in a width, in pixels; 0 of an empty one.
func (p *paragraph) height(width float32) float32 {
	if p.text == "" {
		return 0
	}
	return float32(len(widgets.Fold(p.text, mostLines, width, p.size))) * p.lineHeight()
}

// fold breaks the text into lines for a width.
func (p *paragraph) fold(width float32) {
	var all []string
	if p.text != "" {
		all = widgets.Fold(p.text, mostLines, width, p.size)
	}
	for len(p.lines) < len(all) {
		l := widgets.NewShrinkingLabel(p.size, false, p.color)
		p.lines = append(p.lines, l)
		p.view.Objects = append(p.view.Objects, l)
	}
	for i, l := range p.lines {
		text := ""
		if i < len(all) {
			text = all[i]
		}
		l.SetColor(p.color)
		l.SetText(text)
		l.Refresh()
	}
}

// row is one setting: its name, what explains it, and what it is set with.
type row struct {
	name    *paragraph
	notes   []*paragraph
	control fyne.CanvasObject // at the right end; nil for none
	width   float32           // of control in pixels; 0 means its own
	breaks  bool              // the control goes under the name where both have no space
	below   fyne.CanvasObject // over the whole width under the name; nil for none
	high    func(width float32) float32
	after   []*paragraph // under what is below
	words   string       // by which it is found, in lower case
	appear  func()       // called when it is shown for the first time; nil for nothing
	flat    bool         // has no name: what is below stands alone
	line    bool         // stands over the row
	rule    *widgets.Panel
	view    *fyne.Container
}

// newRow returns a row. It is found by its name, its notes, and by what its control
// offers.
func newRow(name string, control fyne.CanvasObject, notes ...*paragraph) *row {
	r := &row{
		name: newParagraph(name, theme.SizeText, theme.ColorText), notes: notes, control: control,
		rule: widgets.NewPanel(theme.ColorLine, theme.ColorClear, 0),
	}
	r.find(name)
	for _, n := range notes {
		r.find(n.text)
	}
	r.view = widgets.Arrange(func() fyne.Size { return fyne.Size{} }, func(s fyne.Size) { r.layout(s.Width, true) })
	return r
}

// choiceRow returns a row whose control is a choice.
func choiceRow(name string, c *choice, notes ...*paragraph) *row {
	r := newRow(name, c.Button, notes...)
	r.width = c.width()
	c.About = name
	for _, n := range c.names {
		r.find(n)
	}
	return r
}

// switchRow returns a row with a switch.
func switchRow(name string, on bool, changed func(bool), notes ...*paragraph) *row {
	return newRow(name, widgets.NewSwitch(name, on, changed), notes...)
}

// find lets the row be found by more words.
func (r *row) find(words string) *row {
	r.words += " " + strings.ToLower(words)
	return r
}

// under puts something under the name, over the whole width, as high as a function
// says.
func (r *row) under(o fyne.CanvasObject, high func(width float32) float32, after ...*paragraph) *row {
	r.below, r.high, r.after = o, high, after
	return r
}

// lined puts a line over the row. It returns r.
func (r *row) lined() *row { r.line = true; return r }

// beside puts a line of buttons at the right end where there is space for them beside
// the name, else under it.
func (r *row) beside(w *widgets.Wrap) *row {
	total := float32(-theme.Gap)
	for _, o := range w.Items {
		total += o.MinSize().Width + theme.Gap
	}
	r.control, r.width, r.breaks = w, total, true
	return r
}

// build gives the view its objects, once all of them are known.
func (r *row) build() *row {
	all := []fyne.CanvasObject{r.name.view}
	if r.line {
		all = append(all, r.rule)
	}
	for _, n := range append(append([]*paragraph{}, r.notes...), r.after...) {
		all = append(all, n.view)
	}
	for _, o := range []fyne.CanvasObject{r.control, r.below} {
		if o != nil {
			all = append(all, o)
		}
	}
	r.view.Objects = all
	return r
}

// controlWidth returns the width that the control is to have, in pixels.
func (r *row) controlWidth() float32 {
	if r.width == 0 && r.control != nil {
		return r.control.MinSize().Width
	}
	return r.width
}

// layout returns the height of the row in a width, and puts everything in its place
// if it is to.
func (r *row) layout(width float32, place bool) float32 {
	put := func(o fyne.CanvasObject, x, y, w, h float32) {
		if place {
			widgets.Place(o, x, y, w, h)
		}
	}
	top := float32(0)
	if r.line {
		put(r.rule, 0, 4, width, 1)
		top = 14
	}
	if r.flat {
		h := r.high(width)
		put(r.below, -widgets.DialogInset, top, width+widgets.DialogInset, h)
		return top + h
	}
	text := width
	w := r.controlWidth()
	broken := r.breaks && w+controlGap+widgets.Measure(r.name.text, r.name.size, false) > width
	if r.control != nil && !broken {
		w = min(w, width*0.7)
		put(r.control, width-w, top, w, theme.ControlHeight)
		text -= w + controlGap
	}
	y := top + (theme.ControlHeight-textLine)/2
	write := func(p *paragraph, width float32) {
		h := p.height(width)
		put(p.view, 0, y, width, h)
		y += h
	}
	write(r.name, text)
	for _, n := range r.notes {
		write(n, text)
	}
	if y > top+(theme.ControlHeight+textLine)/2 {
		y += 4
	}
	y = max(y, top+theme.ControlHeight)
	if broken {
		put(r.control, 0, y, width, r.control.MinSize().Height)
		y += r.control.MinSize().Height
	}
	if r.below != nil {
		h := r.high(width)
		put(r.below, 0, y, width, h)
		y += h + 4
	}
	for _, n := range r.after {
		write(n, width)
	}
	return y
}
