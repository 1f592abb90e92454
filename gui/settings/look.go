package settings

import (
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// look is the section on how the window looks, and what is to be said of Hilo.
func (d *Dialog) look() section {
	return section{title: lang.L("Look and language"), icon: theme.IconLetters, rows: []*row{
		choiceRow(lang.L("Theme"), d.themeChoice()),
		d.languageRow(),
		d.about().lined(),
	}}
}

var themes = []value{
	{i18n.Key("Like the system"), ""},
	{i18n.Key("Light"), "light"},
	{i18n.Key("Dark"), "dark"},
}

func (d *Dialog) themeChoice() *choice {
	c := d.preference(preferences.Theme, themes)
	keep := c.changed
	c.changed = func(i int) {
		keep(i)
		d.host.ShowLook()
	}
	return c
}

// languageRow has the languages by their own names. What is under it says when this
// computer has no letters for the one in use.
func (d *Dialog) languageRow() *row {
	names, chosen := []string{lang.L("Like the system")}, 0
	all := i18n.Languages()
	for i, l := range all {
		names = append(names, l.Name)
		if l.Tag == d.host.Preferences().String(preferences.Language) {
			chosen = i + 1
		}
	}
	missing := note("")
	r := choiceRow(lang.L("Language"), newChoice(names, chosen, func(i int) {
		tag := ""
		if i > 0 {
			tag = all[i-1].Tag
		}
		d.host.SetLanguage(tag)
	}), note(lang.L("Changes at once.")), missing)
	for _, l := range all {
		r.find(l.Tag)
	}
	now := i18n.InUse()
	d.host.Go(func() {
		pkg, lacks := i18n.FontMissing(now.Tag)
		if lacks {
			d.host.Later(func() { d.say(missing, fontSentence(now.Name, pkg), widgets.Warning) })
		}
	})
	return r
}

// fontSentence says what to install. It is in English, because the letters of the
// language in use are those that are missing.
func fontSentence(language, pkg string) string {
	if pkg == "" {
		return "No font of this computer has the letters of this language (" + language + ")."
	}
	return "No font of this computer has the letters of this language. Install the package " + pkg + "."
}

// about says what Hilo is, and leads to the check-up.
func (d *Dialog) about() *row {
	help := widgets.NewButton(widgets.Outlined, lang.L("Why isn't it working?"), nil, d.host.CheckUp)
	return newRow("Hilo "+d.host.Version(), help).under(nil, nil,
		note(lang.L("Free software under the MIT licence. It talks to no one but YouTube and keeps nothing about you.")),
		note(lang.L("You are responsible for what you download: keep only what you have the right to keep.")),
		note(lang.L("Hilo never gets around logins, payment or age checks.")))
}
