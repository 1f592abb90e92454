package settings

import (
	"cmp"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/theme"
)

// limits are the speed limits that can be chosen, in bytes per second.
var limits = []int64{0, 500e3, 1e6, 2e6, 5e6, 10e6, 20e6, 50e6}

// build returns the rows.
func (d *downloadsSection) build() section {
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

// followHours are the times between two checks of what is followed, in hours.
var followHours = []int{1, 3, 6, 12, 24, 168, -1}

// followRow is how often what is followed is checked.
func (d *downloadsSection) followRow() *row {
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
