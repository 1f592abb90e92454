package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// languageChoice has the languages by their own names. What is under it says when this
// computer has no letters for the one in use.
func (d settingsDialog) languageChoice() (choice, missing fyne.CanvasObject) {
	s := widget.NewSelect([]string{lang.L("Like the system")}, nil)
	s.SetSelectedIndex(0)
	all := i18n.Languages()
	for i, l := range all {
		s.Options = append(s.Options, l.Name)
		if l.Tag == d.w.app.Preferences().String(preferences.Language) {
			s.SetSelectedIndex(i + 1)
		}
	}
	s.OnChanged = func(string) {
		tag := ""
		if i := s.SelectedIndex(); i > 0 {
			tag = all[i-1].Tag
		}
		if tag != d.w.app.Preferences().String(preferences.Language) {
			d.w.dialogs.setLanguage(tag)
		}
	}
	under := widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorWarn)
	under.Hide()
	now := i18n.InUse()
	d.w.background.Go(func() {
		pkg, lacks := i18n.FontMissing(now.Tag)
		if !lacks {
			return
		}
		d.w.background.Later(func() {
			under.SetText(fontSentence(now.Name, pkg))
			under.Show()
		})
	})
	return s, under
}

// fontSentence says what to install. It is in English, because the letters of the
// language in use are those that are missing.
func fontSentence(language, pkg string) string {
	if pkg == "" {
		return "No font of this computer has the letters of this language (" + language + ")."
	}
	return "No font of this computer has the letters of this language. Install the package " + pkg + "."
}
