package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/widgets"
)

// exchange presses a button of the row that imports and exports.
func (h *fakeHost) exchange(t *testing.T, label string) {
	t.Helper()
	for _, o := range control[*widgets.Wrap](t, h, "All settings").Items {
		if b := o.(*widgets.Button); b.Label() == label {
			b.Press()
		}
	}
	synctest.Wait()
	h.settle()
}

func TestExportAndImport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newFakeHost(t, english)
		dir := t.TempDir()
		h.settings = core.Settings{
			Dir: dir, AudioDir: "/nowhere", Wish: format.Wish{Kind: format.Audio, MP3: format.MP3320}, Parallel: 5, Connections: 2,
			Proxy: "http://ana:sesame@own:1", SlowDown: core.SlowDown{Scheduled: true, From: 60, To: 120}, NoYtdlp: true,
		}
		h.Preferences().SetString(preferences.Theme, "dark")
		h.Preferences().SetInt(preferences.TextSize, 120)
		Open(h, Look)
		h.file = dir
		h.exchange(t, "Export…")
		found, _ := filepath.Glob(filepath.Join(dir, "Hilo settings *.json"))
		if len(found) != 1 || !strings.Contains(strings.ReplaceAll(h.texts(), "\n", ""), "Saved:") {
			t.Fatalf("%v, says %s", found, h.texts())
		}
		data, _ := os.ReadFile(found[0])
		if strings.Contains(string(data), "sesame") {
			t.Errorf("the password is exported: %s", data)
		}

		want := h.settings
		want.Proxy, want.AudioDir = "http://own:1", "/home/ana/Sound"
		h.settings = core.Settings{Dir: "/other", AudioDir: "/home/ana/Sound", Wish: format.Wish{Kind: format.Video}}
		h.Preferences().SetString(preferences.Theme, "")
		h.Preferences().SetInt(preferences.TextSize, 0)
		h.took()
		h.file = found[0]
		h.exchange(t, "Import…")
		if h.settings != want {
			t.Errorf("got  %+v\nwant %+v", h.settings, want)
		}
		if p := h.Preferences(); p.String(preferences.Theme) != "dark" || p.Int(preferences.TextSize) != 120 {
			t.Error("the look is not taken over")
		}
		if got := h.took(); got != "file *.json, look, tray, language " {
			t.Errorf("the window was told %q", got)
		}
		h.close()
	})
}

func TestImportRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newFakeHost(t, english)
		Open(h, Look)
		before := h.settings
		h.file = filepath.Join(t.TempDir(), "a.json")
		for _, text := range []string{
			"", "{", "[]", "{}", `{"settings":{"parallel":2}}`, `{"hilo_settings":1,"settings":7}`,
			`{"hilo_settings":1,"settings":{"parallel":2,"wish":{"kind":"../x"}}}`,
			`{"hilo_settings":1,"settings":{"parallel":2,"wish":{"kind":"video","format":"exe"}}}`,
			`{"hilo_settings":1,"settings":{"parallel":2,"wish":{"kind":"video","max_height":-1}}}`,
			`{"hilo_settings":1,"settings":{"parallel":2,"wish":{"kind":"video","language":"a b"}}}`,
			`{"hilo_settings":1,"settings":{"parallel":2,"names":{"album":{"folder":"maybe"}}}}`,
			`{"hilo_settings":1,"settings":{"parallel":2},"look":{"theme":"pink"}}`,
			`{"hilo_settings":1,"settings":{"parallel":2},"look":{"language":"xx"}}`,
			`{"hilo_settings":1,"settings":{"parallel":2},"look":{"text_size":1000}}`,
			`{"hilo_settings":1,"settings":{"parallel":2}}` + strings.Repeat(" ", maxFile),
		} {
			if err := os.WriteFile(h.file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			h.exchange(t, "Import…")
			if got := strings.ReplaceAll(h.texts(), "\n", " "); !strings.Contains(got, "Nothing was changed.") || h.settings != before {
				t.Errorf("%.80s: %+v, says %s", text, h.settings, got)
			}
		}
		good := `{"hilo_settings":9,"new":1,"settings":{"parallel":2,"newer":{}},"look":{"newest":[]}}`
		if err := os.WriteFile(h.file, []byte(good), 0o600); err != nil {
			t.Fatal(err)
		}
		h.exchange(t, "Import…")
		before.Parallel = 2
		if h.settings != before {
			t.Errorf("keys that are not known are not ignored: %+v", h.settings)
		}
		h.close()
	})
}
