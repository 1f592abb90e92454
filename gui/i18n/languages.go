package i18n

import (
	"log/slog"

	"github.com/jeandeaual/go-locale"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Language is one that the window can be shown in.
type Language struct {
	Tag         string // BCP 47, and the name of its file of translations
	Name        string // in itself
	RightToLeft bool   // its lines begin at the right
}

// languages are those that have a file of translations. English is first: it is
// what a system in an unknown language gets.
var languages = []Language{
	{Tag: "en", Name: "English"},
	{Tag: "id", Name: "Bahasa Indonesia"},
	{Tag: "de", Name: "Deutsch"},
	{Tag: "es", Name: "Español"},
	{Tag: "fr", Name: "Français"},
	{Tag: "it", Name: "Italiano"},
	{Tag: "pl", Name: "Polski"},
	{Tag: "pt-BR", Name: "Português (Brasil)"},
	{Tag: "tr", Name: "Türkçe"},
	{Tag: "ru", Name: "Русский"},
	{Tag: "uk", Name: "Українська"},
	{Tag: "ar", Name: "العربية", RightToLeft: true},
	{Tag: "hi", Name: "हिन्दी"},
	{Tag: "ja", Name: "日本語"},
	{Tag: "ko", Name: "한국어"},
	{Tag: "zh-Hans", Name: "简体中文"},
}

// Languages returns all languages of the window: English, then those in Latin
// letters, then the others. A menu shows their names as they are.
func Languages() []Language { return append([]Language(nil), languages...) }

// System returns the language that fits best those that the system asks for, and
// English if none does.
func System() Language {
	asked, err := locale.GetLocales()
	if err != nil {
		slog.Warn("languages of the system", "err", err)
	}
	var wanted, spoken []language.Tag
	for _, name := range asked {
		if tag, err := language.Parse(name); err == nil {
			wanted = append(wanted, tag)
		}
	}
	for _, l := range languages {
		spoken = append(spoken, language.MustParse(l.Tag))
	}
	_, i, sure := language.NewMatcher(spoken).Match(wanted...)
	if sure == language.No {
		return languages[0]
	}
	return languages[i]
}

// numbers returns how a language writes numbers: with the digits 0 to 9, which is
// what the window's fonts have in one width, also in Arabic.
func (l Language) numbers() *message.Printer {
	return message.NewPrinter(language.MustParse(l.Tag + "-u-nu-latn"))
}
