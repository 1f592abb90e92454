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
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
)

// TestFailures holds that every class of problem has a sentence.
func TestFailures(t *testing.T) {
	speak(t, english)
	for _, class := range core.Classes() {
		f, ok := failures[class]
		if !ok || f.Sentence == "" || f.Cause == "" {
			t.Errorf("%s has no sentence, or is on nobody's side", class)
		}
	}
	if f := Explain(nil); f.Sentence == "" || f.Remedy != RemedyRetry {
		t.Errorf("no problem at all: %+v", f)
	}
	if f := Explain(&core.Problem{Class: "new-class"}); f.Sentence != failures[core.Unknown].Sentence {
		t.Errorf("a class of a newer core: %+v", f)
	}
}

// TestPauses holds that every class that is waited for has a sentence.
func TestPauses(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../core/wrong.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	classes := constants(t, "../core/problem.go", "Class")
	found := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Names[0].Name != "paces" {
			return true
		}
		for _, e := range spec.Values[0].(*ast.CompositeLit).Elts {
			found++
			name := e.(*ast.KeyValueExpr).Key.(*ast.Ident).Name
			if waitReasons[core.Class(classes[name])] == "" {
				t.Errorf("%s is waited for without a word", name)
			}
		}
		return false
	})
	if found < 3 {
		t.Errorf("found only %d classes that are waited for", found)
	}
}

// TestCheckUpWords holds that every step and verdict of a check-up is told.
func TestCheckUpWords(t *testing.T) {
	for _, name := range checkup.Steps() {
		if stepNames[name] == "" {
			t.Errorf("step %s has no name", name)
		}
	}
	for _, class := range checkup.Verdicts() {
		f := verdicts[class]
		if f.Sentence == "" || f.Cause == "" && class != checkup.Fine && class != checkup.Stopped {
			t.Errorf("%s has no sentence, or is on nobody's side", class)
		}
	}
	if len(stepNames) != len(checkup.Steps()) || len(verdicts) != len(checkup.Verdicts()) {
		t.Error("there are words for what a check-up does not know")
	}
}

// TestStates holds that every state says something.
func TestStates(t *testing.T) {
	for _, locale := range []string{english, "es_ES.UTF-8"} {
		speak(t, locale)
		for name, state := range constants(t, "../core/status.go", "State") {
			f := rowStateOf(core.Status{State: core.State(state)}, time.Now())
			if f.note == "" && core.State(state) != core.Downloading {
				t.Errorf("%s: %s says nothing", locale, name)
			}
		}
	}
}

// constants reads the constants of a type from a source file.
func constants(t *testing.T, path, typ string) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		value, isText := spec.Values[0].(*ast.BasicLit)
		if of, ok := spec.Type.(*ast.Ident); ok && of.Name == typ && isText {
			all[spec.Names[0].Name], _ = strconv.Unquote(value.Value)
		}
		return true
	})
	if len(all) < 5 {
		t.Fatalf("found only %d constants of %s", len(all), typ)
	}
	return all
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
		for key := range used {
			if _, ok := said[key]; !ok {
				t.Errorf("%s lacks %q", file, key)
			}
		}
		for key, value := range said {
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

// usedSentences finds every sentence in the code: the arguments of lang.L and
// count, and the tables.
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
	for _, f := range slices.Concat(slices.Collect(maps.Values(failures)), slices.Collect(maps.Values(verdicts))) {
		used[f.Sentence] = true
		if f.Cause != "" {
			used[string(f.Cause)] = true
		}
	}
	for s := range maps.Values(stepNames) {
		used[s] = true
	}
	for _, c := range subtitleChoices {
		used[c.name] = true
	}
	for s := range maps.Values(waitReasons) {
		used[s] = true
	}
	for _, s := range labels {
		used[s] = true
	}
	for _, all := range qualities {
		for _, q := range all {
			used[q.name], used[q.more] = true, true
		}
	}
	return used
}
