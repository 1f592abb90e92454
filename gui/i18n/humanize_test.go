package i18n

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/lang"
)

// setLocale sets the language of the translations for one test.
func setLocale(t *testing.T, locale string) {
	t.Helper()
	t.Setenv("LC_ALL", locale)
	t.Setenv("LANG", locale)
	t.Setenv("LANGUAGE", "")
	Load()
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"Plain":                     "Plain",
		"two\nlines\tand  tab":      "two lines and tab",
		"\u202egnp.exe\u202c title": "gnp.exe title",
		"\u2066\u2067x\u2069\ufeff": "x",
		"  edges  ":                 "edges",
		"a\x00b\x1b[31mc":           "a b [31mc",
		"bad \xff byte":             "bad byte",
		"日本語 العربية 👩‍🚀":           "日本語 العربية 👩‍🚀",
		"<b>bold</b> [x](y)":        "<b>bold</b> [x](y)",
	} {
		if got := Plain(in); got != want {
			t.Errorf("plain(%q) = %q, want %q", in, got, want)
		}
	}
	if n := len([]rune(Plain(strings.Repeat("é", 5000)))); n > maxPlain {
		t.Errorf("%d runes", n)
	}
}

func TestWords(t *testing.T) {
	setLocale(t, "en_US.UTF-8")
	const nb = "\u00a0"
	at := time.Date(2026, 11, 23, 13, 0, 0, 0, time.Local)
	for _, tt := range []struct{ got, want string }{
		{Size(0), "0" + nb + "kB"},
		{Size(640e3), "640" + nb + "kB"},
		{Size(999.7e3), "1.0" + nb + "MB"},
		{Size(7.8e6), "7.8" + nb + "MB"},
		{Size(236e6), "236" + nb + "MB"},
		{Size(4.2e9), "4.20" + nb + "GB"},
		{Size(118e9), "118" + nb + "GB"},
		{Amount(0, 0), ""},
		{Amount(5e6, 0), "5.0" + nb + "MB"},
		{Amount(300e6, 2.4e9), "0.30 of 2.40" + nb + "GB"},
		{Amount(9e9, 2.4e9), "2.40 of 2.40" + nb + "GB"},
		{Speed(9.8e6), "9.8" + nb + "MB/s"},
		{Speed(340e3), "340" + nb + "kB/s"},
		{Speed(112e6), "112" + nb + "MB/s"},
		{Percent(0.999), "99%"},
		{Percent(1), "100%"},
		{Percent(-1), "0%"},
		{TimeLeft(0), ""},
		{TimeLeft(300 * time.Millisecond), "1 s left"},
		{TimeLeft(9 * time.Second), "9 s left"},
		{TimeLeft(23 * time.Second), "25 s left"},
		{TimeLeft(70 * time.Second), "1 min left"},
		{TimeLeft(2 * time.Minute), "2 min left"},
		{TimeLeft(58 * time.Minute), "about 1 h left"},
		{TimeLeft(100 * time.Minute), "about 2 h left"},
		{TimeLeft(300 * time.Hour), "about a day left"},
		{AllDone(time.Time{}, at), ""},
		{AllDone(at.Add(30*time.Second), at), "all done in a moment"},
		{AllDone(at.Add(9*time.Minute), at), "all done at about 13:09"},
		{AllDone(at.Add(157*time.Minute), at), "all done at about 15:35"},
		{AllDone(at.Add(659*time.Minute), at), "all done tomorrow, 00:00"},
		{AllDone(at.Add(20*time.Hour), at), "all done tomorrow, 09:00"},
		{AllDone(at.Add(60*time.Hour), at), "all done in 3 days"},
		{Clock(0), ""},
		{Clock(208 * time.Second), "3:28"},
		{Clock(3730 * time.Second), "1:02:10"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestPlurals(t *testing.T) {
	t.Cleanup(Load)
	if err := Use("pl"); err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]string{1: "Wznawianie 1 pobrania", 3: "Wznawianie 3 pobrań", 12: "Wznawianie 12 pobrań"} {
		if got := Count("Continuing with {{.Count}} downloads where you left off.", n); !strings.HasPrefix(got, want) {
			t.Errorf("says %q, want %q", got, want)
		}
	}
}

// Nobody translated Hilo to Serbian, and English is nearer than Russian.
func TestUnknownLanguageIsEnglish(t *testing.T) {
	setLocale(t, "sr_RS.UTF-8")
	if got := InUse().Tag; got != "en" {
		t.Error(got)
	}
}

func TestUse(t *testing.T) {
	setLocale(t, "de_AT.UTF-8")
	t.Cleanup(Load)
	system := InUse().Tag
	// On Windows it is that of the computer, whatever LANG says.
	if got := lang.L("Add"); (system != "de" || got != "Hinzufügen") && runtime.GOOS != "windows" {
		t.Errorf("of the system: %s, %q", InUse().Tag, got)
	}
	if err := Use("fr"); err != nil || lang.L("Add") != "Ajouter" {
		t.Error(err, lang.L("Add"))
	}
	if err := Use("tlh"); !errors.Is(err, ErrUnknownLanguage) || InUse().Tag != "fr" {
		t.Error(err, InUse())
	}
	if got := lang.X("problem.no such class", "fallback {{.N}}", With("N", 3)); got != "fallback 3" {
		t.Error(got)
	}
	if err := Use(""); err != nil || InUse().Tag != system {
		t.Error(err, InUse())
	}
}

func TestNumbersOfLanguages(t *testing.T) {
	t.Cleanup(Load)
	at := time.Date(2026, 11, 3, 9, 5, 0, 0, time.Local)
	for tag, want := range map[string]string{
		"en": "1,234 12,345 7.8 MB 9.8 MB/s 63% 09:05",
		"es": "1234 12.345 7,8 MB 9,8 MB/s 63 % 09:05",
		"de": "1.234 12.345 7,8 MB 9,8 MB/s 63 % 09:05",
		"fr": "1 234 12 345 7,8 Mo 9,8 Mo/s 63 % 09:05",
		"pl": "1234 12 345 7,8 MB 9,8 MB/s 63% 09:05",
		"ru": "1 234 12 345 7,8 МБ 9,8 МБ/с 63 % 09:05",
		"tr": "1.234 12.345 7,8 MB 9,8 MB/sn %63 09:05",
		"ar": "1,234 12,345 7.8 م.ب 9.8 م.ب/ث 63% 09:05",
		"hi": "1,234 12,345 7.8 MB 9.8 MB/से 63% 09:05",
		"ja": "1,234 12,345 7.8 MB 9.8 MB/s 63% 09:05",
		"id": "1.234 12.345 7,8 MB 9,8 MB/dtk 63% 09.05",
	} {
		if err := Use(tag); err != nil {
			t.Fatal(err)
		}
		got := strings.Join([]string{Number(1234), Number(12345), Size(7.8e6), Speed(9.8e6), Percent(0.63), TimeOfDay(at)}, " ")
		if got = strings.NewReplacer(NBSP, " ", "\u202f", " ").Replace(got); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}
