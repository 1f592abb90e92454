package settings

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Until the user chooses others, the hours of a schedule are those of an office.
const defaultFrom, defaultTo = 8 * 60, 18 * 60

// Sizes in pixels.
const switchWidth, clockWidth = 40, 76

// scheduleRow chooses the hours in which downloads slow down by themselves.
func (d *downloadsSection) scheduleRow() *row {
	now := d.host.Settings().SlowDown
	if now.From == now.To {
		now.From, now.To = defaultFrom, defaultTo
	}
	name := lang.L("Slow down by itself")
	said := note("")
	hint := lang.L("Downloads leave the network to others in these hours.")
	say := func(good bool) {
		if good {
			d.say(said, hint, widgets.Neutral)
		} else {
			d.say(said, lang.L("Write times like 8:30 or 18:00, and not the same twice."), widgets.Error)
		}
	}
	var from, to *field
	use := func(string) {
		start, ok1 := parseClock(from.Text)
		end, ok2 := parseClock(to.Text)
		good := ok1 && ok2 && start != end
		from.view.SetBad(!ok1 || ok2 && !good)
		to.view.SetBad(!ok2 || ok1 && !good)
		if say(good); good {
			d.setSchedule(func(s *core.SlowDown) { s.From, s.To = start, end })
		}
	}
	from = newClock(d.host.Theme(), now.From, name+", "+lang.L("from"), use)
	to = newClock(d.host.Theme(), now.To, name+", "+lang.L("to"), use)
	until := widgets.NewLabel(lang.L("to"), theme.SizeText, false, theme.ColorDim).Align(fyne.TextAlignCenter)
	enable := func(on bool) {
		for _, f := range []*field{from, to} {
			if on {
				f.Enable()
			} else {
				f.Disable()
			}
		}
	}
	on := widgets.NewSwitch(name, now.Scheduled, func(on bool) {
		d.setSchedule(func(s *core.SlowDown) { s.Scheduled = on })
		enable(on)
	})
	enable(now.Scheduled)
	said.text = hint
	return newRow(name, clocks(from, until, to, on), said)
}

// clocks lays two times and a switch out in a line.
func clocks(from *field, until *widgets.Label, to *field, on *widgets.Switch) fyne.CanvasObject {
	between := until.Width() + 16
	return widgets.Arrange(
		func() fyne.Size {
			return fyne.NewSize(2*clockWidth+between+theme.Gap+switchWidth, theme.ControlHeight)
		},
		func(s fyne.Size) {
			x := s.Width - switchWidth
			widgets.Place(on, x, 0, switchWidth, s.Height)
			x -= theme.Gap + clockWidth
			widgets.Place(to.view, x, 0, clockWidth, s.Height)
			x -= between
			widgets.Place(until, x, 0, between, s.Height)
			x -= clockWidth
			widgets.Place(from.view, x, 0, clockWidth, s.Height)
		}, from.view, until, to.view, on)
}

// setSchedule changes the schedule. What was slowed down by hand before does not count
// any more.
func (d *downloadsSection) setSchedule(set func(*core.SlowDown)) {
	d.set(func(s *core.Settings) {
		if s.SlowDown.From == s.SlowDown.To {
			s.SlowDown.From, s.SlowDown.To = defaultFrom, defaultTo
		}
		s.SlowDown.Manual, s.SlowDown.Since = "", time.Time{}
		set(&s.SlowDown)
	})
}

// clockStep is by how much the keys Up and Down change a time, in minutes.
const clockStep = 15

// newClock returns a field for a time of the day, in minutes after midnight.
func newClock(base fyne.Theme, minute int, about string, changed func(string)) *field {
	f := newField(base, about, clock(minute), "", changed)
	f.onKey = func(k fyne.KeyName) bool {
		now, ok := parseClock(f.Text)
		step := map[fyne.KeyName]int{fyne.KeyUp: clockStep, fyne.KeyDown: -clockStep}[k]
		if !ok || step == 0 {
			return false
		}
		f.SetText(clock((now + step + 24*60) % (24 * 60)))
		return true
	}
	return f
}

// clock writes a time of the day in minutes after midnight as it is typed in a field, in
// every language: with 24 hours.
func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// parseClock reads a time of the day such as "8", "8:30", "08.30", "8h30" or "8:30 pm",
// in minutes after midnight.
func parseClock(text string) (minute int, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	afternoon, half := false, false
	for _, suffix := range []string{"am", "pm", "a.m.", "p.m."} {
		if rest, found := strings.CutSuffix(text, suffix); found {
			text, half, afternoon = strings.TrimSpace(rest), true, suffix[0] == 'p'
			break
		}
	}
	hours, minutes, _ := strings.Cut(strings.NewReplacer(".", ":", "h", ":", "：", ":").Replace(text), ":")
	h, err := strconv.Atoi(hours)
	if err != nil || len(hours) > 2 || h < 0 {
		return 0, false
	}
	m := 0
	if minutes != "" {
		if m, err = strconv.Atoi(minutes); err != nil || len(minutes) != 2 || m < 0 {
			return 0, false
		}
	}
	if half {
		if h < 1 || h > 12 {
			return 0, false
		}
		h %= 12
		if afternoon {
			h += 12
		}
	}
	return h*60 + m, h < 24 && m < 60
}
