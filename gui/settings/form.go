package settings

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// form is what the sections of a dialog use: they read and change settings through its
// Host.
type form struct {
	host    Host
	ctx     context.Context // ends with the dialog
	width   func() float32  // of the rows in pixels
	refresh func()          // lays out what is shown after a text in it changed
}

// change changes the settings of the queue.
func (d *form) change(set func(*core.Settings)) error {
	s := d.host.Settings()
	set(&s)
	return d.host.SetSettings(s)
}

// set is change for a setting that is within its range: the window tells of an error.
func (d *form) set(set func(*core.Settings)) { _ = d.change(set) }

// preference chooses one of the values of a preference.
func (d *form) preference(key string, all []value) *choice {
	var names []string
	chosen := 0
	for i, v := range all {
		names = append(names, lang.L(v.name))
		if v.value == d.host.Preferences().String(key) {
			chosen = i
		}
	}
	return newChoice(names, chosen, func(i int) { d.host.Preferences().SetString(key, all[i].value) })
}

// unless is the switch for what is done unless a preference forbids it.
func (d *form) unless(key, name string) *row {
	return switchRow(name, !d.host.Preferences().Bool(key), func(on bool) { d.host.Preferences().SetBool(key, !on) })
}

// say shows a sentence in a note.
func (d *form) say(p *paragraph, s string, t widgets.Tone) {
	p.text = i18n.Plain(s)
	p.color = theme.ColorDim
	switch t {
	case widgets.Success:
		p.color = theme.ColorOK
	case widgets.Warning:
		p.color = theme.ColorWarn
	case widgets.Error:
		p.color = theme.ColorBad
	}
	d.refresh()
}

// downloadsSection is the section on when and how fast downloads run, and what Hilo does
// meanwhile.
type downloadsSection struct {
	*form
}

// formatsSection is the section on what is made of a video.
type formatsSection struct {
	*form
}

// lookSection is the section on how the window looks, and what is to be said of Hilo.
type lookSection struct {
	*form
}
