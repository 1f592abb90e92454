package timeline

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// ChapterNames is the line under a RangeSlider with the name of each chapter under its
// part of the slider. A name is cut where its part is narrow, and hidden where it is less
// than 24 pixels wide; a tooltip then shows it.
type ChapterNames struct {
	widget.BaseWidget
	length  time.Duration
	all     []Chapter
	current int // the one that is highlighted, -1 for none
	tooltip *widgets.Tooltip
	over    int // the one that the pointer is over, -1 for none
	labels  []*widgets.Label
	places  []*canvas.Rectangle // where the parts are; a tooltip needs an object
}

// Chapter is a named part of a video, which ends where the next one starts.
type Chapter struct {
	Start time.Duration
	Title string
}

var (
	_ desktop.Hoverable = (*ChapterNames)(nil)
	_ fyne.Widget       = (*ChapterNames)(nil)
)

const (
	chapterHeight = 16 // of the line, in pixels
	leastChapter  = 24 // width of a part whose name is shown
)

// NewChapterNames returns the names of chapters of a video, in ascending order. Of more
// than a hundred none is shown, because there is no place for one.
func NewChapterNames(length time.Duration, all []Chapter, t *widgets.Tooltip) *ChapterNames {
	c := &ChapterNames{length: length, current: -1, over: -1, tooltip: t}
	if len(all) <= maxMarks+1 {
		c.all = all
	}
	for _, x := range c.all {
		l := widgets.NewShrinkingLabel(theme.SizeBadge, false, theme.ColorDim)
		l.SetText(x.Title)
		c.labels = append(c.labels, l)
		c.places = append(c.places, canvas.NewRectangle(color.Transparent))
	}
	c.ExtendBaseWidget(c)
	return c
}

// Highlight shows which chapter a time is in, none with false.
func (c *ChapterNames) Highlight(at time.Duration, ok bool) {
	now := -1
	for i, x := range c.all {
		if ok && x.Start <= at {
			now = i
		}
	}
	if now != c.current {
		c.current = now
		c.Refresh()
	}
}

// Highlighted returns the title of the chapter that is highlighted, "" for none.
func (c *ChapterNames) Highlighted() string {
	if c.current < 0 {
		return ""
	}
	return c.all[c.current].Title
}

// MouseIn shows the name of the chapter under the pointer, if it is not shown whole.
func (c *ChapterNames) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseMoved shows the name of the chapter under the pointer, if it is not shown whole.
func (c *ChapterNames) MouseMoved(e *desktop.MouseEvent) {
	over := -1
	for i, p := range c.places {
		if x := p.Position().X; x <= e.Position.X && e.Position.X < x+p.Size().Width {
			over = i
		}
	}
	if over == c.over {
		return
	}
	c.MouseOut()
	if c.over = over; over >= 0 && c.tooltip != nil && (!c.labels[over].Visible() || c.labels[over].Shown() != c.labels[over].Text()) {
		c.tooltip.Enter(c.places[over], c.labels[over].Text())
	}
}

// MouseOut hides what MouseMoved showed.
func (c *ChapterNames) MouseOut() {
	if c.over >= 0 && c.tooltip != nil {
		c.tooltip.Leave(c.places[c.over])
	}
	c.over = -1
}

// CreateRenderer returns the renderer of the names.
func (c *ChapterNames) CreateRenderer() fyne.WidgetRenderer {
	r := &chapterNamesRenderer{c: c}
	r.Refresh()
	return r
}

type chapterNamesRenderer struct {
	c      *ChapterNames
	mirror widgets.Mirror
}

func (r *chapterNamesRenderer) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for i := range r.c.all {
		all = append(all, r.c.places[i], r.c.labels[i])
	}
	return all
}

func (r *chapterNamesRenderer) Destroy() {}
func (r *chapterNamesRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, chapterHeight)
}

func (r *chapterNamesRenderer) Layout(s fyne.Size) {
	r.mirror.Layout(s.Width, r.Objects, func() { r.layout(s) })
}

func (r *chapterNamesRenderer) layout(s fyne.Size) {
	c := r.c
	for i, x := range c.all {
		end := c.length
		if i+1 < len(c.all) {
			end = c.all[i+1].Start
		}
		left, right := xOnLine(x.Start, c.length, s.Width), xOnLine(end, c.length, s.Width)
		if i > 0 {
			left += 2 // behind the gap of the slider
		}
		widgets.Place(c.places[i], left, 0, max(0, right-left), s.Height)
		widgets.SetVisible(c.labels[i], right-left >= leastChapter)
		widgets.Place(c.labels[i], left, 0, max(0, right-left-4), s.Height)
	}
}

func (r *chapterNamesRenderer) Refresh() {
	for i, l := range r.c.labels {
		l.SetColor(theme.ColorDim)
		if i == r.c.current {
			l.SetColor(theme.ColorAccent)
		}
		l.SetBold(i == r.c.current)
		l.Refresh()
	}
	r.Layout(r.c.Size())
}
