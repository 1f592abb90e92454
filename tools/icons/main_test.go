package main

import (
	"bytes"
	"encoding/xml"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// committed is the folder of the committed files, from this package.
const committed = "../../gui/theme/icons"

func TestCommittedFilesAreWhatTheToolDraws(t *testing.T) {
	files, err := draw()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		got, err := os.ReadFile(filepath.Join(committed, name))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(got, files[name]) {
			t.Errorf("%s is not what the tool draws: run go run ./tools/icons gui/theme/icons", name)
		}
	}
	entries, err := os.ReadDir(committed)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if files[e.Name()] == nil {
			t.Errorf("%s is not in the table of icons", e.Name())
		}
	}
}

func TestWriteMakesWellFormedFiles(t *testing.T) {
	dir := t.TempDir()
	if err := write(dir); err != nil {
		t.Fatal(err)
	}
	for name := range icons {
		svg, err := os.ReadFile(filepath.Join(dir, name+".svg"))
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Paths []struct {
				D string `xml:"d,attr"`
			} `xml:"path"`
		}
		if err := xml.Unmarshal(svg, &doc); err != nil || len(doc.Paths) == 0 || doc.Paths[0].D == "" {
			t.Errorf("%s: %v, paths %v", name, err, doc.Paths)
		}
		if strings.Contains(string(svg), "stroke") {
			t.Errorf("%s is stroked", name)
		}
	}
	if err := write(filepath.Join(dir, "missing")); err == nil {
		t.Error("no error for a folder that does not exist")
	}
}

func TestOutlineHasHalfTheWidthOnEachSide(t *testing.T) {
	lines, err := parseLines("M4 12L20 12")
	if err != nil {
		t.Fatal(err)
	}
	border, err := parseLines(strings.TrimSuffix(outline(lines, 6), "z"))
	if err != nil {
		t.Fatal(err)
	}
	var xs, ys []float64
	for _, p := range border[0] {
		xs, ys = append(xs, p.x), append(ys, p.y)
	}
	if slices.Min(xs) != 1 || slices.Max(xs) != 23 || slices.Min(ys) != 9 || slices.Max(ys) != 15 {
		t.Errorf("border from %v,%v to %v,%v, want 1,9 to 23,15", slices.Min(xs), slices.Min(ys), slices.Max(xs), slices.Max(ys))
	}
}

func TestMistakesInADescriptionAreErrors(t *testing.T) {
	for _, lines := range []string{"L1 1", "M1", "M1 x", "Q1 2", "A1 2 3 4", "C1 2 3 4 5 6"} {
		if _, err := parseLines(lines); err == nil {
			t.Errorf("%q: no error", lines)
		}
	}
}
