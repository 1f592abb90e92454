package downloads

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
)

// TestFailures holds that every class of problem has a sentence.
func TestFailures(t *testing.T) {
	setLocale(t, english)
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

// TestWaitReasons holds that every class that is waited for has a sentence.
func TestWaitReasons(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../../core/wrong.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	classes := constants(t, "../../core/problem.go", "Class")
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

// TestStates holds that every state says something.
func TestStates(t *testing.T) {
	for _, locale := range []string{english, "es_ES.UTF-8"} {
		setLocale(t, locale)
		for name, state := range constants(t, "../../core/status.go", "State") {
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
