package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/age"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

const practiceList = "https://www.youtube.com/playlist?list=PLpractice00000000000000000000000"

// practice is a simulated YouTube with a list of twelve videos.
func practice(t *testing.T) *simulator.Server {
	t.Helper()
	site := simulator.NewServer()
	t.Cleanup(site.Close)
	list := simulator.Playlist{ID: "PLpractice00000000000000000000000", Title: "Bridges", Author: "Practice", PageSize: 5}
	for i := range 12 {
		id := strings.Repeat(string(rune('a'+i)), 11)
		title := fmt.Sprint("Bridge ", i+1)
		if i%2 == 1 {
			title = fmt.Sprint("Tunnel ", i+1)
		}
		site.Add(simulator.Video{ID: id, Title: title, Author: "Practice", Duration: 12 * time.Second, Media: []simulator.Media{
			{Itag: 140, MIME: `audio/mp4; codecs="mp4a.40.2"`, Content: simulator.AAC.Content()},
		}})
		list.Entries = append(list.Entries, simulator.Entry{ID: id})
	}
	site.AddPlaylist(list)
	return site
}

// getFrom runs "hilo get" with a simulated YouTube. Sound is saved as it is, which
// is fast.
func getFrom(t *testing.T, site *simulator.Server, args ...string) (code int, out, stderr string) {
	t.Helper()
	var o, e bytes.Buffer
	std := Streams{strings.NewReader(""), &o, &e}
	r, err := parseGet(append([]string{"-format", "m4a"}, args...), std)
	if err != nil {
		t.Fatal(err)
	}
	r.config.Transport = site.Transport()
	code = r.run(t.Context(), std)
	return code, o.String(), e.String()
}

