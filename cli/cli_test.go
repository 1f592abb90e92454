package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media/mp3"
)

// argsEnv makes the test program run a command line as Hilo, in a process that a
// test can kill.
const argsEnv = "HILO_TEST_ARGS"

func TestMain(m *testing.M) {
	if args, ok := os.LookupEnv(argsEnv); ok {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		code := Run(ctx, strings.Split(args, "\n"), Streams{os.Stdin, os.Stdout, os.Stderr}, Build{})
		stop()
		os.Exit(code)
	}
	if os.Getenv(foldersEnv) != "" {
		printFolders()
		return
	}
	goleak.VerifyTestMain(m)
}

// run runs a command line in this process.
func run(t *testing.T, stdin string, args ...string) (code int, out, err string) {
	t.Helper()
	var o, e bytes.Buffer
	code = Run(t.Context(), args, Streams{strings.NewReader(stdin), &o, &e}, Build{Version: "1.2.3", Commit: "abc"})
	return code, o.String(), e.String()
}

// hilo returns a command that runs a command line in a process of its own.
func hilo(args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), argsEnv+"="+strings.Join(args, "\n"))
	return c
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	all, err := fs.Glob(os.DirFS(dir), "*")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWrongUsage(t *testing.T) {
	for _, args := range [][]string{
		{"fetch"}, {"get"}, {"get", "-nonsense", "x"}, {"get", "-quality", "999", "aaaaaaaaaaa"}, {"get", "-parallel", "0", "aaaaaaaaaaa"},
		{"get", "-connections", "9", "aaaaaaaaaaa"}, {"get", "-limit-rate", "fast", "aaaaaaaaaaa"}, {"get", "-limit-rate", "-5", "aaaaaaaaaaa"},
		{"get", "-embed-subs", "aaaaaaaaaaa"}, {"get", "-format", "avi", "aaaaaaaaaaa"}, {"get", "-audio", "-format", "mp4", "aaaaaaaaaaa"}, {"get", "-mp3", "64", "aaaaaaaaaaa"},
		{"get", "-sponsorblock", "skip", "aaaaaaaaaaa"}, {"get", "-sponsorblock-categories", "sponsor", "aaaaaaaaaaa"},
		{"get", "-sponsorblock", "mark", "-sponsorblock-categories", "adverts", "aaaaaaaaaaa"},
		{"get", "https://example.com/video"}, {"get", "-dir"},
		{"get", "-clip", "2:00-1:00", "aaaaaaaaaaa"}, {"get", "-clip", "-", "aaaaaaaaaaa"}, {"get", "-clip", "1:75-2:00", "aaaaaaaaaaa"},
		{"get", "-clip", "1e3-", "aaaaaaaaaaa"}, {"get", "-clip", "90", "aaaaaaaaaaa"}, {"get", "-clip", "0-1:2:3:4", "aaaaaaaaaaa"},
		{"get", "-clip", "0-999999:00", "aaaaaaaaaaa"}, {"get", "-split-chapters", "-clip", "1-2", "aaaaaaaaaaa"},
		{"get", "-info", "xml", "aaaaaaaaaaa"}, {"get", "-thumbnail-only", "-clip", "1-2", "aaaaaaaaaaa"},
		{"get", "-items", "3-1", "aaaaaaaaaaa"}, {"get", "-newest", "-1", "aaaaaaaaaaa"}, {"get", "-name", "{titel}", "aaaaaaaaaaa"},
	} {
		code, out, err := run(t, "", args...)
		if code != 2 || err == "" || out != "" {
			t.Errorf("%q: status %d, output %q, error %q", args, code, out, err)
		}
	}
}

