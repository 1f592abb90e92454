package downloads

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/gui/internal/examples"
)

// TestFailures holds that every class of problem has a side and the sentence of
// core/problem.
func TestFailures(t *testing.T) {
	setLocale(t, english)
	for _, class := range core.Classes() {
		if r, ok := remedies[class]; !ok || r.cause == "" {
			t.Errorf("%s is on nobody's side", class)
		}
		if f := Explain(&core.Problem{Class: class}); f.Sentence != problem.Sentence(class) {
			t.Errorf("%s is told as %q", class, f.Sentence)
		}
	}
	if f := Explain(nil); f.Sentence == "" || f.Remedy != RemedyRetry {
		t.Errorf("no problem at all: %+v", f)
	}
	if f := Explain(&core.Problem{Class: "new-class"}); f.Sentence != problem.Sentence(core.Unknown) {
		t.Errorf("a class of a newer core: %+v", f)
	}
}

// TestWaitReasons holds that every class that is waited for says what for.
func TestWaitReasons(t *testing.T) {
	setLocale(t, english)
	for _, class := range core.Classes() {
		if _, ok := problem.RetryPolicyOf(class); !ok {
			continue
		}
		s := core.Status{State: core.Waiting, Problem: &core.Problem{Class: class}}
		if got := waitNote(s, time.Now()); !strings.HasPrefix(got, problem.Waiting(class)) {
			t.Errorf("%s is waited for with %q", class, got)
		}
	}
}

// TestStates holds that every state says something.
func TestStates(t *testing.T) {
	for _, locale := range examples.Locales() {
		setLocale(t, locale)
		for name, state := range constants(t, "../../core/status/status.go", "State") {
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

// A compact row says the cause of a failure first, and not twice.
func TestBriefBeginsWithTheCause(t *testing.T) {
	setLocale(t, english)
	for class, want := range map[core.Class]string{
		core.MembersOnly: "This video: Only for the channel's members, and Hilo does not sign in. Waiting won't help.",
		core.Gated:       "YouTube holds this video back right now. Trying again later may help.",
		core.Offline:     "Your network: There is no internet connection. Try again when it is back: nothing is lost.",
		core.DiskFull:    "This computer: This disk is full. Free some space on it, or choose another folder.",
	} {
		f := rowStateOf(core.Status{State: core.Failed, Problem: &core.Problem{Class: class}}, time.Now())
		if got, _, _ := f.words(); got != want {
			t.Errorf("%s: %q", class, got)
		}
	}
}
