package settings

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/widgets"
)

// exchangeRow imports all settings from a file, exports them, and resets them.
func (d *lookSection) exchangeRow() *row {
	said := note("")
	buttons := widgets.NewWrap(d.width)
	var ask, all []fyne.CanvasObject
	show := func(o []fyne.CanvasObject, s string) {
		buttons.SetItems(o)
		d.say(said, s, widgets.Warning)
		d.host.Canvas().Focus(o[len(o)-1].(fyne.Focusable))
	}
	all = []fyne.CanvasObject{
		widgets.NewButton(widgets.Outlined, lang.L("Import…"), nil, func() { d.importFile(said) }),
		widgets.NewButton(widgets.Outlined, lang.L("Export…"), nil, func() { d.exportFile(said) }),
		widgets.NewButton(widgets.Outlined, lang.L("Reset…"), nil, func() {
			show(ask, lang.L("All settings become what they were at first, except the folders. Downloads, history and what you follow stay."))
		}),
	}
	ask = []fyne.CanvasObject{
		widgets.NewButton(widgets.Outlined, lang.L("Reset all settings"), nil, func() { d.reset(said) }),
		widgets.NewButton(widgets.Outlined, lang.L("Cancel"), nil, func() { show(all, "") }),
	}
	buttons.Items = all
	r := newRow(lang.L("All settings"), nil).beside(buttons).find(lang.L("Import…") + lang.L("Export…") + lang.L("Reset…"))
	r.after = []*paragraph{said}
	return r
}

// reset makes all settings what they were at the first start, except the folders.
func (d *lookSection) reset(said *paragraph) {
	now := d.host.Settings()
	s := core.DefaultSettings(now.Dir)
	s.AudioDir = now.AudioDir
	if err := d.host.SetSettings(s); err != nil {
		d.host.Log().Warn("reset of settings", "err", err)
		d.say(said, lang.L("This choice could not be kept."), widgets.Error)
		return
	}
	p := d.host.Preferences()
	for _, key := range preferences.Settings() {
		p.RemoveValue(key)
	}
	d.showAnew()
}

// showAnew shows the window and the dialog as the preferences say, after many of them
// were changed.
func (d *lookSection) showAnew() {
	d.host.ShowLook()
	d.host.ShowTray()
	d.host.SetLanguage(d.host.Preferences().String(preferences.Language))
}

// importFile takes over the settings of a file, all of them or none.
func (d *lookSection) importFile(said *paragraph) {
	d.host.AskFile(lang.L("Settings"), func(path string) {
		now := d.host.Settings()
		go func() { // a disk on the network may never answer
			s, l, err := read(path, now)
			d.host.Later(func() {
				if d.ctx.Err() != nil {
					return // the person has gone on to something else
				}
				if err == nil {
					err = d.host.SetSettings(s)
				}
				if err != nil {
					d.host.Log().Warn("import of settings", "err", err)
					d.say(said, lang.L("This is no file of Hilo's settings. Nothing was changed."), widgets.Error)
					return
				}
				l.keep(d.host.Preferences())
				d.showAnew()
			})
		}()
	}, "*.json")
}

// exportFile writes the settings into a new file.
func (d *lookSection) exportFile(said *paragraph) {
	d.host.AskFolder(lang.L("Save the file in"), d.host.Settings().Dir, func(dir string) {
		data, err := encode(d.host.Settings(), d.host.Preferences())
		if err != nil {
			d.host.Log().Error("export of settings", "err", err)
			return
		}
		day := time.Now().Format(time.DateOnly)
		go func() {
			path, err := write(dir, day, data)
			d.host.Later(func() {
				if err != nil {
					d.host.Log().Error("export of settings", "err", err)
					d.say(said, lang.L("The file could not be written."), widgets.Error)
					return
				}
				d.say(said, lang.L("Saved: {{.Name}}", i18n.With("Name", path)), widgets.Success)
			})
		}()
	})
}