func TestHelpAndVersion(t *testing.T) {
	if code, out, _ := run(t, "", "version"); code != 0 || !strings.Contains(out, "Hilo 1.2.3 (abc, go") {
		t.Errorf("version: %d %q", code, out)
	}
	var out bytes.Buffer
	dated := Build{Version: "1.2.3", Commit: "abc", Built: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	if code := Run(t.Context(), []string{"version"}, Streams{Out: &out}, dated); code != 0 || !strings.Contains(out.String(), "(abc, 2026-03-01, go") {
		t.Errorf("version of a dated build: %d %q", code, out.String())
	}
	if code, out, _ := run(t, "", "help"); code != 0 || !strings.Contains(out, "responsible for what you download") {
		t.Errorf("help: %d %q", code, out)
	}
	if code, _, err := run(t, "", "get", "-h"); code != 0 || !strings.Contains(err, "-quality Q") {
		t.Errorf("get -h: %d %q", code, err)
	}
}

func TestParseGet(t *testing.T) {
	for _, tt := range []struct {
		args string
		wish format.Wish
		text string
	}{
		{"a", format.Wish{Kind: format.Video}, "a"},
		{"-audio a b", format.Wish{Kind: format.Audio}, "a\nb"},
		{"a --quality 720 b", format.Wish{Kind: format.Video, MaxHeight: 720}, "a\nb"},
		{"-quality 2160 a", format.Wish{Kind: format.Video, MaxHeight: 2160, Best: true}, "a"},
		{"-quality best a", format.Wish{Kind: format.Video, Best: true}, "a"},
		{"-best -quality 1080 a", format.Wish{Kind: format.Video, MaxHeight: 1080, Best: true}, "a"},
		{"-audio -- -aaaaaaaaaa -b", format.Wish{Kind: format.Audio}, "-aaaaaaaaaa\n-b"},
		{"-format m4a a", format.Wish{Kind: format.Audio, Format: format.M4A}, "a"},
		{"-format webm a", format.Wish{Kind: format.Video, Format: format.WebM}, "a"},
		{"-subs es,en a", format.Wish{Kind: format.Video, Subtitles: format.Subtitles{Languages: "es,en", File: true}}, "a"},
		{"-subs all -auto-subs -embed-subs a", format.Wish{Kind: format.Video, Subtitles: format.Subtitles{Languages: "all", Generated: true, Embed: true}}, "a"},
		{"-audio-lang es a", format.Wish{Kind: format.Video, Language: "es"}, "a"},
		{"-audio -mp3 V2 a", format.Wish{Kind: format.Audio, MP3: format.MP3V2}, "a"},
		{"a -", format.Wish{Kind: format.Video}, "a\nfrom stdin"},
		{"-split-chapters -audio a", format.Wish{Kind: format.Audio, Chapters: true}, "a"},
		{"-thumbnail -info both a", format.Wish{Kind: format.Video, Sidecars: format.Sidecars{Picture: true, Text: true, JSON: true}}, "a"},
		{"-thumbnail-only -info txt a", format.Wish{Kind: format.Picture, Sidecars: format.Sidecars{Text: true}}, "a"},
		{"-clip 1:30-2:45.5 a", format.Wish{Kind: format.Video, Clip: format.Clip{From: 90 * time.Second, To: 165500 * time.Millisecond}}, "a"},
		{"-clip 1:00:00- a", format.Wish{Kind: format.Video, Clip: format.Clip{From: time.Hour}}, "a"},
		{"-clip -90 a", format.Wish{Kind: format.Video, Clip: format.Clip{To: 90 * time.Second}}, "a"},
	} {
		r, err := parseGet(strings.Fields(tt.args), Streams{In: strings.NewReader("from stdin"), Err: os.Stderr})
		if err != nil || !slices.Equal(r.wishes, []format.Wish{tt.wish}) || r.text != tt.text {
			t.Errorf("%s: %+v, %q, %v", tt.args, r.wishes, r.text, err)
		}
	}
}

func TestSeveralClips(t *testing.T) {
	r, err := parseGet(strings.Fields("-audio -clip 0-1 a -clip 0:05-0:06"), Streams{})
	want := []format.Wish{
		{Kind: format.Audio, Clip: format.Clip{To: time.Second}},
		{Kind: format.Audio, Clip: format.Clip{From: 5 * time.Second, To: 6 * time.Second}},
	}
	if err != nil || !slices.Equal(r.wishes, want) {
		t.Errorf("%+v, %v", r.wishes, err)
	}
}

func TestParseRate(t *testing.T) {
	for s, want := range map[string]int64{"": 0, "1": 1, "500K": 500_000, "2m": 2_000_000, "1000000": 1_000_000} {
		if got, err := parseRate(s); err != nil || got != want {
			t.Errorf("%q: %d, %v", s, got, err)
		}
	}
}

func TestEveryClassHasASentence(t *testing.T) {
	for _, c := range core.Classes() {
		text := problemText(&core.Problem{Class: c})
		if text == "" || c != core.Unknown && text == problemText(&core.Problem{Class: core.Unknown}) {
			t.Errorf("%s has no sentence", c)
		}
	}
}

// Videos of the demo.
const (
	short1, short2, song = "HiloDemo001", "HiloDemo004", "HiloDemo007"
	long                 = "HiloDemo002"
	longSize             = 120 << 20 // bytes, about
)

// failing are the videos of the demo that cannot be downloaded.
var failing = map[string]core.Class{
	"HiloDemo101": core.Private, "HiloDemo102": core.GeoBlocked, "HiloDemo103": core.Removed, "HiloDemo104": core.BotCheck,
}

func TestGetThreeAtOnce(t *testing.T) {
	dir := t.TempDir()
	code, out, stderr := run(t, "", "get", "-demo", "-dir", dir, short1, short2, song)
	if code != 0 || strings.Count(out, "saved as ") != 3 || len(names(t, dir)) != 3 {
		t.Errorf("status %d, files %q\n%s%s", code, names(t, dir), out, stderr)
	}
	code, out, _ = run(t, "", "get", "-demo", "-dir", dir, short1, short2, song)
	if code != 0 || strings.Count(out, "already saved as ") != 3 || len(names(t, dir)) != 3 {
		t.Errorf("again: status %d, files %q\n%s", code, names(t, dir), out)
	}
}

func TestGetNamesTheProblem(t *testing.T) {
	for id, class := range failing {
		dir := t.TempDir()
		code, out, _ := run(t, "", "get", "-demo", "-json", "-dir", dir, id)
		if code != 1 || len(names(t, dir)) != 0 {
			t.Errorf("%s: status %d, files %q", id, code, names(t, dir))
		}
		var last jsonStatus
		for line := range strings.Lines(out) {
			if err := json.Unmarshal([]byte(line), &last); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
		}
		if last.State != core.Failed || last.Problem == nil || last.Problem.Class != class || last.Problem.Message == "" {
			t.Errorf("%s: %+v, problem %+v, want class %s", id, last, last.Problem, class)
		}
	}
}

func TestGetSavesWhatItCan(t *testing.T) {
	dir := t.TempDir()
	code, out, stderr := run(t, short1, "get", "-demo", "-audio", "-dir", dir, "HiloDemo101", "-", "https://example.com/x")
	if code != 1 || len(names(t, dir)) != 1 || filepath.Ext(names(t, dir)[0]) != "."+audioFormat() || !strings.Contains(stderr, `"https://example.com/x": This is not a link to YouTube.`) {
		t.Errorf("status %d, files %q\n%s%s", code, names(t, dir), out, stderr)
	}
}

// A channel by each of its addresses, and by its handle alone.
func TestGetChannel(t *testing.T) {
	for _, text := range []string{"https://www.youtube.com/@slowcorners", "youtube.com/c/slowcorners/videos", "youtube.com/slowcorners", "@slowcorners"} {
		dir := t.TempDir()
		code, out, stderr := run(t, "", "get", "-demo", "-thumbnail-only", "-dir", dir, text)
		var pictures int
		err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if filepath.Ext(path) == ".jpg" {
				pictures++
			}
			return err
		})
		if code != 0 || pictures != 4 || err != nil {
			t.Errorf("%s: status %d, %d pictures, %v\n%s%s", text, code, pictures, err, out, stderr)
		}
	}
}

