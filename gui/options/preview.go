package options

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/timeline"
	"github.com/hilo-app/hilo/gui/widgets"
)

// preview shows the frame and the chapter of the time that a slider points at.
type preview struct {
	bar    *timeline.RangeSlider
	names  *timeline.ChapterNames
	view   *timeline.FramePreview
	frames *frames // nil for a video without a storyboard

	moved   func()      // the frames may be elsewhere; nil for nothing
	several func() bool // there are clips, whose tags stand beside the frame

	at    time.Duration // that is pointed at
	shown bool          // whether one is
}

// newPreview returns what is over and under a slider.
func newPreview(d *formHost, bar *timeline.RangeSlider) *preview {
	p := &preview{
		bar: bar, frames: d.frames, several: func() bool { return len(d.selection.clips) > 1 },
		view: timeline.NewFramePreview(d.selection.offer.Duration, d.frames != nil),
	}
	var chapters []timeline.Chapter
	for _, c := range d.selection.offer.Chapters {
		chapters = append(chapters, timeline.Chapter{Start: c.Start, Title: c.Title})
	}
	p.names = timeline.NewChapterNames(d.selection.offer.Duration, chapters, d.host.Tooltip())
	if p.frames != nil {
		bar.SetFrames(p.frames.interval())
	}
	bar.OnPointed(func(at time.Duration, ok bool) {
		p.at, p.shown = at, ok
		p.show()
	})
	return p
}

// show shows the frame of the time that is pointed at. If that is where a handle stands,
// both handles show theirs. With several clips there is always one frame, and only one.
func (p *preview) show() {
	p.names.Highlight(p.at, p.shown)
	now := p.bar.Selected()
	onHandle := p.at == now.From || p.at == now.To
	p.view.SetStrip(p.several())
	switch {
	case p.several() && !p.shown:
		p.view.Set(p.frame(now.From))
	case p.several():
		p.view.Set(p.frame(p.at))
	case p.shown && !onHandle:
		p.view.Set(p.frame(p.at))
	case p.shown && p.at == now.To: // the one that is pointed at is asked for first
		to := p.frame(now.To)
		p.view.Set(p.frame(now.From), to)
	case p.shown:
		p.view.Set(p.frame(now.From), p.frame(now.To))
	default:
		p.view.Set()
	}
	if p.moved != nil {
		p.moved()
	}
}

// frame returns what is shown of a time.
func (p *preview) frame(at time.Duration) timeline.Frame {
	f := timeline.Frame{At: at, Badge: i18n.Exact(at), Active: p.shown && at == p.at}
	if p.frames != nil {
		f.Picture = p.frames.at(at)
	}
	return f
}

// scrubber is what the pointer moves over on the thumbnail: from its left to its right
// lies the whole video.
type scrubber struct {
	widget.BaseWidget
	moved func(part float32, over bool) // part is from 0 to 1
	line  *canvas.Rectangle             // how far into the video
	part  float32
	over  bool
}

var (
	_ desktop.Hoverable = (*scrubber)(nil)
	_ fyne.Widget       = (*scrubber)(nil)
)

func newScrubber(moved func(part float32, over bool)) *scrubber {
	s := &scrubber{moved: moved, line: canvas.NewRectangle(color.Transparent)}
	s.ExtendBaseWidget(s)
	return s
}

// show shows a line for a part of the video, none with false.
func (s *scrubber) show(on bool) {
	s.over = on
	s.Refresh()
}

// MouseIn says where the pointer is.
func (s *scrubber) MouseIn(e *desktop.MouseEvent) { s.MouseMoved(e) }

// MouseMoved says where the pointer is.
func (s *scrubber) MouseMoved(e *desktop.MouseEvent) {
	s.part = max(0, min(1, e.Position.X/max(1, s.Size().Width)))
	s.moved(s.part, true)
}

// MouseOut says that the pointer has left.
func (s *scrubber) MouseOut() { s.moved(0, false) }

// CreateRenderer returns the renderer of the scrubber.
func (s *scrubber) CreateRenderer() fyne.WidgetRenderer {
	r := &scrubberRenderer{s}
	r.Refresh()
	return r
}

type scrubberRenderer struct{ s *scrubber }

func (r *scrubberRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.s.line} }
func (r *scrubberRenderer) Destroy()                     {}
func (r *scrubberRenderer) MinSize() fyne.Size           { return fyne.Size{} }

func (r *scrubberRenderer) Layout(size fyne.Size) {
	widgets.Place(r.s.line, 0, size.Height-3, size.Width*r.s.part, 3)
}

func (r *scrubberRenderer) Refresh() {
	widgets.Paint(r.s.line, theme.ColorAccent, 0)
	widgets.SetVisible(r.s.line, r.s.over)
	r.Layout(r.s.Size())
}
