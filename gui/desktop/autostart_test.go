//go:build !windows && !darwin

package desktop_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/gui/desktop"
)

// autostart returns where the file of the start is in a home of the test.
func autostart(t *testing.T) string {
	t.Helper()
	config := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", config)
	t.Setenv("APPIMAGE", "")
	return filepath.Join(config, "autostart", "io.github.hilo_app.hilo.desktop")
}

func TestAutostart(t *testing.T) {
	path := autostart(t)
	if err := desktop.SetAutostart(false); err != nil || desktop.Autostart() {
		t.Errorf("before: %v, %v", err, desktop.Autostart())
	}
	for range 2 {
		if err := desktop.SetAutostart(true); err != nil || !desktop.Autostart() {
			t.Fatalf("on: %v, %v", err, desktop.Autostart())
		}
	}
	exe, _ := os.Executable()
	entry, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(entry), "\nExec=\""+exe+"\" -tray\n") {
		t.Errorf("%s, %v", entry, err)
	}
	if all, _ := os.ReadDir(filepath.Dir(path)); len(all) != 1 {
		t.Errorf("left behind: %v", all)
	}
	if err := desktop.SetAutostart(false); err != nil || desktop.Autostart() {
		t.Errorf("off: %v", err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Error("the file stays")
	}
}

// Desktops switch an entry off by a line in it.
func TestAutostartSwitchedOff(t *testing.T) {
	path := autostart(t)
	for _, line := range []string{"Hidden=true", "X-GNOME-Autostart-enabled = false"} {
		if err := desktop.SetAutostart(true); err != nil {
			t.Fatal(err)
		}
		entry, _ := os.ReadFile(path)
		if err := os.WriteFile(path, append(entry, line...), 0o600); err != nil {
			t.Fatal(err)
		}
		if desktop.Autostart() {
			t.Errorf("%s is not seen", line)
		}
	}
	if err := desktop.SetAutostart(true); err != nil || !desktop.Autostart() {
		t.Error("it cannot be switched on again")
	}
}

// A path is one argument, whatever is in it, and not a field code.
func TestAutostartQuotes(t *testing.T) {
	path := autostart(t)
	t.Setenv("APPIMAGE", "/home/ana/Mis $cosas/\"100 %f\" `a\\b`.AppImage")
	if err := desktop.SetAutostart(true); err != nil {
		t.Fatal(err)
	}
	entry, _ := os.ReadFile(path)
	want := `Exec="/home/ana/Mis \\$cosas/\\"100 %%f\\" ` + "\\\\`a" + `\\\\b` + "\\\\`" + `.AppImage" -tray`
	if !strings.Contains(string(entry), want+"\n") {
		t.Errorf("%s\nwant %s", entry, want)
	}
	t.Setenv("APPIMAGE", "/a\nExec=rm")
	if err := desktop.SetAutostart(true); err == nil {
		t.Error("a line break is taken")
	}
}

// What is no file of Hilo's is neither followed, nor replaced, nor removed.
func TestAutostartFollowsNoLink(t *testing.T) {
	path := autostart(t)
	victim := filepath.Join(t.TempDir(), "victim")
	if err := os.WriteFile(victim, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, path); err != nil {
		t.Fatal(err)
	}
	for _, on := range []bool{true, false} {
		if err := desktop.SetAutostart(on); !errors.Is(err, desktop.ErrNotOwn) {
			t.Errorf("%v: %v", on, err)
		}
	}
	if desktop.Autostart() {
		t.Error("a link is a file of Hilo's")
	}
	if got, _ := os.ReadFile(victim); string(got) != "mine" {
		t.Errorf("the link was followed: %q", got)
	}
	if at, err := os.Readlink(path); err != nil || at != victim {
		t.Errorf("the link is %q, %v", at, err)
	}
}
