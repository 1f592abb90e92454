package m3u_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/m3u"
)

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestFileGrowsWithItsList(t *testing.T) {
	dir := t.TempDir()
	entry := func(name string) m3u.Entry {
		return m3u.Entry{File: filepath.Join(dir, name), Title: "Title\nof " + name, Duration: 90 * time.Second}
	}
	for range 2 { // the second time nothing is new
		path, err := m3u.Write(dir, "Bridges", "Bridges\n#EXTINF", "PL1", []m3u.Entry{entry("1 - a.mp3"), entry("#2.mp3")})
		if err != nil || path != filepath.Join(dir, "Bridges.m3u8") {
			t.Fatal(path, err)
		}
		const want = "#EXTM3U\n#HILO-LIST:PL1\n#PLAYLIST:Bridges #EXTINF\n#EXTINF:90,Title of 1 - a.mp3\n1 - a.mp3\n#EXTINF:90,Title of #2.mp3\n./#2.mp3\n"
		if got := content(t, path); got != want {
			t.Errorf("%q", got)
		}
	}
	path, err := m3u.Write(dir, "Bridges", "Bridges", "PL1", []m3u.Entry{entry("1 - a.mp3"), {File: filepath.Join(dir, "x", "c.mp3"), Title: "C"}})
	if err != nil {
		t.Fatal(err)
	}
	const want = "#EXTM3U\n#HILO-LIST:PL1\n#PLAYLIST:Bridges #EXTINF\n#EXTINF:90,Title of 1 - a.mp3\n1 - a.mp3\n#EXTINF:90,Title of #2.mp3\n./#2.mp3\n#EXTINF:-1,C\nx/c.mp3\n"
	if got := content(t, path); got != want {
		t.Errorf("%q", got)
	}
}

// What Hilo did not write for this list stays.
func TestForeignFileStays(t *testing.T) {
	dir := t.TempDir()
	foreign := filepath.Join(dir, "Bridges.m3u8")
	if err := os.WriteFile(foreign, []byte("#EXTM3U\nmine.mp3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var path string
	var err error
	for _, name := range []string{"a.mp3", "b.mp3"} {
		path, err = m3u.Write(dir, "Bridges", "Bridges", "PL1", []m3u.Entry{{File: filepath.Join(dir, name)}})
	}
	if err != nil || path != filepath.Join(dir, "Bridges (2).m3u8") || content(t, foreign) != "#EXTM3U\nmine.mp3\n" {
		t.Errorf("%q, %v; %q", path, err, content(t, foreign))
	}
}

func ExampleWrite() {
	dir, err := os.MkdirTemp("", "hilo-example-*")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path, err := m3u.Write(dir, "Bridges", "Bridges", "PL1", []m3u.Entry{{File: filepath.Join(dir, "1 - Arches.mp3"), Title: "Arches", Duration: 3 * time.Minute}})
	fmt.Println(filepath.Base(path), err)
	// Output:
	// Bridges.m3u8 <nil>
}
