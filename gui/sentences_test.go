package gui

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/gui/i18n"
)

// TestCheckUpWords holds that every step and verdict of a check-up is told.
func TestCheckUpWords(t *testing.T) {
	for _, name := range checkup.Steps() {
		if stepNames[name] == "" {
			t.Errorf("step %s has no name", name)
		}
	}
	for _, class := range checkup.Verdicts() {
		f := outcomes[class]
		if f.cause == "" && class != checkup.Fine && class != checkup.Stopped {
			t.Errorf("%s is on nobody's side", class)
		}
	}
	if len(stepNames) != len(checkup.Steps()) || len(outcomes) != len(checkup.Verdicts()) {
		t.Error("there are words for what a check-up does not know")
	}
}

// TestTranslations holds that every language has the same sentences in exactly the
// plural forms that it needs, that each names the same values, that none is left in
// English, and that the code uses all of them and no other.
func TestTranslations(t *testing.T) {
	used := usedSentences(t)
	files, err := filepath.Glob("i18n/translations/*.json")
	if err != nil || len(files) != len(i18n.Languages()) {
		t.Fatal(files, err)
	}
	for _, l := range i18n.Languages() {
		t.Run(l.Tag, func(t *testing.T) { checkTranslation(t, l.Tag, used) })
	}
}

func checkTranslation(t *testing.T, tag string, used map[string]bool) {
	data, err := os.ReadFile("i18n/translations/" + tag + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var said map[string]any
	if err := json.Unmarshal(data, &said); err != nil {
		t.Fatal(err)
	}
	for key := range used {
		if _, ok := said[key]; !ok {
			t.Errorf("lacks %q", key)
		}
	}
	for key := range classKeys() {
		if tag != "en" && said[key] == nil {
			t.Errorf("lacks %q", key)
		}
	}
	want := formsOf(tag)
	for key, value := range said {
		ofClass := classKeys()[key] || strings.HasPrefix(key, "waiting.") && classKeys()["problem."+key[len("waiting."):]]
		if !used[key] && !ofClass {
			t.Errorf("no code uses %q", key)
		}
		forms, plural := value.(map[string]any)
		if !plural {
			forms = map[string]any{"": value}
		} else if got := slices.Sorted(maps.Keys(forms)); !slices.Equal(got, want) {
			t.Errorf("%q has the forms %v, want %v", key, got, want)
		}
		for form, text := range forms {
			s, _ := text.(string)
			if s == "" || strings.TrimSpace(s) != s {
				t.Errorf("%q %s says %q", key, form, s)
			}
			if !ofClass && !sameValues(key, s, form) {
				t.Errorf("%q %s names other values: %q", key, form, s)
			}
			if tag != "en" && s == key && !sameInAll(key) {
				t.Errorf("%q is not translated", key)
			}
		}
	}
}

var namedValues = regexp.MustCompile(`\{\{[^}]*\}\}?`)

// sameValues says whether a sentence names the values that its key names. The form for
// no, one or two things may do without the number.
func sameValues(key, s, form string) bool {
	want, got := namedValues.FindAllString(key, -1), namedValues.FindAllString(s, -1)
	slices.Sort(want)
	slices.Sort(got)
	if slices.Equal(want, got) {
		return true
	}
	few := form == "zero" || form == "one" || form == "two"
	return few && slices.Equal(got, slices.DeleteFunc(want, func(v string) bool { return v == "{{.Count}}" }))
}

// sameInAll says whether a sentence may be the same as in English: it is a name, a
// number, or at most two words, which languages share.
func sameInAll(key string) bool {
	return key == "MP3, 320 kbit/s" || len(strings.Fields(namedValues.ReplaceAllString(key, ""))) <= 2
}

// formsOf returns the plural forms that whole numbers have in a language, by CLDR, and
// "other", which is also what fractions have.
func formsOf(tag string) []string {
	names := map[plural.Form]string{
		plural.Zero: "zero", plural.One: "one", plural.Two: "two",
		plural.Few: "few", plural.Many: "many", plural.Other: "other",
	}
	forms := map[string]bool{"other": true}
	for n := range 1000 {
		forms[names[plural.Cardinal.MatchPlural(language.MustParse(tag), n, 0, 0, 0, 0)]] = true
	}
	return slices.Sorted(maps.Keys(forms))
}

// classKeys are the keys of what is told of problems and verdicts, whose English is
// in tables.
func classKeys() map[string]bool {
	keys := map[string]bool{}
	for _, class := range core.Classes() {
		keys["problem."+string(class)] = true
	}
	for _, class := range checkup.Verdicts() {
		keys["verdict."+string(class)] = true
	}
	for _, class := range []core.Class{core.DiskFull, core.NotWritable} { // see core.Update.NotSaved
		keys["not-saved."+string(class)] = true
	}
	return keys
}

// usedSentences finds every sentence in the code: the arguments of lang.L, Count and
// Key, and the causes of failures.
func usedSentences(t *testing.T) map[string]bool {
	t.Helper()
	used := map[string]bool{}
	files, _ := filepath.Glob("*.go")
	more, _ := filepath.Glob("*/*.go")
	for _, path := range append(files, more...) {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
				of, isName := spec.Type.(*ast.Ident)
				if text, ok := spec.Values[0].(*ast.BasicLit); ok && isName && of.Name == "Cause" {
					s, _ := strconv.Unquote(text.Value)
					used[s] = true
				}
			}
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			name := ""
			switch f := call.Fun.(type) {
			case *ast.SelectorExpr:
				name = f.Sel.Name
			case *ast.Ident:
				name = f.Name
			}
			if text, ok := call.Args[0].(*ast.BasicLit); ok && (name == "L" || name == "Count" || name == "Key") {
				s, _ := strconv.Unquote(text.Value)
				used[s] = true
			}
			return true
		})
	}
	return used
}
