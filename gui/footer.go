package gui

import (
	"image/color"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

const footerHeight = 56

// footer has the sums of all downloads and what can be done with all of them.
type footer struct {
	widget.BaseWidget
	back  *canvas.Rectangle
	line  *canvas.Rectangle
	lead  *widgets.Label // "2 active"
	rest  *widgets.Label // the sums, or the standing sentence
	parts []string
	said  time.Time
	last  time.Time // when the last download starts, as far as that is known
	asked time.Time // for it

	all       *widgets.Button // Pause all or Resume all
	clear     *widgets.Button
	settings  *widgets.Button
	pauseAll  func()
	resumeAll func()
}

func newFooter(pauseAll, resumeAll, clearFinished, settings func(), t *widgets.Tooltip) *footer {
	f := &footer{
		back:      canvas.NewRectangle(color.Transparent),
		line:      canvas.NewRectangle(color.Transparent),
		lead:      widgets.NewShrinkingLabel(theme.SizeText, true, theme.ColorText),
		rest:      widgets.NewShrinkingLabel(theme.SizeText, false, theme.ColorDim),
		all:       widgets.NewButton(widgets.Outlined, "", theme.IconPause, nil),
		clear:     widgets.NewButton(widgets.Outlined, lang.L("Clear finished"), theme.IconCheck, clearFinished),
		settings:  widgets.NewIconButton(lang.L("Settings"), theme.IconGear, t, settings),
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
		lead = i18n.Count("{{.Count}} active", t.active)
	case t.waiting > t.paused:
		lead = i18n.Count("{{.Count}} waiting", t.waiting-t.paused)
	case t.paused > 0:
		lead = i18n.Count("{{.Count}} paused", t.paused)
	}
	if lead == f.lead.Text() && now.Sub(f.said) < ratePeriod {
		return
	}
	f.said = now
	parts := sums(lead != "", t, i18n.LastStart(f.last, now), free)
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
		parts = append(parts, i18n.Speed(t.speed))
	}
	if last != "" {
		parts = append(parts, last)
	} else if left := i18n.TimeLeft(t.left); left != "" {
		parts = append(parts, left)
	}
	if free > 0 {
		parts = append(parts, lang.L("{{.Size}} free", i18n.With("Size", i18n.Size(free))))
	}
	return parts
}

func (f *footer) offer(t totals) {
	switch {
	case t.active > 0 || t.waiting > t.paused:
		f.all.OnTapped = f.pauseAll
		f.all.SetIcon(theme.IconPause)
		f.all.SetText(lang.L("Pause all"))
	default:
		f.all.OnTapped = f.resumeAll
		f.all.SetIcon(theme.IconResume)
		f.all.SetText(lang.L("Resume all"))
	}
	all, finished := t.active+t.waiting > 0, t.finished > 0
	if all != f.all.Visible() || finished != f.clear.Visible() {
		widgets.SetVisible(f.all, all)
		widgets.SetVisible(f.clear, finished)
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
	widgets.Place(f.back, 0, 0, s.Width, s.Height)
	widgets.Place(f.line, 0, 0, s.Width, 1)
	top := (s.Height - theme.ControlHeight) / 2
	right := s.Width - theme.Margin + 9 - theme.ControlHeight // the icon itself ends at the margin
	widgets.Place(f.settings, right, top, theme.ControlHeight, theme.ControlHeight)
	for _, b := range []*widgets.Button{f.clear, f.all} {
		if b.Visible() {
			w := b.MinSize().Width
			right -= theme.Gap + w
			widgets.Place(b, right, top, w, theme.ControlHeight)
		}
	}
	room := right - 16 - theme.Margin
	lead := min(room, f.lead.Width())
	widgets.Place(f.lead, theme.Margin, 0, lead, s.Height)
	rest, x := i18n.Join(f.parts...), float32(theme.Margin)
	if lead > 0 {
		x += lead + 6
	}
	room = max(0, theme.Margin+room-x)
	for n := len(f.parts); n > 1 && widgets.Measure(rest, theme.SizeText, false) > room; n-- {
		rest = i18n.Join(f.parts[:n-1]...) // the last is the least needed
	}
	if lead > 0 && rest != "" {
		rest = "· " + rest
	}
	if lead > 0 && widgets.Measure(rest, theme.SizeText, false) > room {
		rest = ""
	}
	f.rest.SetText(rest)
	widgets.Place(f.rest, x, 0, room, s.Height)
	f.rest.Refresh()
}

func (r *footerRenderer) Refresh() {
	f := r.f
	widgets.Paint(f.back, theme.ColorCard, 0)
	widgets.Paint(f.line, theme.ColorLine, 0)
	f.lead.Refresh()
	for _, b := range []*widgets.Button{f.all, f.clear, f.settings} {
		b.Refresh()
	}
	r.Layout(f.Size())
}
