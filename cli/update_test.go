package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core"
)

func TestUpdateIsHiddenWithoutAPage(t *testing.T) {
	code, _, complaint := run(t, "", "update")
	if code != exitUsage || !strings.Contains(complaint, `"update" is not a command`) || strings.Contains(complaint, "look for a newer Hilo") {
		t.Errorf("%d %q", code, complaint)
	}
	if _, out, _ := run(t, "", "help"); strings.Contains(out, "hilo update") {
		t.Errorf("help names it: %s", out)
	}
}

func TestUpdateWithAPage(t *testing.T) {
	var out, complaints bytes.Buffer
	std := Streams{Out: &out, Err: &complaints}
	// Nothing listens there, and nothing may be asked in the clear.
	b := Build{Version: "1.0.0", Website: "https://hilo.example", UpdatePage: "http://127.0.0.1:1/"}
	if code := Run(t.Context(), []string{"update", "-data", t.TempDir()}, std, b); code != exitFailed || complaints.Len() == 0 || out.Len() > 0 {
		t.Errorf("%d %q %q", code, out.String(), complaints.String())
	}
	if code := Run(t.Context(), []string{"help"}, std, b); code != exitSaved || !strings.Contains(out.String(), "hilo update") {
		t.Errorf("%d %q", code, out.String())
	}
	for _, args := range [][]string{{"update", "x"}, {"update", "-nonsense"}} {
		if code := Run(t.Context(), args, std, b); code != exitUsage {
			t.Errorf("%q: %d", args, code)
		}
	}
}

func TestPrintNews(t *testing.T) {
	b := Build{Version: "1.0.0", Website: "https://hilo.example"}
	news := core.News{Newer: []core.Release{{Version: "2.0.0", Date: "2026-12-01", Notes: []string{"Faster."}}}, Profiles: true}
	for want, c := range map[string]struct {
		news core.News
		json bool
	}{
		"Hilo 1.0.0 is the newest version.\n": {},
		"Newer ways to talk to YouTube were loaded and are in use.\nHilo 2.0.0 of 2026-12-01\n  - Faster.\n" +
			"You have 1.0.0. Newer ones are at https://hilo.example/releases\n": {news: news},
		`{"version":"1.0.0","newer":[],"profiles_loaded":false,"page":"https://hilo.example/releases"}` + "\n":                                                           {json: true},
		`{"version":"1.0.0","newer":[{"version":"2.0.0","date":"2026-12-01","notes":["Faster."]}],"profiles_loaded":true,"page":"https://hilo.example/releases"}` + "\n": {news, true},
	} {
		var out bytes.Buffer
		if code := printNews(Streams{Out: &out}, b, c.news, c.json); code != exitSaved || out.String() != want {
			t.Errorf("%d %q, want %q", code, out.String(), want)
		}
	}
}
