package gui

import (
	"embed"
	"encoding/json"
	"log/slog"
	"sync"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/language"
)

// translations holds one file a language. A key is the English sentence.
//
//go:embed translations
var translations embed.FS

var loadOnce sync.Once

// loadTranslations makes lang.L and lang.N speak the system's language.
func loadTranslations() {
	loadOnce.Do(func() {
		if err := lang.AddTranslationsFS(translations, "translations"); err != nil {
			slog.Error("translations", "err", err)
		}
		speakEnglish()
	})
}

// speakEnglish lends the English sentences to a language that Hilo does not
// speak. Fyne itself speaks more than Hilo, and would otherwise look in vain
// for every sentence of the window in one of those.
func speakEnglish() {
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

// with is the data of a sentence: pairs of a name and its value.
func with(pairs ...any) map[string]any {
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// count is a sentence with a number in it, in the right plural.
func count(sentence string, n int) string {
	return lang.N(sentence, n, with("Count", n))
}
