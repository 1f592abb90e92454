package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const example = `# Changelog

## [Unreleased]

- Not released.

## [1.1.0] - 2026-12-01

### Fixed

- A long line that
  continues, with ` + "`code`" + ` & [a link](docs/x.md).
- Another.

## [1.0.0] - 2026-11-23

The first version.

[1.0.0]: https://example.org/releases
`

func notes(t *testing.T, args ...string) (string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "CHANGELOG.md")
	if err := os.WriteFile(path, []byte(example), 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	err := run(append(args, path), &out)
	return out.String(), err
}

func TestNotesOfAVersion(t *testing.T) {
	if got, err := notes(t, "-version", "1.0.0"); err != nil || got != "The first version.\n" {
		t.Errorf("%q, %v", got, err)
	}
	got, err := notes(t, "-version", "1.1.0")
	if err != nil || !strings.HasPrefix(got, "### Fixed\n") || strings.Contains(got, "first") || strings.Contains(got, "Not released") {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAppStream(t *testing.T) {
	got, err := notes(t, "-appstream")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<release version="1.1.0" date="2026-12-01">`, `<li>A long line that continues, with code &amp; a link.</li>`,
		`<li>Another.</li>`, `<release version="1.0.0" date="2026-11-23"></release>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in\n%s", want, got)
		}
	}
	if strings.Contains(got, "Not released") {
		t.Errorf("unreleased changes in\n%s", got)
	}
}

func TestNoNotesIsAnError(t *testing.T) {
	for _, args := range [][]string{{}, {"-version", "9.9.9"}, {"-version", "1.0.0", "-appstream"}} {
		if got, err := notes(t, args...); err == nil {
			t.Errorf("%q prints %q", args, got)
		}
	}
}
