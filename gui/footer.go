package gui

import (
	"image/color"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

const footerHeight = 56

// footer has the sums of all downloads and what can be done with all of them.
type footer struct {
	widget.BaseWidget
	back  *canvas.Rectangle
	line  *canvas.Rectangle
	lead  *Label // "2 active"
	rest  *Label // the sums, or the standing sentence
	parts []string
	said  time.Time
	last  time.Time // when the last download starts, as far as that is known
	asked time.Time // for it

	all       *Button // Pause all or Resume all
	clear     *Button
	settings  *Button
	pauseAll  func()
	resumeAll func()
}

func newFooter(pauseAll, resumeAll, clearFinished, settings func(), t *Tooltip) *footer {
	f := &footer{
		back:      canvas.NewRectangle(color.Transparent),
		line:      canvas.NewRectangle(color.Transparent),
		lead:      NewShrinkingLabel(sizeText, true, colorText),
		rest:      NewShrinkingLabel(sizeText, false, colorDim),
		all:       NewButton(Outlined, "", iconPause, nil),
		clear:     NewButton(Outlined, lang.L("Clear finished"), iconCheck, clearFinished),
		settings:  NewIconButton(lang.L("Settings"), iconGear, t, settings),
		pauseAll:  pauseAll,
		resumeAll: resumeAll,
	}
	f.all.Tooltip, f.clear.Tooltip = t, t
	f.all.Hide()
	f.clear.Hide()
	f.ExtendBaseWidget(f)
	return f
}

// set shows the sums; free is in bytes, 0 when unknown. The numbers move once
// a second, the rest at once; last is asked no more often.
func (f *footer) set(t totals, free int64, last func() time.Time, now time.Time) {
	f.offer(t)
	if now.Sub(f.asked) >= ratePeriod {
		f.asked, f.last = now, last()
	}
	lead := ""
	switch {
	case t.active > 0:
		lead = Count("{{.Count}} active", t.active)
	case t.waiting > t.paused:
		lead = Count("{{.Count}} waiting", t.waiting-t.paused)
	case t.paused > 0:
		lead = Count("{{.Count}} paused", t.paused)
	}
	if lead == f.lead.Text() && now.Sub(f.said) < ratePeriod {
		return
	}
	f.said = now
	parts := sums(lead != "", t, lastStart(f.last, now), free)
	if lead == f.lead.Text() && slices.Equal(parts, f.parts) {
		return // a window at rest is not drawn again
	}
	f.lead.SetText(lead)
	f.parts = parts
	f.Refresh()
}

// sums are the parts of the line, the most needed first. While downloads are
// held up, when the last of them starts says more than the time that is left of
// those that go on.
func sums(busy bool, t totals, last string, free int64) []string {
	if !busy {
		return []string{lang.L("Download only what you have the right to keep.")}
	}
	var parts []string
	if t.speed > 0 {
		parts = append(parts, speed(t.speed))
	}
	if last != "" {
		parts = append(parts, last)
	} else if left := timeLeft(t.left); left != "" {
		parts = append(parts, left)
	}
	if free > 0 {
		parts = append(parts, lang.L("{{.Size}} free", with("Size", size(free))))
	}
	return parts
}

func (f *footer) offer(t totals) {
	switch {
	case t.active > 0 || t.waiting > t.paused:
		f.all.OnTapped = f.pauseAll
		f.all.SetIcon(iconPause)
		f.all.SetText(lang.L("Pause all"))
	default:
		f.all.OnTapped = f.resumeAll
		f.all.SetIcon(iconResume)
		f.all.SetText(lang.L("Resume all"))
	}
	all, finished := t.active+t.waiting > 0, t.finished > 0
	if all != f.all.Visible() || finished != f.clear.Visible() {
		SetVisible(f.all, all)
		SetVisible(f.clear, finished)
		f.Refresh()
	}
}

// CreateRenderer is part of fyne.Widget.
func (f *footer) CreateRenderer() fyne.WidgetRenderer {
	r := &footerRenderer{f}
	r.Refresh()
	return r
}

type footerRenderer struct{ f *footer }

func (r *footerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.f.back, r.f.line, r.f.lead, r.f.rest, r.f.all, r.f.clear, r.f.settings}
}

func (r *footerRenderer) Destroy()           {}
func (r *footerRenderer) MinSize() fyne.Size { return fyne.NewSize(320, footerHeight) }

func (r *footerRenderer) Layout(s fyne.Size) {
	f := r.f
	Place(f.back, 0, 0, s.Width, s.Height)
	Place(f.line, 0, 0, s.Width, 1)
	top := (s.Height - controlHeight) / 2
	right := s.Width - Margin + 9 - controlHeight // the icon itself ends at the margin
	Place(f.settings, right, top, controlHeight, controlHeight)
	for _, b := range []*Button{f.clear, f.all} {
		if b.Visible() {
			w := b.MinSize().Width
			right -= Gap + w
			Place(b, right, top, w, controlHeight)
		}
	}
	room := right - 16 - Margin
	lead := min(room, f.lead.Width())
	Place(f.lead, Margin, 0, lead, s.Height)
	rest, x := join(f.parts...), float32(Margin)
	if lead > 0 {
		x += lead + 6
	}
	room = max(0, Margin+room-x)
	for n := len(f.parts); n > 1 && Measure(rest, sizeText, false) > room; n-- {
		rest = join(f.parts[:n-1]...) // the last is the least needed
	}
	if lead > 0 && rest != "" {
		rest = "· " + rest
	}
	if lead > 0 && Measure(rest, sizeText, false) > room {
		rest = ""
	}
	f.rest.SetText(rest)
	Place(f.rest, x, 0, room, s.Height)
	f.rest.Refresh()
}

func (r *footerRenderer) Refresh() {
	f := r.f
	Paint(f.back, colorCard, 0)
	Paint(f.line, colorLine, 0)
	f.lead.Refresh()
	for _, b := range []*Button{f.all, f.clear, f.settings} {
		b.Refresh()
	}
	r.Layout(f.Size())
}
