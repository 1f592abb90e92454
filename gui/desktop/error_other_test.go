//go:build !windows && !darwin

package desktop_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hilo-app/hilo/gui/desktop"
)

// FatalDialog uses the program that is there, and none without a display.
func TestFatalDialog(t *testing.T) {
	const sentence = "-no \"quotes\" $HOME\nare special"
	for _, tt := range []struct {
		display  string
		programs []string
		want     string // the program that shows the sentence
	}{
		{":1", []string{"zenity", "kdialog", "xmessage"}, "zenity"},
		{":1", []string{"kdialog", "xmessage"}, "kdialog"},
		{":1", []string{"xmessage"}, "xmessage"},
		{":1", nil, ""},
		{"", []string{"zenity", "kdialog", "xmessage"}, ""},
	} {
		dir := t.TempDir()
		t.Setenv("PATH", dir)
		t.Setenv("DISPLAY", tt.display)
		t.Setenv("WAYLAND_DISPLAY", "")
		for _, name := range tt.programs { // each writes its last argument to a file of its name
			script := "#!/bin/sh\nfor last; do :; done\nprintf %s \"$last\" >" + filepath.Join(dir, name+".shown") + "\n"
			if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		desktop.FatalDialog(sentence)
		shown, _ := filepath.Glob(filepath.Join(dir, "*.shown"))
		if tt.want == "" {
			if len(shown) > 0 {
				t.Errorf("%q with %v: shown by %v", tt.display, tt.programs, shown)
			}
			continue
		}
		got, err := os.ReadFile(filepath.Join(dir, tt.want+".shown"))
		if err != nil || len(shown) != 1 || tt.want != "zenity" && string(got) != sentence {
			t.Errorf("%q with %v: %v, %q, %v", tt.display, tt.programs, shown, got, err)
		}
	}
}
