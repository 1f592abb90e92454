package disk

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestFileName(t *testing.T) {
	for _, tt := range []struct {
		title string
		n     int
		want  string
	}{
		{"How bridges are built", 1, "How bridges are built.mp4"},
		{"Taken", 2, "Taken (2).mp4"},
		{`AC/DC: "Thunder" <live> | 50%? *`, 1, "AC-DC- 'Thunder' (live) - 50%.mp4"},
		{`..\..\etc\passwd`, 1, "_-..-etc-passwd.mp4"},
		{"../../x", 1, "_-..-x.mp4"},
		{"con", 1, "_con.mp4"},
		{"NUL.tar", 1, "_NUL.tar.mp4"},
		{"com¹", 1, "_com¹.mp4"},
		{"COM10", 1, "COM10.mp4"},
		{"Console", 1, "Console.mp4"},
		{"ends with dots... ", 1, "ends with dots.mp4"},
		{".hidden", 1, "hidden.mp4"},
		{"two\nlines\tand\u00a0spaces", 1, "two lines and spaces.mp4"},
		{"safe\u202eexe.4pm", 1, "safeexe.4pm.mp4"},
		{"zero\u200bwidth\ufeff", 1, "zerowidth.mp4"},
		{"family 👨‍👩‍👧", 1, "family 👨‍👩‍👧.mp4"},
		{"cafe\u0301", 1, "café.mp4"},
		{"bad\xffutf8", 1, "badutf8.mp4"},
		{"C\x00\u0301", 1, "\u0106.mp4"},
		{"e?\u0301", 1, "\u00e9.mp4"},
		{"--exec=touch OWNED", 1, "_--exec=touch OWNED.mp4"},
		{"", 1, "dQw4w9WgXcQ.mp4"},
		{"???", 1, "dQw4w9WgXcQ.mp4"},
		{" . . ", 3, "dQw4w9WgXcQ (3).mp4"},
	} {
		if got := FileName(BaseName(tt.title, "", "dQw4w9WgXcQ"), "mp4", tt.n); got != tt.want {
			t.Errorf("FileName(%q, %d) = %q, want %q", tt.title, tt.n, got, tt.want)
		}
	}
}

func TestFileNameLength(t *testing.T) {
	for _, unit := range []string{"a", "é", "語", "👍", "👨‍👩‍👧", "a ", "."} {
		for _, n := range []int{1, 9999} {
			got := FileName(BaseName(strings.Repeat(unit, 400), "", "dQw4w9WgXcQ"), "mp4", n)
			if len(got) > 255 || !utf8.ValidString(got) || !strings.HasSuffix(got, ".mp4") {
				t.Errorf("%q x400, n=%d: %d bytes, %q", unit, n, len(got), got)
			}
		}
	}
}

// Numbers at the file and at its sidecar fit for the longest titles and tags.
func TestSidecarNameLength(t *testing.T) {
	file := FileName(BaseName(strings.Repeat("語", 400), " (1.30-2.45)", "dQw4w9WgXcQ"), "webm", MaxCopies)
	got := FileName(SidecarBase(file, strings.Repeat("zh-Hant-", 9)), "srt", MaxCopies)
	if len(got) > 255 || !strings.HasSuffix(got, " (9999).srt") || !strings.Contains(got, " (9999).zh-Hant-") {
		t.Errorf("%d bytes, %q", len(got), got)
	}
}

func FuzzFileName(f *testing.F) {
	for _, s := range []string{"", "a/b", "con", "..", "\u202e", "x\x00y", strings.Repeat("é", 300), "COM1.", "-. .", "C\x00\u0301", "e*\u0301", "?-x", "--exec=touch OWNED"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, title string) {
		got := FileName(BaseName(title, "", "dQw4w9WgXcQ"), "mp4", 2)
		switch {
		case len(got) > 255, !utf8.ValidString(got), strings.ContainsAny(got, `/\:*?"<>|`),
			strings.HasPrefix(got, "."), strings.HasPrefix(got, " "), strings.HasPrefix(got, "-"), isReserved(got),
			!norm.NFC.IsNormalString(got), Sanitize(got, maxName) != got,
			strings.ContainsFunc(got, unicode.IsControl):
			t.Errorf("FileName(%q) = %q", title, got)
		}
	})
}
