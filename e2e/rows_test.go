package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// report prints v as an attribute of the test, for tools/faulttable.
func report(t *testing.T, attr string, v any) {
	t.Helper()
	text, err := json.Marshal(v)
	must(t, err)
	t.Attr(attr, string(text))
}

// note reports a sentence that stands below the table. Numbers in it have commas
// between thousands.
func note(t *testing.T, format string, args ...any) {
	t.Helper()
	report(t, NoteAttr, message.NewPrinter(language.English).Sprintf(format, args...))
}

// TestTableIsComplete checks that docs/faults.md has a row for each fault.
func TestTableIsComplete(t *testing.T) {
	if long {
		t.Skip("the page is made of this run")
	}
	docs, err := os.ReadFile("../docs/faults.md")
	must(t, err)
	for _, f := range faults() {
		if !strings.Contains(string(docs), fmt.Sprintf("\n| %s: %s | %s | ", f.Group, f.Name, f.Injected)) {
			t.Errorf("docs/faults.md lacks %s: %s; make soak writes the page", f.Group, f.Name)
		}
	}
}
