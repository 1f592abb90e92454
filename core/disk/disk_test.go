package disk_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/disk"
)

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := disk.OpenOwn(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func TestPublishNeverReplaces(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.mp4"), "mine")
	partial := write(t, filepath.Join(dir, ".partial"), "new")
	file, err := disk.Publish(open(t, partial), func(n int) string { return filepath.Join(dir, disk.FileName("a", "mp4", n)) })
	if err != nil || filepath.Base(file) != "a (2).mp4" {
		t.Fatalf("published as %q, %v", file, err)
	}
	if got := read(t, filepath.Join(dir, "a.mp4")); got != "mine" {
		t.Errorf("the other file has %q", got)
	}
	if want := []string{"a (2).mp4", "a.mp4"}; !slices.Equal(names(t, dir), want) {
		t.Errorf("files %q, want %q", names(t, dir), want)
	}
}

func TestPublishGivesUp(t *testing.T) {
	dir := t.TempDir()
	taken := write(t, filepath.Join(dir, "a.mp4"), "mine")
	partial := write(t, filepath.Join(dir, ".partial"), "new")
	tried := 0
	_, err := disk.Publish(open(t, partial), func(int) string { tried++; return taken })
	if !errors.Is(err, fs.ErrExist) || tried != disk.MaxCopies {
		t.Errorf("%v after %d names", err, tried)
	}
	if _, err := disk.Publish(open(t, partial), func(int) string { return filepath.Join(dir, "none", "a.mp4") }); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that does not exist: %v", err)
	}
	if got := read(t, partial); got != "new" {
		t.Errorf("the partial file has %q", got)
	}
}

func TestWriteNew(t *testing.T) {
	dir := t.TempDir()
	base := filepath.Join(dir, "a")
	for _, want := range []string{"a.txt", "a (2).txt", "a (3).txt"} {
		file, err := disk.WriteNew(base, ".txt", []byte(want))
		if err != nil || filepath.Base(file) != want || read(t, file) != want {
			t.Errorf("%q, %v; want %q", file, err, want)
		}
	}
	if err := disk.WriteMissing(base, ".txt", []byte("other")); err != nil {
		t.Error(err)
	}
	if got := read(t, base+".txt"); got != "a.txt" {
		t.Errorf("an existing file was replaced by %q", got)
	}
	if err := disk.WriteMissing(base, ".json", []byte("{}")); err != nil || read(t, base+".json") != "{}" {
		t.Errorf("a missing file: %v", err)
	}
	if n := len(names(t, dir)); n != 4 {
		t.Errorf("files %q", names(t, dir))
	}
	if _, err := disk.WriteNew(filepath.Join(dir, "none", "a"), ".txt", nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that does not exist: %v", err)
	}
}

func TestReplace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "profiles")
	for _, text := range []string{"old", "new"} {
		if err := disk.Replace(path, []byte(text)); err != nil || read(t, path) != text {
			t.Errorf("%q: %v", text, err)
		}
	}
	// A folder cannot be replaced by a file.
	full := filepath.Join(t.TempDir(), "full")
	if err := os.MkdirAll(filepath.Join(full, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := disk.Replace(full, []byte("new")); err == nil {
		t.Error("a folder was replaced")
	}
	if got := names(t, filepath.Dir(full)); !slices.Equal(got, []string{"full"}) {
		t.Errorf("a failed write left %q", got)
	}
}

func TestHolds(t *testing.T) {
	dir := t.TempDir()
	path := write(t, filepath.Join(dir, "a"), "text")
	for _, tt := range []struct {
		file, data string
		want       bool
	}{{path, "text", true}, {path, "test", false}, {path, "texts", false}, {dir, "", false}, {path + "x", "", false}} {
		if got := disk.Holds(tt.file, []byte(tt.data)); got != tt.want {
			t.Errorf("%q, %q: %v", tt.file, tt.data, got)
		}
	}
}

func TestFree(t *testing.T) {
	dir := t.TempDir()
	n, err := disk.Free(filepath.Join(dir, "not", "there", "yet"))
	if err != nil || n <= 0 {
		t.Errorf("%d bytes, %v", n, err)
	}
	if _, err := disk.Free("\x00"); err == nil {
		t.Error("free space in a folder that cannot exist")
	}
}

func TestOtherErrors(t *testing.T) {
	for _, err := range []error{nil, fs.ErrPermission, errors.New("disk full")} {
		if disk.IsFull(err) || disk.IsReadOnly(err) {
			t.Errorf("%v", err)
		}
	}
}

func TestSanitizeLimit(t *testing.T) {
	if got := disk.Sanitize(strings.Repeat("é", 30), 35); got != strings.Repeat("é", 17) {
		t.Errorf("%q", got)
	}
}

func ExampleBaseName() {
	base := disk.BaseName(`AC/DC: "Thunder"?`, " (0.10-0.20)", "dQw4w9WgXcQ")
	fmt.Println(disk.FileName(base, "mp4", 1))
	fmt.Println(disk.FileName(base, "mp4", 2))
	// Output:
	// AC-DC- 'Thunder' (0.10-0.20).mp4
	// AC-DC- 'Thunder' (0.10-0.20) (2).mp4
}
