package naming_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/hilo-app/hilo/core/naming"
)

func parse(t testing.TB, text string) naming.Pattern {
	t.Helper()
	p, err := naming.Parse(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return p
}

func TestName(t *testing.T) {
	full := naming.Values{
		Title: "How bridges are built", Channel: "Practice", List: "Bridges: all", Quality: "1080p", ID: "aaaaaaaaaaa",
		Date: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Number: 7, Total: 230,
	}
	bare := naming.Values{Title: "How bridges are built", ID: "aaaaaaaaaaa"}
	for _, c := range []struct {
		pattern string
		values  naming.Values
		want    string
	}{
		{"", full, "How bridges are built"},
		{naming.Numbered, full, "007 - How bridges are built"},
		{"{NUMBER}. { title }", full, "007. How bridges are built"},
		{"{channel} - {date} - {title} [{quality}] ({id})", full, "Practice - 2026-11-23 - How bridges are built [1080p] (aaaaaaaaaaa)"},
		{"{list} {number}", full, "Bridges- all 007"},
		// what is not known leaves nothing behind
		{naming.Numbered, bare, "How bridges are built"},
		{"{channel} - {date} - {title}", bare, "How bridges are built"},
		{"{title} - {channel} - {id}", bare, "How bridges are built - aaaaaaaaaaa"},
		{"{title} [{quality}] {id}", bare, "How bridges are built aaaaaaaaaaa"},
		{"{title} ({date})", bare, "How bridges are built"},
		// hostile titles
		{"{title}", naming.Values{Title: "../../etc/passwd", ID: "aaaaaaaaaaa"}, "_-..-etc-passwd"},
		{"{title}", naming.Values{Title: "\u202e\x00...", ID: "aaaaaaaaaaa"}, "aaaaaaaaaaa"},
		{"{title}", naming.Values{Title: "CON", ID: "aaaaaaaaaaa"}, "_CON"},
		{"{title}{id}", naming.Values{Title: "{id}", ID: "aaaaaaaaaaa"}, "{id}aaaaaaaaaaa"},
	} {
		if got := parse(t, c.pattern).Name(c.values, 200); got != c.want {
			t.Errorf("%q gives %q, want %q", c.pattern, got, c.want)
		}
	}
}

// However long title, list and channel are, the name fits and keeps what tells
// files apart.
func TestLongNamesKeepNumberAndID(t *testing.T) {
	p := parse(t, "{number} - {title} - {title} - {channel} - {list} [{id}]")
	long := strings.Repeat("ñandú ", 100)
	for limit := 90; limit <= 250; limit++ {
		got := p.Name(naming.Values{Title: long, Channel: long, List: long, ID: "aaaaaaaaaaa", Number: 3, Total: 5000}, limit)
		if len(got) > limit || !utf8.ValidString(got) {
			t.Fatalf("%d bytes for a limit of %d: %q", len(got), limit, got)
		}
		if !strings.HasPrefix(got, "0003 - ñ") || !strings.HasSuffix(got, "[aaaaaaaaaaa]") {
			t.Fatalf("limit %d: %q", limit, got)
		}
	}
}

func TestRefusedPatterns(t *testing.T) {
	for text, want := range map[string]naming.Reason{
		"{titel}":                         naming.UnknownWord,
		"{}":                              naming.UnknownWord,
		"{title":                          naming.Brace,
		"title}":                          naming.Brace,
		"{title}/{id}":                    naming.Slash,
		`{channel}\{title}`:               naming.Slash,
		"{channel} {date}":                naming.Same,
		"videos":                          naming.Same,
		strings.Repeat("x", 200) + "{id}": naming.TooLong,
	} {
		_, err := naming.Parse(text)
		var p *naming.PatternError
		if !errors.As(err, &p) || p.Reason != want {
			t.Errorf("%q: %v, want %s", text, err, want)
			continue
		}
		if len(p.Error()) < 10 {
			t.Errorf("%s has no sentence", want)
		}
	}
}

func TestDigits(t *testing.T) {
	for _, c := range []struct {
		n, total int
		want     string
	}{{1, 9, "1"}, {1, 10, "01"}, {7, 230, "007"}, {12, 5000, "0012"}, {0, 5, ""}, {-3, 5, ""}, {12, 0, "12"}} {
		if got := naming.Digits(c.n, c.total); got != c.want {
			t.Errorf("%d of %d: %q, want %q", c.n, c.total, got, c.want)
		}
	}
}

func TestFolder(t *testing.T) {
	for _, c := range []struct{ title, id, want string }{
		{"Bridges: all / of them", "PL1", "Bridges- all - of them"},
		{"..", "PL1", "PL1"},
		{"", "", "Playlist"},
		{"AUX", "PL1", "_AUX"},
	} {
		if got := naming.Folder(c.title, c.id); got != c.want {
			t.Errorf("%q: %q, want %q", c.title, got, c.want)
		}
	}
	if got := naming.Folder(strings.Repeat("é", 200), "PL1"); len(got) > 100 || !utf8.ValidString(got) {
		t.Errorf("%d bytes", len(got))
	}
}

func FuzzName(f *testing.F) {
	f.Add("{number} - {title} [{id}]", "Bridges", "Practice", 3)
	f.Add("{title}{title}{channel}", strings.Repeat("é", 300), "\x00", -1)
	f.Fuzz(func(t *testing.T, pattern, title, channel string, number int) {
		p, err := naming.Parse(pattern)
		if err != nil {
			return
		}
		got := p.Name(naming.Values{Title: title, Channel: channel, List: title, ID: "aaaaaaaaaaa", Number: number, Total: 10}, 120)
		if got == "" || len(got) > 120 || strings.ContainsAny(got, "/\\\x00:") || strings.HasPrefix(got, ".") || strings.HasPrefix(got, "-") || !utf8.ValidString(got) {
			t.Errorf("%q of %q gives %q", pattern, title, got)
		}
	})
}

func TestRules(t *testing.T) {
	for _, c := range []struct {
		rules   naming.Rules
		pattern string
	}{
		{naming.Rules{}, ""},
		{naming.Rules{Number: true}, naming.Numbered},
		{naming.Rules{Number: true, Pattern: "{channel} {title}"}, "{number} - {channel} {title}"},
		{naming.Rules{Number: true, Pattern: "{title} {number}"}, "{title} {number}"},
		{naming.Rules{Pattern: "{title} {number}"}, "{title} {number}"},
	} {
		if got := c.rules.EntryPattern(); got != c.pattern {
			t.Errorf("%+v: %q, want %q", c.rules, got, c.pattern)
		}
	}
	dir := filepath.Join("home", "ana")
	if got := (naming.Rules{Folder: true}).Dir(dir, "../x", "PL1"); got != filepath.Join(dir, "-x") && got != filepath.Join(dir, "_-x") {
		t.Errorf("a folder outside: %q", got)
	}
	if got := (naming.Rules{}).Dir(dir, "x", "PL1"); got != dir {
		t.Errorf("flat: %q", got)
	}
}
