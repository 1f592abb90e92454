package settings

import (
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/theme"
)

// limits are the speed limits that can be chosen, in bytes per second.
var limits = []int64{0, 500e3, 1e6, 2e6, 5e6, 10e6, 20e6, 50e6}

// downloads is the section on when and how fast downloads run.
func (d *Dialog) downloads() section {
	return section{title: lang.L("Downloads"), icon: theme.IconDownload, rows: []*row{
		choiceRow(lang.L("Downloads at a time"), numbers(d.host.Settings().Parallel,
			func(n int) { d.set(func(s *core.Settings) { s.Parallel = n }) })),
		choiceRow(lang.L("Speed limit"), speeds(limits, d.host.Settings().Limit,
			func(l int64) { d.set(func(s *core.Settings) { s.Limit = l }) })),
		switchRow(lang.L("Say when all is done"), !d.host.Preferences().Bool(preferences.Quiet),
			func(on bool) { d.host.Preferences().SetBool(preferences.Quiet, !on) }).lined(),
	}}
}

// numbers chooses a number from 1 to 8.
func numbers(now int, set func(int)) *choice {
	var names []string
	for i := 1; i <= 8; i++ {
		names = append(names, i18n.Number(i))
	}
	return newChoice(names, now-1, func(i int) { set(i + 1) })
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
