package i18n

import (
	"runtime"

	"fyne.io/fyne/v2/lang"
)

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
	return lang.N(sentence, n, With("Count", Number(n)))
}

// Key returns s. It marks a sentence that stands in a table and is given to
// lang.L later, so that the test of the translations finds it.
func Key(s string) string { return s }

// What Fyne's own entries and dialogs say. Fyne is translated to fewer languages, and
// asks lang.L with these.
var _ = []string{
	Key("Undo"), Key("Redo"), Key("Cut"), Key("Copy"), Key("Paste"), Key("Select all"),
}

// Ctrl names the key of shortcuts: Ctrl in the person's language, ⌘ on macOS.
func Ctrl() string {
	if runtime.GOOS == "darwin" {
		return "⌘"
	}
	return lang.L("Ctrl")
}
