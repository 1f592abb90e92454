package i18n

import (
	"embed"
	"encoding/json"
	"log/slog"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/language"
)

// translations holds one file a language. A key is the English sentence.
//
//go:embed translations
var translations embed.FS

// Load makes lang.L and lang.N of Fyne return sentences in the
// language of the system, or in English if Hilo has no translation to it. Call it
// before the first sentence is asked for, and again when the language changed.
func Load() {
	if err := lang.AddTranslationsFS(translations, "translations"); err != nil {
		slog.Error("translations", "err", err)
	}
	addEnglish()
}

// addEnglish adds the English sentences under the language of the system if Hilo
// has no translation to it. Fyne is translated to more languages than Hilo, and
// in one of those it would not fall back to English.
func addEnglish() {
	locale := lang.SystemLocale()
	tag, err := language.Parse(locale.LanguageString())
	if err != nil {
		return
	}
	_, _, sure := language.NewMatcher([]language.Tag{language.English, language.Spanish}).Match(tag)
	if sure > language.No {
		return
	}
	data, err := translations.ReadFile("translations/en.json")
	if err != nil {
		return
	}
	var all map[string]any
	if json.Unmarshal(data, &all) != nil {
		return
	}
	for _, v := range all {
		if forms, ok := v.(map[string]any); ok {
			for _, form := range []string{"zero", "two", "few", "many"} {
				forms[form] = forms["other"]
			}
		}
	}
	if data, err = json.Marshal(all); err == nil {
		err = lang.AddTranslationsForLocale(data, locale)
	}
	if err != nil {
		slog.Error("translations", "err", err)
	}
}

// With returns the values that a sentence names: pairs of a name and its value.
func With(pairs ...any) map[string]any {
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// Count returns a sentence with a number in it, in the plural that the language
// has for that number. The sentence calls the number {{.Count}}.
func Count(sentence string, n int) string {
	return lang.N(sentence, n, With("Count", n))
}

// Key returns s. It marks a sentence that stands in a table and is given to
// lang.L later, so that the test of the translations finds it.
func Key(s string) string { return s }
