package i18n

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// translations holds one file a language. A key is the English sentence.
//
//go:embed translations
var translations embed.FS

// catalog has the sentences of one language.
type catalog struct {
	language Language
	tag      language.Tag
	said     map[string]sentence
	english  map[string]sentence // for what is not translated
	numbers  *message.Printer
}

// sentence is one text, or one for each plural form that the language has.
type sentence struct {
	text  string
	forms map[plural.Form]string // nil without a number
}

var pluralForms = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two,
	"few": plural.Few, "many": plural.Many, "other": plural.Other,
}

// ErrUnknownLanguage is returned by Use for a language without translations.
var ErrUnknownLanguage = errors.New("no translations to this language")

// current is what sentences are looked up in. It is never nil.
var current atomic.Pointer[catalog]

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

// init puts the catalog before Fyne's own translations. Those follow the system and
// cannot be told another language; L, N and X are variables of package lang.
func init() {
	Load()
	fyneL, fyneN, fyneX, fyneXN := lang.L, lang.N, lang.X, lang.XN
	lang.L = func(in string, data ...any) string {
		if s, ok := current.Load().find(in); ok {
			return fill(s.text, data)
		}
		return fyneL(in, data...)
	}
	lang.N = func(in string, n int, data ...any) string {
		if s, ok := current.Load().plural(in, n); ok {
			return fill(s, data)
		}
		return fyneN(in, n, data...)
	}
	lang.X = func(key, fallback string, data ...any) string {
		if s, ok := current.Load().find(key); ok {
			return fill(s.text, data)
		}
		if ownKey(key) {
			return fill(fallback, data)
		}
		return fyneX(key, fallback, data...)
	}
	lang.XN = func(key, fallback string, n int, data ...any) string {
		if s, ok := current.Load().plural(key, n); ok {
			return fill(s, data)
		}
		return fyneXN(key, fallback, n, data...)
	}
}

// ownKey says whether a key is of what Hilo tells about problems, whose English is
// in tables and not in en.json.
func ownKey(key string) bool {
	kind, _, _ := strings.Cut(key, ".")
	switch kind {
	case "problem", "waiting", "verdict", "not-saved":
		return true
	}
	return false
}

// loadCatalog reads the translations to a language.
func loadCatalog(l Language) (*catalog, error) {
	english, err := readSentences("en")
	if err != nil {
		return nil, err
	}
	c := &catalog{language: l, tag: language.MustParse(l.Tag), said: english, english: english, numbers: l.numbers()}
	if l.Tag != "en" {
		c.said, err = readSentences(l.Tag)
	}
	return c, err
}

// readSentences reads the file of a language.
func readSentences(tag string) (map[string]sentence, error) {
	data, err := translations.ReadFile("translations/" + tag + ".json")
	if err != nil {
		return nil, err
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("%s: %w", tag, err)
	}
	all := make(map[string]sentence, len(raw))
	for key, value := range raw {
		var s sentence
		if json.Unmarshal(value, &s.text) != nil {
			var named map[string]string
			if err := json.Unmarshal(value, &named); err != nil {
				return nil, fmt.Errorf("%s: %q: %w", tag, key, err)
			}
			s.forms = make(map[plural.Form]string, len(named))
			for name, text := range named {
				s.forms[pluralForms[name]] = text
			}
			s.text = named["other"]
		}
		all[key] = s
	}
	return all, nil
}

// find returns a sentence in the language, else in English.
func (c *catalog) find(key string) (sentence, bool) {
	s, ok := c.said[key]
	if !ok {
		s, ok = c.english[key]
	}
	return s, ok
}

// plural returns the text of a sentence for a number.
func (c *catalog) plural(key string, n int) (string, bool) {
	s, ok := c.said[key]
	tag := c.tag
	if !ok {
		s, ok = c.english[key]
		tag = language.English
	}
	if text, has := s.forms[pluralForm(tag, n)]; has {
		return text, true
	}
	return s.text, ok
}

// pluralForm returns the CLDR form of a whole number.
func pluralForm(tag language.Tag, n int) plural.Form {
	// Of large numbers, the last six digits and whether there are more decide; the
	// package takes at most seven.
	if n = max(n, -n); n >= 10_000_000 {
		n = 1_000_000 + n%1_000_000
	}
	return plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)
}

// fill puts the values where the sentence names them as {{.Name}}.
func fill(s string, data []any) string {
	if len(data) == 0 || !strings.Contains(s, "{{") {
		return s
	}
	values, _ := data[0].(map[string]any)
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "{{.")
		b.WriteString(before)
		name, after, closed := strings.Cut(rest, "}}")
		if !found || !closed {
			return b.String()
		}
		if v, ok := values[name]; ok {
			fmt.Fprint(&b, v)
		}
		s = after
	}
}
