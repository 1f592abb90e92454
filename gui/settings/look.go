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

// build returns the rows.
func (d *lookSection) build() section {
	return section{title: lang.L("Look and language"), icon: theme.IconLetters, rows: []*row{
		d.themeRow(),
		d.languageRow(),
		d.textSizeRow(),
		d.rowsRow(),
		d.stillRow(),
		d.exchangeRow().lined(),
		d.about().lined(),
	}}
}

// themeRow has a picture of each theme.
func (d *lookSection) themeRow() *row {
	var names []string
	chosen := 0
	for i, v := range themes {
		names = append(names, lang.L(v.name))
		if v.value == d.host.Preferences().String(preferences.Theme) {
			chosen = i
		}
	}
	pictures := newThemePictures(names, chosen, func(i int) {
		d.host.Preferences().SetString(preferences.Theme, themes[i].value)
		d.host.ShowLook()
	})
	view := widgets.Arrange(pictures.MinSize, func(s fyne.Size) {
		widgets.Place(pictures, widgets.DialogInset, 0, s.Width-widgets.DialogInset, s.Height)
	}, pictures)
	r := newRow("", nil).under(view, func(float32) float32 { return themeHeight }).find(lang.L("Theme"))
	for _, n := range names {
		r.find(n)
	}
	r.flat = true
	return r
}

// rowsRow chooses how high the rows of the list are.
func (d *lookSection) rowsRow() *row {
	name := lang.L("Rows of the list")
	keep := func(compact bool) {
		d.host.Preferences().SetBool(preferences.Compact, compact)
		d.host.ShowLook()
	}
	var roomy, compact *widgets.Button
	show := func() {
		on := d.host.Preferences().Bool(preferences.Compact)
		roomy.SetChosen(!on)
		compact.SetChosen(on)
	}
	roomy = widgets.NewButton(widgets.Segment, lang.L("Roomy"), theme.IconRoomy, func() { keep(false); show() })
	compact = widgets.NewButton(widgets.Segment, lang.L("Compact"), theme.IconCompact, func() { keep(true); show() })
	roomy.About, compact.About = name, name
	show()
	frame := widgets.NewPanel(theme.ColorCard, theme.ColorLine, theme.Radius)
	both := widgets.Arrange(
		func() fyne.Size {
			return fyne.NewSize(roomy.MinSize().Width+compact.MinSize().Width+6, theme.ControlHeight)
		},
		func(s fyne.Size) {
			first := roomy.MinSize().Width
			widgets.Place(frame, 0, 0, s.Width, s.Height)
			widgets.Place(roomy, 3, 0, first, s.Height)
			widgets.Place(compact, 3+first, 0, s.Width-6-first, s.Height)
		}, frame, roomy, compact)
	return newRow(name, both).find(roomy.Label() + " " + compact.Label())
}

// stillRow is the switch for less movement.
func (d *lookSection) stillRow() *row {
	return switchRow(lang.L("Less movement"), d.host.Preferences().Bool(preferences.Still), func(on bool) {
		d.host.Preferences().SetBool(preferences.Still, on)
		d.host.ShowLook()
	}, note(lang.L("Bars jump once a second instead of gliding, and nothing blinks.")))
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

// textSizeRow chooses the size of everything in the window, with a slider between two
// buttons.
func (d *lookSection) textSizeRow() *row {
	name := lang.L("Text size")
	size := widgets.NewLabel("", theme.SizeText, false, theme.ColorText).Align(fyne.TextAlignTrailing)
	line := newSlider(name, textSizes, cmp.Or(d.host.Preferences().Int(preferences.TextSize), 100))
	minus := widgets.NewIconButton(name+" −", theme.IconMinus, d.host.Tooltip(), func() { line.step(-1) })
	plus := widgets.NewIconButton(name+" +", theme.IconPlus, d.host.Tooltip(), func() { line.step(1) })
	line.shown = func() {
		size.SetText(lang.L("{{.N}}%", i18n.With("N", line.value())))
		widgets.SetEnabled(minus, line.at > 0)
		widgets.SetEnabled(plus, line.at < len(textSizes)-1)
	}
	line.chosen = func() {
		d.host.Preferences().SetInt(preferences.TextSize, line.value())
		d.host.ShowLook()
	}
	line.shown()
	const number, side = 48, theme.ControlHeight
	return newRow(name, widgets.Arrange(
		func() fyne.Size { return fyne.NewSize(sliderWidth+2*side+number, side) },
		func(fyne.Size) {
			widgets.Place(minus, 0, 0, side, side)
			widgets.Place(line, side, 0, sliderWidth, side)
			widgets.Place(plus, side+sliderWidth, 0, side, side)
			widgets.Place(size, 2*side+sliderWidth, 0, number, side)
		}, minus, line, plus, size), note(lang.L("Of everything in the window.")))
}

// about says what Hilo is, and leads to the check-up.
func (d *lookSection) about() *row {
	help := widgets.NewButton(widgets.Outlined, lang.L("Why isn't it working?"), nil, d.host.CheckUp)
	return newRow("Hilo "+d.host.Version(), help).under(nil, nil,
		note(d.host.Privacy()),
		note(lang.L("You are responsible for what you download: keep only what you have the right to keep.")),
		note(lang.L("Hilo never gets around logins, payment or age checks.")))
}
