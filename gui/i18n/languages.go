package i18n

import (
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"

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

// ErrUnknownLanguage is returned by Use for a language without translations.
var ErrUnknownLanguage = errors.New("no translations to this language")

// current is what sentences are looked up in. It is never nil.
var current atomic.Pointer[catalog]

// Languages returns all languages of the window: English, then those in Latin
// letters, then the others. A menu shows their names as they are.
func Languages() []Language { return append([]Language(nil), languages...) }

// InUse returns the language in which sentences are returned now.
func InUse() Language { return current.Load().language }

// Load makes sentences come in the language of the system, or in English if there
// are no translations to it. Call it before the first sentence is asked for.
func Load() {
	if err := Use(""); err != nil {
		slog.Error("translations", "err", err)
	}
}

// Use makes sentences come in a language from now on; "" is that of the system.
// What is shown already does not change by itself. It returns ErrUnknownLanguage,
// and changes nothing, for a tag that is not one of Languages.
func Use(tag string) error {
	if tag == "" {
		tag = System().Tag
	}
	for _, l := range languages {
		if l.Tag != tag {
			continue
		}
		c, err := loadCatalog(l)
		if err == nil {
			current.Store(c)
		}
		return err
	}
	return fmt.Errorf("%q: %w", tag, ErrUnknownLanguage)
}

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
