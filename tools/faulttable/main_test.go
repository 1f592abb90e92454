package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sample is the output of go test -json for four faults, one of which was
// skipped, and two notes; samplePage is the page made of it.
const sample, samplePage = "testdata/sample.json", "testdata/sample.md"

func TestPageOfSample(t *testing.T) {
	in, err := os.Open(sample)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	want, err := os.ReadFile(samplePage)
	if err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(t.TempDir(), "faults.md")
	var log bytes.Buffer
	if err := run(in, page, &log); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the page is\n%s\nwant\n%s", got, want)
	}
	if !strings.Contains(log.String(), "no small disk") {
		t.Errorf("the log does not say why a test was skipped: %q", &log)
	}
}

// The committed page was made by this tool: its words are the tool's.
func TestCommittedPageHasTheWordsOfTheTool(t *testing.T) {
	got, err := os.ReadFile("../../docs/faults.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(got, []byte(head)) || !bytes.Contains(got, []byte(" |\n"+beforeNotes+"- ")) {
		t.Error("docs/faults.md differs from head.md or notes.md; make soak writes the page")
	}
}

func TestPageIsKeptWhenTestsFail(t *testing.T) {
	const row = `{"Action":"attr","Test":"T/a","Key":"fault","Value":"{\"row\":1,\"group\":\"disk\",\"name\":\"full\"}"}` + "\n"
	for name, tt := range map[string]struct{ in, err, log string }{
		"failed test": {row + `{"Action":"output","Test":"T/a","Output":"it broke\n"}` + "\n" + `{"Action":"fail","Test":"T/a"}` + "\n" + `{"Action":"fail"}`,
			"tests failed", "it broke\n"},
		"no build":        {`{"Action":"build-output","Output":"undefined: x\n"}` + "\n" + `{"Action":"build-fail"}`, "tests failed", "undefined: x\n"},
		"killed":          {row, "the tests did not end", ""},
		"nothing run":     {`{"Action":"pass"}`, "no test reported a fault", ""},
		"no JSON":         {"FAIL", "not the output of go test -json", ""},
		"no fault before": {`{"Action":"attr","Test":"T","Key":"outcome","Value":"{}"}`, "an outcome without a fault", ""},
		"no JSON inside":  {`{"Action":"attr","Test":"T","Key":"note","Value":"x"}`, "T: note: ", ""},
	} {
		t.Run(name, func(t *testing.T) {
			page := filepath.Join(t.TempDir(), "faults.md")
			if err := os.WriteFile(page, []byte("before"), 0o600); err != nil {
				t.Fatal(err)
			}
			var log bytes.Buffer
			if err := run(strings.NewReader(tt.in), page, &log); err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("error %v, want %q", err, tt.err)
			}
			if log.String() != tt.log {
				t.Errorf("log %q, want %q", &log, tt.log)
			}
			if got, err := os.ReadFile(page); err != nil || string(got) != "before" {
				t.Errorf("the page is %q, %v", got, err)
			}
		})
	}
}