func TestGetSaysWhyTextIsNoLink(t *testing.T) {
	for text, want := range map[string]string{
		"https://vimeo.com/12345":                        "This is not a link to YouTube.",
		"https://www.youtube.com/playlist?list=WL":       "This list is private to your YouTube account, and Hilo does not log in.",
		"cats and dogs":                                  "These are words and not a link to YouTube.",
		"https://www.youtube.com/feed/subscriptions":     "There is no video, list or channel here.",
		"https://www.youtube.com/results?search_query=x": "These are words and not a link to YouTube.",
	} {
		code, _, stderr := run(t, "", "get", "-demo", "-dir", t.TempDir(), text)
		if code != 2 || stderr != fmt.Sprintf("%q: %s\n", text, want) {
			t.Errorf("%s: status %d, %s", text, code, stderr)
		}
	}
}

// A killed process leaves a journal from which the next one resumes.
func TestResumesAfterAKill(t *testing.T) {
	dir := t.TempDir()
	args := []string{"get", "-demo", "-json", "-dir", dir, long}
	first := hilo(args...)
	out, err := first.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	var before jsonStatus
	for d := json.NewDecoder(out); before.Received < longSize/3; {
		if err := d.Decode(&before); err != nil {
			t.Fatal(err)
		}
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait()
	if before.State != core.Downloading {
		t.Fatalf("killed too late: %+v", before)
	}

	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	var o, e bytes.Buffer
	if code := Run(ctx, args, Streams{nil, &o, &e}, Build{}); code != 0 {
		t.Fatalf("status %d\n%s%s", code, &o, &e)
	}
	var after jsonStatus
	for d := json.NewDecoder(&o); after.State != core.Downloading; {
		if err := d.Decode(&after); err != nil {
			t.Fatal(err)
		}
	}
	// Two streams of four connections each.
	if lost := before.Received - after.Received; lost > 8*(2<<20) || after.Note != core.NoteResumed {
		t.Errorf("had %d bytes, resumed with %d (%s)", before.Received, after.Received, after.Note)
	}
	if got := names(t, dir); len(got) != 1 || filepath.Ext(got[0]) != ".mp4" {
		t.Errorf("files %q", got)
	}
}

// audioFormat is the default format of audio in this build: without LAME it
// cannot encode MP3.
func audioFormat() string {
	if mp3.Available {
		return "mp3"
	}
	return "m4a"
}

func TestBarFitsTheTerminal(t *testing.T) {
	for _, title := range []string{"short", strings.Repeat("long ", 50), strings.Repeat("漢字", 50), "evil\x1b[2Jtitle\n"} {
		for _, columns := range []int{60, 79, 200} {
			got := bar(core.Status{Title: title, State: core.Downloading, Received: 5e7, Total: 1e8, Speed: 5e6, ETA: 10 * time.Second}, columns)
			if cells := cellsOf(got); cells != columns || strings.ContainsAny(got, "\x1b\n") {
				t.Errorf("%d cells instead of %d: %q", cells, columns, got)
			}
		}
	}
}

// cellsOf returns the width of s on a terminal, where wide characters take two
// cells.
func cellsOf(s string) (n int) {
	for _, r := range s {
		n++
		if r >= 0x2e80 {
			n++
		}
	}
	return n
}

func TestSponsorBlockFlags(t *testing.T) {
	for flags, want := range map[string]format.SponsorBlock{
		"":                   {},
		"-sponsorblock mark": {Mode: format.SponsorMark, Categories: "sponsor"},
		"-sponsorblock remove -sponsorblock-categories intro,sponsor": {Mode: format.SponsorRemove, Categories: "sponsor,intro"},
	} {
		r, err := parseGet(append(strings.Fields(flags), "aaaaaaaaaaa"), Streams{})
		if err != nil || r.wishes[0].SponsorBlock != want {
			t.Errorf("%q: %+v, %v", flags, r.wishes, err)
		}
	}
}
