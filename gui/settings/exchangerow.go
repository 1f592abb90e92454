package settings

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/widgets"
)

// exchangeRow imports all settings from a file, and exports them.
func (d *lookSection) exchangeRow() *row {
	said := note("")
	buttons := widgets.NewWrap(d.width)
	buttons.Items = []fyne.CanvasObject{
		widgets.NewButton(widgets.Outlined, lang.L("Import…"), nil, func() { d.importFile(said) }),
		widgets.NewButton(widgets.Outlined, lang.L("Export…"), nil, func() { d.exportFile(said) }),
	}
	return newRow(lang.L("All settings"), nil, said).beside(buttons).find(lang.L("Import…") + lang.L("Export…"))
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
				d.host.ShowLook()
				d.host.SetLanguage(d.host.Preferences().String(preferences.Language)) // shows everything anew
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
