package gui

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
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

// TestTranslations holds that every language has the same sentences, that
// each names the same values, and that the code uses all of them and no other.
func TestTranslations(t *testing.T) {
	used := usedSentences(t)
	files, err := filepath.Glob("i18n/translations/*.json")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	names := regexp.MustCompile(`\{\{\.\w+\}\}`)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var said map[string]any
		if err := json.Unmarshal(data, &said); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if !strings.HasSuffix(file, "en.json") {
			for key := range classKeys() {
				if said[key] == nil || said[key] == "" {
					t.Errorf("%s lacks %q", file, key)
				}
			}
		}
		for key := range used {
			if _, ok := said[key]; !ok {
				t.Errorf("%s lacks %q", file, key)
			}
		}
		for key, value := range said {
			if classKeys()[key] || strings.HasPrefix(key, "waiting.") && classKeys()["problem."+key[len("waiting."):]] {
				continue
			}
			if !used[key] {
				t.Errorf("%s: no code uses %q", file, key)
			}
			forms, plural := value.(map[string]any)
			if !plural {
				forms = map[string]any{"": value}
			} else if forms["one"] == nil || forms["other"] == nil {
				t.Errorf("%s: %q needs one and other", file, key)
			}
			want := names.FindAllString(key, -1)
			slices.Sort(want)
			for form, text := range forms {
				s, _ := text.(string)
				got := names.FindAllString(s, -1)
				slices.Sort(got)
				if s == "" || !slices.Equal(got, want) {
					t.Errorf("%s: %q %s says %q", file, key, form, s)
				}
			}
		}
	}
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
