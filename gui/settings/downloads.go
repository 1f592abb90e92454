package settings

import (
	"cmp"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// limits are the speed limits that can be chosen, in bytes per second.
var limits = []int64{0, 500e3, 1e6, 2e6, 5e6, 10e6, 20e6, 50e6}

// downloads is the section on when and how fast downloads run, and what Hilo does
// meanwhile.
func (d *form) downloads() section {
	all := []*row{
		choiceRow(lang.L("Downloads at a time"), numbers(d.host.Settings().Parallel,
			func(n int) { d.set(func(s *core.Settings) { s.Parallel = n }) })),
		choiceRow(lang.L("Speed limit"), speeds(limits, d.host.Settings().Limit,
			func(l int64) { d.set(func(s *core.Settings) { s.Limit = l }) })),
		choiceRow(lang.L("“Slow down” means"), speeds(limits[1:], d.host.Settings().SlowDown.Speed(),
			func(l int64) { d.set(func(s *core.Settings) { s.SlowDown.Limit = l }) })),
		d.scheduleRow(),
		choiceRow(lang.L("Link of a video in a list"), d.preference(preferences.ListOfVideo, listOfVideo)),
		d.followRow(),
	}
	all = append(all, d.desktopRows()...)
	return section{title: lang.L("Downloads"), icon: theme.IconDownload, rows: all, more: d.advancedRows()}
}

// Until the user chooses others, the hours of a schedule are those of an office.
const defaultFrom, defaultTo = 8 * 60, 18 * 60

// scheduleRow chooses the hours in which downloads slow down by themselves.
func (d *form) scheduleRow() *row {
	now := d.host.Settings().SlowDown
	if now.From == now.To {
		now.From, now.To = defaultFrom, defaultTo
	}
	name := lang.L("Slow down by itself")
	from := hours(now.From, func(minute int) { d.setSchedule(func(s *core.SlowDown) { s.From = minute }) })
	to := hours(now.To, func(minute int) { d.setSchedule(func(s *core.SlowDown) { s.To = minute }) })
	from.About, to.About = name+", "+lang.L("from"), name+", "+lang.L("to")
	until := widgets.NewLabel(lang.L("to"), theme.SizeText, false, theme.ColorDim).Align(fyne.TextAlignCenter)
	use := widgets.NewSwitch(name, now.Scheduled, func(on bool) {
		d.setSchedule(func(s *core.SlowDown) { s.Scheduled = on })
		widgets.SetEnabled(from.Button, on)
		widgets.SetEnabled(to.Button, on)
	})
	widgets.SetEnabled(from.Button, now.Scheduled)
	widgets.SetEnabled(to.Button, now.Scheduled)
	const switchWidth, hourWidth = 40, 84
	between := until.Width() + 16
	all := widgets.Arrange(
		func() fyne.Size { return fyne.NewSize(2*hourWidth+between+theme.Gap+switchWidth, theme.ControlHeight) },
		func(s fyne.Size) {
			x := s.Width - switchWidth
			widgets.Place(use, x, 0, switchWidth, s.Height)
			x -= theme.Gap + hourWidth
			widgets.Place(to.Button, x, 0, hourWidth, s.Height)
			x -= between
			widgets.Place(until, x, 0, between, s.Height)
			x -= hourWidth
			widgets.Place(from.Button, x, 0, hourWidth, s.Height)
		}, from.Button, until, to.Button, use)
	return newRow(name, all, note(lang.L("Downloads leave the network to others in these hours.")))
}

// setSchedule changes the schedule. What was slowed down by hand before does not count
// any more.
func (d *form) setSchedule(set func(*core.SlowDown)) {
	d.set(func(s *core.Settings) {
		if s.SlowDown.From == s.SlowDown.To {
			s.SlowDown.From, s.SlowDown.To = defaultFrom, defaultTo
		}
		s.SlowDown.Manual, s.SlowDown.Since = "", time.Time{}
		set(&s.SlowDown)
	})
}

// hours chooses an hour of the day, in minutes after midnight.
func hours(now int, set func(minute int)) *choice {
	var names []string
	for h := range 24 {
		names = append(names, i18n.TimeOfDay(time.Date(2026, time.November, 23, h, 0, 0, 0, time.Local)))
	}
	return newChoice(names, now/60, func(i int) { set(i * 60) })
}

// followHours are the times between two checks of what is followed, in hours.
var followHours = []int{1, 3, 6, 12, 24, 168, -1}

// followRow is how often what is followed is checked.
func (d *form) followRow() *row {
	now := cmp.Or(d.host.Settings().FollowHours, int(follow.DefaultEvery.Hours()))
	var names []string
	chosen := 0
	for i, hours := range followHours {
		name := i18n.Count("Every {{.Count}} hours", hours)
		switch hours {
		case -1:
			name = lang.L("Only by hand")
		case 24:
			name = lang.L("Every day")
		case 168:
			name = lang.L("Every week")
		}
		names = append(names, name)
		if hours <= now && hours > 0 || hours == now {
			chosen = i
		}
	}
	return choiceRow(lang.L("Look for new videos"), newChoice(names, chosen, func(i int) {
		d.set(func(s *core.Settings) { s.FollowHours = followHours[i] })
	}), note(lang.L("Of the playlists and channels that you follow.")))
}

// speeds chooses one of some speeds in bytes per second, of which 0 is no limit. A speed
// that is none of them is shown as the next lower one.
func speeds(all []int64, now int64, set func(int64)) *choice {
	var names []string
	chosen := 0
	for i, l := range all {
		name := lang.L("No limit")
		if l > 0 {
			name = i18n.Speed(l)
		}
		names = append(names, name)
		if l <= now {
			chosen = i
		}
	}
	return newChoice(names, chosen, func(i int) { set(all[i]) })
}
