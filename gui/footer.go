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
	lead  *text // "2 active"
	rest  *text // the sums, or the standing sentence
	parts []string
	said  time.Time
	last  time.Time // when the last download starts, as far as that is known
	asked time.Time // for it

	all      *button // Pause all or Resume all
	clear    *button
	settings *button
	pauseAll func()
	goOn     func()
}

func newFooter(pauseAll, goOn, clearFinished, settings func(), t *tips) *footer {
	f := &footer{
		back:     canvas.NewRectangle(color.Transparent),
		line:     canvas.NewRectangle(color.Transparent),
		lead:     newText(sizeText, true, colorText, 0),
		rest:     newText(sizeText, false, colorDim, 0),
		all:      newButton(outlined, "", iconPause, nil),
		clear:    newButton(outlined, lang.L("Clear finished"), iconCheck, clearFinished),
		settings: newIcon(lang.L("Settings"), iconGear, t, settings),
		pauseAll: pauseAll,
		goOn:     goOn,
	}
	f.all.tips, f.clear.tips = t, t
	f.all.Hide()
	f.clear.Hide()
	f.ExtendBaseWidget(f)
	return f
}

// set shows the sums; free is in bytes, 0 when unknown. The numbers move once
// a second, the rest at once; last is asked no more often.
func (f *footer) set(t totals, free int64, last func() time.Time, now time.Time) {
	f.offer(t)
	if now.Sub(f.asked) >= calmPace {
		f.asked, f.last = now, last()
	}
	lead := ""
	switch {
	case t.active > 0:
		lead = count("{{.Count}} active", t.active)
	case t.waiting > t.paused:
		lead = count("{{.Count}} waiting", t.waiting-t.paused)
	case t.paused > 0:
		lead = count("{{.Count}} paused", t.paused)
	}
	if lead == f.lead.full && now.Sub(f.said) < calmPace {
		return
	}
	f.said = now
	parts := sums(lead != "", t, lastStart(f.last, now), free)
	if lead == f.lead.full && slices.Equal(parts, f.parts) {
		return // a window at rest is not drawn again
	}
	f.lead.set(lead)
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
		f.all.tapped, f.all.glyph = f.pauseAll, iconPause
		f.all.setText(lang.L("Pause all"))
	default:
		f.all.tapped, f.all.glyph = f.goOn, iconResume
		f.all.setText(lang.L("Resume all"))
	}
	all, finished := t.active+t.waiting > 0, t.finished > 0
	if all != f.all.Visible() || finished != f.clear.Visible() {
		show(f.all, all)
		show(f.clear, finished)
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
	put(f.back, 0, 0, s.Width, s.Height)
	put(f.line, 0, 0, s.Width, 1)
	top := (s.Height - target) / 2
	right := s.Width - margin + 9 - target // the icon itself ends at the margin
	put(f.settings, right, top, target, target)
	for _, b := range []*button{f.clear, f.all} {
		if b.Visible() {
			w := b.MinSize().Width
			right -= gap + w
			put(b, right, top, w, target)
		}
	}
	room := right - 16 - margin
	lead := min(room, f.lead.width())
	put(f.lead, margin, 0, lead, s.Height)
	rest, x := join(f.parts...), float32(margin)
	if lead > 0 {
		x += lead + 6
	}
	room = max(0, margin+room-x)
	for n := len(f.parts); n > 1 && measure(rest, sizeText, fyne.TextStyle{}) > room; n-- {
		rest = join(f.parts[:n-1]...) // the last is the least needed
	}
	if lead > 0 && rest != "" {
		rest = "· " + rest
	}
	if lead > 0 && measure(rest, sizeText, fyne.TextStyle{}) > room {
		rest = ""
	}
	f.rest.full = rest
	put(f.rest, x, 0, room, s.Height)
	f.rest.Refresh()
}

func (r *footerRenderer) Refresh() {
	f := r.f
	paint(f.back, colorCard, 0)
	paint(f.line, colorLine, 0)
	f.lead.Refresh()
	for _, b := range []*button{f.all, f.clear, f.settings} {
		b.Refresh()
	}
	r.Layout(f.Size())
}