func TestItems(t *testing.T) {
	for text, want := range map[string]string{
		"3": "3", "1-3,7": "1 2 3 7", "-2": "11 12", "10-": "10 11 12", "2 , -1": "2 12", "5-5,5": "5", "40": "", "-99": "1 2 3 4 5 6 7 8 9 10 11 12",
	} {
		var r itemRanges
		if err := r.Set(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		var got []string
		for n := 1; n <= 12; n++ {
			if r.has(n, 12) {
				got = append(got, fmt.Sprint(n))
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q takes %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"", "x", "0", "3-1", "1-x", "-0", "-", "1,,2", "0-5", "99999999999999999999", "-x", "1--3"} {
		var r itemRanges
		if err := r.Set(text); err == nil {
			t.Errorf("%q is taken: %+v", text, r)
		}
	}
}

func TestChoose(t *testing.T) {
	entries := func(kind core.ListKind) core.List {
		l := core.List{Kind: kind}
		for i, title := range []string{"Old Bridge", "A tunnel", "Bridge, ÁRTICO", "Private", "New bridge"} {
			l.Entries = append(l.Entries, core.ListEntry{VideoID: fmt.Sprint(i + 1), Title: title, Number: i + 1})
		}
		l.Entries[3].Why = core.Private
		return l
	}
	for name, c := range map[string]struct {
		s    selection
		kind core.ListKind
		want string
	}{
		"all":                  {selection{}, core.Playlist, "1 2 3 5"},
		"items":                {selection{items: itemRanges{{from: 2, to: 4}}}, core.Playlist, "2 3"},
		"newest of a playlist": {selection{newest: 2}, core.Playlist, "3 5"},
		"newest of a channel":  {selection{newest: 2}, core.Channel, "1 2"},
		"more than there are":  {selection{newest: 50}, core.Channel, "1 2 3 5"},
		"match":                {selection{match: "BRIDGE"}, core.Channel, "1 3 5"},
		"two words":            {selection{match: "ártico bridge"}, core.Channel, "3"},
		"newest that match":    {selection{newest: 3, match: "bridge"}, core.Channel, "1 3"},
	} {
		var got []string
		for _, e := range c.s.choose(entries(c.kind)) {
			got = append(got, e.VideoID)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestGetOfAList(t *testing.T) {
	site := practice(t)
	for name, c := range map[string]struct {
		args []string
		want []string
	}{
		"flat":   {[]string{"-items", "1,2,-1"}, []string{"Bridge 1.m4a", "Tunnel 12.m4a", "Tunnel 2.m4a"}},
		"folder": {[]string{"-folder-per-list", "-number", "-newest", "3", "-match", "tunnel"}, []string{"Bridges", "Bridges/10 - Tunnel 10.m4a", "Bridges/12 - Tunnel 12.m4a"}},
		"name":   {[]string{"-name", "{list} {number} {channel}", "-number", "-items", "7"}, []string{"Bridges 07 Practice.m4a"}},
	} {
		dir := t.TempDir()
		code, out, stderr := getFrom(t, site, append(c.args, "-dir", dir, practiceList)...)
		var got []string
		_ = filepath.Walk(dir, func(path string, _ os.FileInfo, _ error) error {
			if rel, _ := filepath.Rel(dir, path); rel != "." {
				got = append(got, filepath.ToSlash(rel))
			}
			return nil
		})
		if code != 0 || !slices.Equal(got, c.want) {
			t.Errorf("%s: status %d, files %q, want %q\n%s%s", name, code, got, c.want, out, stderr)
		}
	}
}

// The archive keeps a video from being downloaded again wherever its file is, and is
// written in the form that it has.
func TestArchive(t *testing.T) {
	site := practice(t)
	path := filepath.Join(t.TempDir(), "archive.txt")
	if err := os.WriteFile(path, []byte("youtube aaaaaaaaaaa\nvimeo 12345\n# mine\nyoutube bbbbbbbbbbb"), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, want := range []string{"", "Nothing new to download.\n"} {
		code, out, stderr := getFrom(t, site, "-archive", path, "-items", "1-3", "-dir", dir, practiceList, "youtu.be/aaaaaaaaaaa")
		if code != 0 || stderr != want || !slices.Equal(names(t, dir), []string{"Bridge 3.m4a"}) {
			t.Fatalf("status %d, files %q\n%s%s", code, names(t, dir), out, stderr)
		}
	}
	got, err := os.ReadFile(path)
	if want := "youtube aaaaaaaaaaa\nvimeo 12345\n# mine\nyoutube bbbbbbbbbbb\nyoutube ccccccccccc\n"; err != nil || string(got) != want {
		t.Errorf("%q, %v", got, err)
	}

	plain := filepath.Join(t.TempDir(), "plain.txt")
	for _, ids := range []string{"aaaaaaaaaaa\n", "aaaaaaaaaaa\nbbbbbbbbbbb\n"} {
		if err := os.WriteFile(plain, []byte("aaaaaaaaaaa\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := openArchive(plain)
		if err != nil {
			t.Fatal(err)
		}
		if !a.has("aaaaaaaaaaa") || a.has("bbbbbbbbbbb") {
			t.Error("reads something else")
		}
		if strings.Contains(ids, "bbb") {
			a.add("bbbbbbbbbbb")
			a.add("bbbbbbbbbbb")
		}
		if err := a.close(); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(plain); string(got) != ids {
			t.Errorf("%q, want %q", got, ids)
		}
	}
	for name, path := range map[string]string{"a folder": t.TempDir(), "no folder": filepath.Join(t.TempDir(), "x", "y")} {
		if code, _, stderr := getFrom(t, site, "-archive", path, "youtu.be/aaaaaaaaaaa"); code != 2 || !strings.Contains(stderr, "-archive") {
			t.Errorf("%s: %d %q", name, code, stderr)
		}
	}
}

func TestFlat(t *testing.T) {
	site := practice(t)
	dir := t.TempDir()
	code, out, stderr := getFrom(t, site, "-flat", "-dir", dir, practiceList, "youtu.be/zzzzzzzzzzz")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != 0 || stderr != "" || len(lines) != 13 || len(names(t, dir)) != 0 {
		t.Fatalf("status %d, %d lines, files %q\n%s%s", code, len(lines), names(t, dir), out, stderr)
	}
	var e flatEntry
	if err := json.Unmarshal([]byte(lines[2]), &e); err != nil {
		t.Fatal(err)
	}
	if e.Views == 0 || age.Parse(e.Published) == (age.Age{}) {
		t.Errorf("%d views, published %q", e.Views, e.Published)
	}
	e.Views, e.Published = 0, ""
	want := flatEntry{"bbbbbbbbbbb", "https://www.youtube.com/watch?v=bbbbbbbbbbb", "Tunnel 2", "Practice", 12, 0, "", 2, true, "", "PLpractice00000000000000000000000"}
	if e != want {
		t.Errorf("%+v, want %+v", e, want)
	}
	if err := json.Unmarshal([]byte(lines[0]), &e); err != nil || e.ID != "zzzzzzzzzzz" || e.Index != 0 {
		t.Errorf("a video without a preview: %v %+v", err, e)
	}
	if n := len(site.RequestsOn(simulator.OnPlayer)); n != 0 {
		t.Errorf("%d lookups", n)
	}
	code, out, _ = getFrom(t, site, "-flat", "-items", "-2", practiceList)
	if code != 0 || strings.Count(out, "\n") != 2 {
		t.Errorf("status %d\n%s", code, out)
	}
}

func TestGetTellsGroups(t *testing.T) {
	site := practice(t)
	code, out, stderr := getFrom(t, site, "-json", "-items", "1-2", "-dir", t.TempDir(), practiceList)
	var last jsonGroup
	rows := 0
	for line := range strings.Lines(out) {
		var one struct {
			ID string `json:"id"`
			jsonGroup
		}
		if err := json.Unmarshal([]byte(line), &one); err != nil || one.Group == "" {
			t.Fatalf("%v in %s", err, line)
		}
		if one.ID == "" {
			last = one.jsonGroup
		} else {
			rows++
		}
	}
	if code != 0 || rows == 0 || last.Title != "Bridges" || last.Kind != core.Playlist || last.Count != 2 || last.Done != 2 || last.State != core.Done || last.Received == 0 {
		t.Errorf("status %d, %d rows, %+v\n%s", code, rows, last, stderr)
	}
}

// Without -skip-existing=false a file that is there is not saved a second time.
func TestSkipExisting(t *testing.T) {
	site := practice(t)
	dir := t.TempDir()
	for _, step := range []struct {
		flag string
		want []string
	}{
		{"-skip-existing", []string{"Bridge 1.m4a"}}, {"-skip-existing", []string{"Bridge 1.m4a"}},
		{"-skip-existing=false", []string{"Bridge 1 (2).m4a", "Bridge 1.m4a"}},
	} {
		if code, _, stderr := getFrom(t, site, step.flag, "-dir", dir, "youtu.be/aaaaaaaaaaa"); code != 0 || !slices.Equal(names(t, dir), step.want) {
			t.Errorf("%s: status %d, files %q, %s", step.flag, code, names(t, dir), stderr)
		}
	}
}

func TestListThatCannotBeRead(t *testing.T) {
	site := practice(t)
	code, _, stderr := getFrom(t, site, "-newest", "3", "https://www.youtube.com/playlist?list=PLnothing000000000000000000000000")
	if code != 1 || !strings.Contains(stderr, "PLnothing000000000000000000000000: ") || strings.Contains(stderr, "core:") {
		t.Errorf("status %d, %s", code, stderr)
	}
}

// A link of a video costs one request and no lookup. When YouTube fails, the others
// are not asked for.
func TestFlatOfVideos(t *testing.T) {
	site := practice(t)
	links := []string{"-flat", "youtu.be/aaaaaaaaaaa", "youtu.be/bbbbbbbbbbb"}
	titles := func() (all []string) {
		code, out, stderr := getFrom(t, site, links...)
		for line := range strings.Lines(out) {
			var e flatEntry
			if err := json.Unmarshal([]byte(line), &e); err != nil || !e.Available {
				t.Errorf("%v in %s", err, line)
			}
			all = append(all, e.Title+" by "+e.Channel)
		}
		if code != 0 || stderr != "" {
			t.Errorf("status %d, %s", code, stderr)
		}
		return all
	}
	if got := titles(); !slices.Equal(got, []string{"Bridge 1 by Practice", "Tunnel 2 by Practice"}) {
		t.Errorf("%q", got)
	}
	asked := len(site.RequestsOn(simulator.OnPreview))
	if lookups := len(site.RequestsOn(simulator.OnPlayer)); asked != 2 || lookups != 0 {
		t.Errorf("%d previews, %d lookups", asked, lookups)
	}
	site.Inject(simulator.Fault{Kind: simulator.Status, On: simulator.OnPreview, Code: 429})
	if got := titles(); !slices.Equal(got, []string{" by ", " by "}) {
		t.Errorf("%q", got)
	}
	if n := len(site.RequestsOn(simulator.OnPreview)) - asked; n != 1 {
		t.Errorf("%d requests to a YouTube that refuses", n)
	}
}

// -search takes the first result, or those that other flags choose.
func TestSearch(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		want []string
	}{
		"first":  {nil, []string{"Tunnel 10.m4a"}},
		"chosen": {[]string{"-items", "2-3"}, []string{"Tunnel 12.m4a", "Tunnel 2.m4a"}},
		"folder": {[]string{"-newest", "1", "-name", "{list} - {title}"}, []string{"tunnel - Tunnel 10.m4a"}},
	} {
		site, dir := practice(t), t.TempDir()
		code, out, stderr := getFrom(t, site, append(c.args, "-search", "tunnel", "-dir", dir)...)
		if got := names(t, dir); code != 0 || !slices.Equal(got, c.want) {
			t.Errorf("%s: status %d, files %q, want %q\n%s%s", name, code, got, c.want, out, stderr)
		}
		if n := len(site.RequestsOn(simulator.OnSearch)); n != 1 {
			t.Errorf("%s: %d searches", name, n)
		}
	}
	site, dir := practice(t), t.TempDir()
	if code, _, stderr := getFrom(t, site, "-search", "nothing of this kind", "-dir", dir); code != 0 || stderr != "Nothing fits what was asked for.\n" {
		t.Errorf("nothing found: status %d, %q", code, stderr)
	}
}
