package gui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

const footerHeight = 56

// footer has the sums of all downloads, and what can be done with all of them.
type footer struct {
	view  *fyne.Container
	back  *widgets.Panel
	line  *widgets.Panel
	state *widgets.Label // "2 active"
	rest  *widgets.Label // the sums, or what is said while nothing is active
	parts []string
	shown time.Time
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
		back:      widgets.NewPanel(theme.ColorCard, theme.ColorClear, 0),
		line:      widgets.NewPanel(theme.ColorLine, theme.ColorClear, 0),
		state:     widgets.NewShrinkingLabel(theme.SizeText, true, theme.ColorText),
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
	f.view = widgets.Arrange(func() fyne.Size { return fyne.NewSize(320, footerHeight) }, f.layout,
		f.back, f.line, f.state, f.rest, f.all, f.clear, f.settings)
	return f
}

// set shows the sums; free is in bytes, 0 when unknown. The numbers change once a
// second, everything else at once; last is called once a second, too.
func (f *footer) set(t downloads.Totals, free int64, last func() time.Time, now time.Time) {
	f.showButtons(t)
	if now.Sub(f.asked) >= downloads.RatePeriod {
		f.asked, f.last = now, last()
	}
	state := ""
	switch {
	case t.Active > 0:
		state = i18n.Count("{{.Count}} active", t.Active)
	case t.Waiting > t.Paused:
		state = i18n.Count("{{.Count}} waiting", t.Waiting-t.Paused)
	case t.Paused > 0:
		state = i18n.Count("{{.Count}} paused", t.Paused)
	}
	if state == f.state.Text() && now.Sub(f.shown) < downloads.RatePeriod {
		return
	}
	f.shown = now
	parts := sums(state != "", t, i18n.LastStart(f.last, now), free)
	if state == f.state.Text() && slices.Equal(parts, f.parts) {
		return // a window at rest is not drawn again
	}
	f.state.SetText(state)
	f.parts = parts
	f.view.Refresh()
}

// sums returns the parts of the line, the most needed first. While downloads wait
// for the rate limit, the start of the last one says more than the time that is left
// of those that are active.
func sums(busy bool, t downloads.Totals, last string, free int64) []string {
	if !busy {
		return []string{lang.L("Download only what you have the right to keep.")}
	}
	var parts []string
	if t.Speed > 0 {
		parts = append(parts, i18n.Speed(t.Speed))
	}
	if last != "" {
		parts = append(parts, last)
	} else if left := i18n.TimeLeft(t.Left); left != "" {
		parts = append(parts, left)
	}
	if free > 0 {
		parts = append(parts, lang.L("{{.Size}} free", i18n.With("Size", i18n.Size(free))))
	}
	return parts
}

func (f *footer) showButtons(t downloads.Totals) {
	switch {
	case t.Active > 0 || t.Waiting > t.Paused:
		f.all.OnTapped = f.pauseAll
		f.all.SetIcon(theme.IconPause)
		f.all.SetText(lang.L("Pause all"))
	default:
		f.all.OnTapped = f.resumeAll
		f.all.SetIcon(theme.IconResume)
		f.all.SetText(lang.L("Resume all"))
	}
	all, finished := t.Active+t.Waiting > 0, t.Finished > 0
	if all != f.all.Visible() || finished != f.clear.Visible() {
		widgets.SetVisible(f.all, all)
		widgets.SetVisible(f.clear, finished)
		f.view.Refresh()
	}
}

// layout gives the buttons their width first. Of the sums, as many are shown as fit.
func (f *footer) layout(s fyne.Size) {
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
	available := right - 16 - theme.Margin
	state := min(available, f.state.Width())
	widgets.Place(f.state, theme.Margin, 0, state, s.Height)
	rest, x := i18n.Join(f.parts...), float32(theme.Margin)
	if state > 0 {
		x += state + 6
	}
	available = max(0, theme.Margin+available-x)
	for n := len(f.parts); n > 1 && widgets.Measure(rest, theme.SizeText, false) > available; n-- {
		rest = i18n.Join(f.parts[:n-1]...) // the last is the least needed
	}
	if state > 0 && rest != "" {
		rest = "· " + rest
	}
	if state > 0 && widgets.Measure(rest, theme.SizeText, false) > available {
		rest = ""
	}
	f.rest.SetText(rest)
	widgets.Place(f.rest, x, 0, available, s.Height)
}
