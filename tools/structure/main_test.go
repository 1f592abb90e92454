package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReport measures a small module in which every table has something to
// show.
func TestReport(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module example.org/small\n\ngo 1.26.0\n",
		"a.go":   "// Package small is small.\npackage small\n\n// A has a B.\ntype A struct{ b *B }\n\nfunc (a A) Up() {}\n\nfunc (a A) Down() {\n\ta.b.a = nil\n}\n",
		"b.go":   "package small\n\n// B has an A.\ntype B struct{ a *A; n int }\n",
		"c.go":   "package small\n\nvar c A\n\nvar _ = c\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	packages, err := list(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	report(&out, packages, 1)
	for _, want := range []string{
		"| example.org/small | 3 | 20 |",
		"| 2 | example.org/small.A |", // methods
		"| 2 | example.org/small.B |", // fields
		"| 3 | example.org/small.A.Down |",
		"| 2: a.go b.go | example.org/small |",
		"| 1 cycles of 2 files | |",
		"Exported names without a comment: 2\n- example.org/small.A.Up\n- example.org/small.A.Down\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in:\n%s", want, out.String())
		}
	}
}
