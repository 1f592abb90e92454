//go:build !windows && !darwin

package player_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/gui/player"
)

// install makes programs the only ones in PATH. Each writes its name and arguments into a
// file "ran" beside it.
func install(t *testing.T, scripts map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, body := range scripts {
		if body == "" {
			body = `echo "` + name + ` $*" > "` + dir + `/ran"`
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	return dir
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		name    string
		scripts map[string]string
		want    string
	}{
		{"the first that is known", map[string]string{"vlc": "", "totem": "", "mpv": ""}, "mpv"},
		{"the system's own", map[string]string{"vlc": "", "mpv": "", "xdg-mime": "echo org.videolan.VLC.desktop"}, "VLC"},
		{"the system's own is not known", map[string]string{"totem": "", "xdg-mime": "echo firefox.desktop"}, "Videos"},
		{"the system does not tell", map[string]string{"vlc": "", "xdg-mime": "exit 3"}, "VLC"},
	} {
		install(t, c.scripts)
		if p, err := player.Find(); err != nil || p.Name != c.want {
			t.Errorf("%s: %q, %v", c.name, p.Name, err)
		}
	}
	install(t, nil)
	if _, err := player.Find(); !errors.Is(err, player.ErrNone) {
		t.Error(err)
	}
}

func TestPlay(t *testing.T) {
	dir := install(t, map[string]string{"mpv": ""})
	p, err := player.Find()
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	if err := p.Play("http://127.0.0.1:1234/x/movie.mp4", func(err error) { ended <- err }); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	ran, err := os.ReadFile(filepath.Join(dir, "ran"))
	if err != nil || !strings.HasSuffix(strings.TrimSpace(string(ran)), "-- http://127.0.0.1:1234/x/movie.mp4") {
		t.Errorf("%q, %v", ran, err)
	}
	for _, address := range []string{"", "--script=x", "file:///etc/passwd", "http://example.com/x", "https://127.0.0.1/x"} {
		if err := p.Play(address, func(error) { t.Error("started") }); err == nil {
			t.Errorf("%q was played", address)
		}
	}
}
