package gui

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/preferences"
)

// loadLanguage makes the sentences come in the language of the preferences.
func (w *Window) loadLanguage() {
	if err := i18n.Use(w.app.Preferences().String(preferences.Language)); err != nil {
		w.opts.Log.Warn("language", "err", err)
		i18n.Load()
	}
}

// showTheme makes the window light or dark, as large, and as still, as the preferences
// say.
func (w *Window) showTheme() {
	w.theme.Variant = nil
	dark, light := fynetheme.VariantDark, fynetheme.VariantLight
	switch w.app.Preferences().String(preferences.Theme) {
	case "dark":
		w.theme.Variant = &dark
	case "light":
		w.theme.Variant = &light
	}
	showMovement(w.app)
	if err := w.textSize.apply(w.app.Preferences()); err != nil {
		w.opts.Log.Warn("text size", "err", err)
	}
	w.app.Settings().SetTheme(w.theme)
}

// viewOf returns how the list is shown as the preferences say.
func viewOf(p fyne.Preferences) downloads.View {
	return downloads.View{Sorted: downloads.Order(p.Int(preferences.Order)), Compact: p.Bool(preferences.Compact)}
}

// saveView keeps how the list is shown.
func saveView(p fyne.Preferences, v downloads.View) {
	p.SetInt(preferences.Order, int(v.Sorted))
	p.SetBool(preferences.Compact, v.Compact)
}
