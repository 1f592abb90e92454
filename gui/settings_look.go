package gui

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

var themeChoices = []struct{ name, value string }{
	{i18n.Key("Like the system"), ""},
	{i18n.Key("Light"), "light"},
	{i18n.Key("Dark"), "dark"},
}

// showTheme makes the window light or dark as the preferences say.
func (w *Window) showTheme() {
	w.theme.Variant = nil
	dark, light := fynetheme.VariantDark, fynetheme.VariantLight
	switch w.app.Preferences().String(preferences.Theme) {
	case "dark":
		w.theme.Variant = &dark
	case "light":
		w.theme.Variant = &light
	}
	w.app.Settings().SetTheme(w.theme)
}

func (d settingsDialog) themeChoice() *widget.Select {
	s := widget.NewSelect(nil, nil)
	s.SetSelectedIndex(0)
	for i, c := range themeChoices {
		s.Options = append(s.Options, lang.L(c.name))
		if c.value == d.w.app.Preferences().String(preferences.Theme) {
			s.SetSelectedIndex(i)
		}
	}
	s.OnChanged = func(string) {
		d.w.app.Preferences().SetString(preferences.Theme, themeChoices[max(0, s.SelectedIndex())].value)
		d.w.showTheme()
	}
	return s
}

func (d settingsDialog) notifications(name string) *widgets.Switch {
	return widgets.NewSwitch(name, !d.w.app.Preferences().Bool(preferences.Quiet), func(on bool) {
		d.w.app.Preferences().SetBool(preferences.Quiet, !on)
	})
}

// namePattern is the field for the pattern of names. The first line under it is an
// example, or why the text is no pattern, which is then not kept.
func (d settingsDialog) namePattern() (field, example, words fyne.CanvasObject) {
	entry := widget.NewEntry()
	entry.PlaceHolder = naming.Default
	entry.Text = d.w.settings.Names.Pattern
	under := widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	show := func(text string) bool {
		name, err := naming.Example(text)
		under.SetColor(theme.ColorDim)
		if err != nil {
			under.SetColor(theme.ColorBad)
			under.SetText(patternSentence(err))
		} else {
			under.SetText(lang.L("Example: {{.Name}}", i18n.With("Name", name)))
		}
		under.Refresh()
		return err == nil
	}
	show(entry.Text)
	entry.OnChanged = func(text string) {
		if show(text) {
			d.w.settings.Names.Pattern = strings.TrimSpace(text)
			d.w.save()
		}
	}
	var all []string
	for _, w := range naming.Words() {
		all = append(all, "{"+string(w)+"}")
	}
	return entry, under, widgets.Paragraph(strings.Join(all, " "))
}

func patternSentence(err error) string {
	var e *naming.PatternError
	if !errors.As(err, &e) {
		return err.Error()
	}
	word := i18n.With("Word", e.Word)
	switch e.Reason {
	case naming.UnknownWord:
		return lang.L("Hilo does not know {{.Word}}.", word)
	case naming.Brace:
		return lang.L("A {{.Word}} stands alone: a word is written as {title}.", word)
	case naming.Slash:
		return lang.L("A name cannot contain {{.Word}}.", word)
	case naming.TooLong:
		return lang.L("This pattern is too long.")
	}
	return lang.L("It needs {title}, {number} or {id}: else all names are the same.")
}
