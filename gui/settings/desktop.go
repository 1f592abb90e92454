package settings

import (
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/widgets"
)

// desktopRows are what Hilo does with the rest of the desktop. The window and package
// desktop give them effect.
func (d *downloadsSection) desktopRows() []*row {
	all := []*row{
		choiceRow(lang.L("When all is done"), d.preference(preferences.WhenDone, whenDone),
			note(lang.L("It can be stopped for a minute."))).lined(),
		choiceRow(lang.L("Closing the window"), d.preference(preferences.Closing, closing)),
		d.trayRow(),
		d.unless(preferences.Quiet, lang.L("Say when all is done")),
		d.unless(preferences.MaySleep, lang.L("Keep the computer awake meanwhile")),
	}
	if on, can := d.host.Autostart(); can {
		all = append(all, d.autostart(on))
	}
	if d.host.UpdatePage() {
		all = append(all,
			switchRow(lang.L("Check weekly for updates"), d.host.Settings().WeeklyUpdates,
				func(on bool) { d.set(func(s *core.Settings) { s.WeeklyUpdates = on }) }),
			newRow("", widgets.NewButton(widgets.Outlined, lang.L("Look for a newer Hilo"), nil, d.host.LookForUpdates)).under(nil, nil, note(d.host.Updates())))
	}
	return all
}

// trayRow is the switch for the icon in the tray.
func (d *downloadsSection) trayRow() *row {
	later := note("")
	return switchRow(lang.L("Icon in the tray"), !d.host.Preferences().Bool(preferences.NoTray), func(on bool) {
		d.host.Preferences().SetBool(preferences.NoTray, !on)
		sentence := ""
		if !d.host.ShowTray() {
			sentence = lang.L("Counts from the next start.")
		}
		d.say(later, sentence, widgets.Neutral)
	}, later)
}

// autostart is the switch for the start with the system. Where the system refuses, it
// goes back and says so.
func (d *downloadsSection) autostart(on bool) *row {
	refused := note("")
	var s *widgets.Switch
	s = widgets.NewSwitch(lang.L("Start with the system"), on, func(on bool) {
		if err := d.host.SetAutostart(on); err != nil {
			d.host.Log().Warn("start with the system", "err", err)
			s.Set(!on)
			d.say(refused, lang.L("The system did not allow it."), widgets.Error)
			return
		}
		d.say(refused, "", widgets.Neutral)
	})
	return newRow(lang.L("Start with the system"), s, refused)
}
