package settings

import (
	"cmp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// lookSection is the section on how the window looks, and what is to be said of Hilo.
type lookSection struct {
	*form
}

// build returns the rows.
func (d *lookSection) build() section {
	return section{title: lang.L("Look and language"), icon: theme.IconLetters, rows: []*row{
		choiceRow(lang.L("Theme"), d.themeChoice()),
		d.languageRow(),
		d.textSizeRow(),
		d.exchangeRow().lined(),
		d.about().lined(),
	}}
}

func (d *lookSection) themeChoice() *choice {
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
func (d *lookSection) languageRow() *row {
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

// textSizeRow chooses the size of everything in the window.
func (d *lookSection) textSizeRow() *row {
	now := cmp.Or(d.host.Preferences().Int(preferences.TextSize), 100)
	at := 0
	for i, s := range textSizes {
		if s <= now {
			at = i
		}
	}
	size := widgets.NewLabel("", theme.SizeText, true, theme.ColorText).Align(fyne.TextAlignCenter)
	name := lang.L("Text size")
	minus := widgets.NewIconButton(name+" −", theme.IconMinus, d.host.Tooltip(), nil)
	plus := widgets.NewIconButton(name+" +", theme.IconPlus, d.host.Tooltip(), nil)
	show := func() {
		size.SetText(lang.L("{{.N}}%", i18n.With("N", textSizes[at])))
		widgets.SetEnabled(minus, at > 0)
		widgets.SetEnabled(plus, at < len(textSizes)-1)
	}
	step := func(by int) func() {
		return func() {
			at += by
			show()
			d.host.Preferences().SetInt(preferences.TextSize, textSizes[at])
			d.host.ShowLook()
		}
	}
	minus.OnTapped, plus.OnTapped = step(-1), step(1)
	show()
	const middle = 64
	return newRow(name, widgets.Arrange(
		func() fyne.Size { return fyne.NewSize(middle+2*theme.ControlHeight, theme.ControlHeight) },
		func(fyne.Size) {
			widgets.Place(minus, 0, 0, theme.ControlHeight, theme.ControlHeight)
			widgets.Place(size, theme.ControlHeight, 0, middle, theme.ControlHeight)
			widgets.Place(plus, theme.ControlHeight+middle, 0, theme.ControlHeight, theme.ControlHeight)
		}, minus, size, plus), note(lang.L("Of everything in the window.")))
}

// about says what Hilo is, and leads to the check-up.
func (d *lookSection) about() *row {
	help := widgets.NewButton(widgets.Outlined, lang.L("Why isn't it working?"), nil, d.host.CheckUp)
	return newRow("Hilo "+d.host.Version(), help).under(nil, nil,
		note(d.host.Privacy()),
		note(lang.L("You are responsible for what you download: keep only what you have the right to keep.")),
		note(lang.L("Hilo never gets around logins, payment or age checks.")))
}
