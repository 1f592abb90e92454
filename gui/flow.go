package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// flow puts buttons in lines, as many in each as there is room for.
type flow struct {
	widget.BaseWidget
	all   []fyne.CanvasObject
	width func() float32
}

func newFlow(width func() float32) *flow {
	f := &flow{width: width}
	f.ExtendBaseWidget(f)
	return f
}

func (f *flow) fill(all []fyne.CanvasObject) { f.all = all; f.Refresh() }

// CreateRenderer is part of fyne.Widget.
func (f *flow) CreateRenderer() fyne.WidgetRenderer { return &flowRenderer{f} }

type flowRenderer struct{ f *flow }

func (r *flowRenderer) Objects() []fyne.CanvasObject { return r.f.all }
func (r *flowRenderer) Destroy()                     {}
func (r *flowRenderer) MinSize() fyne.Size           { return fyne.NewSize(0, r.place(r.f.width())) }
func (r *flowRenderer) Layout(s fyne.Size)           { r.place(s.Width) }
func (r *flowRenderer) Refresh()                     { r.Layout(r.f.Size()) }

// place lays out for a width and returns the height.
func (r *flowRenderer) place(width float32) float32 {
	x, y := float32(0), float32(0)
	for _, o := range r.f.all {
		w := min(o.MinSize().Width, width)
		if x > 0 && x+w > width {
			x, y = 0, y+target+gap
		}
		put(o, x, y, w, target)
		x += w + gap
	}
	if len(r.f.all) == 0 {
		return 0
	}
	return y + target
}
