package gui

import (
	"strings"
	"testing"
	"time"
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
		if got := plain(in); got != want {
			t.Errorf("plain(%q) = %q, want %q", in, got, want)
		}
	}
	if n := len([]rune(plain(strings.Repeat("é", 5000)))); n > maxPlain {
		t.Errorf("%d runes", n)
	}
}

func TestWords(t *testing.T) {
	setLocale(t, "en_US.UTF-8")
	const nb = "\u00a0"
	at := time.Date(2026, 11, 23, 13, 0, 0, 0, time.Local)
	for _, tt := range []struct{ got, want string }{
		{size(0), "0" + nb + "kB"},
		{size(640e3), "640" + nb + "kB"},
		{size(999.7e3), "1.0" + nb + "MB"},
		{size(7.8e6), "7.8" + nb + "MB"},
		{size(236e6), "236" + nb + "MB"},
		{size(4.2e9), "4.20" + nb + "GB"},
		{size(118e9), "118" + nb + "GB"},
		{amount(0, 0), ""},
		{amount(5e6, 0), "5.0" + nb + "MB"},
		{amount(300e6, 2.4e9), "0.30 of 2.40" + nb + "GB"},
		{amount(9e9, 2.4e9), "2.40 of 2.40" + nb + "GB"},
		{speed(9.8e6), "9.8" + nb + "MB/s"},
		{speed(340e3), "340" + nb + "kB/s"},
		{speed(112e6), "112" + nb + "MB/s"},
		{percent(0.999), "99%"},
		{percent(1), "100%"},
		{percent(-1), "0%"},
		{timeLeft(0), ""},
		{timeLeft(300 * time.Millisecond), "1 s left"},
		{timeLeft(9 * time.Second), "9 s left"},
		{timeLeft(23 * time.Second), "25 s left"},
		{timeLeft(70 * time.Second), "1 min left"},
		{timeLeft(2 * time.Minute), "2 min left"},
		{timeLeft(58 * time.Minute), "about 1 h left"},
		{timeLeft(100 * time.Minute), "about 2 h left"},
		{timeLeft(300 * time.Hour), "about a day left"},
		{lastStart(time.Time{}, at), ""},
		{lastStart(at.Add(3*time.Minute), at), ""},
		{lastStart(at.Add(157*time.Minute), at), "the last one starts at about 15:35"},
		{lastStart(at.Add(659*time.Minute), at), "the last one starts tomorrow at about 00:00"},
		{lastStart(at.Add(20*time.Hour), at), "the last one starts tomorrow at about 09:00"},
		{lastStart(at.Add(60*time.Hour), at), "the last one starts in 3 days"},
		{clock(0), ""},
		{clock(208 * time.Second), "3:28"},
		{clock(3730 * time.Second), "1:02:10"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestAnotherLanguageSpeaksEnglish(t *testing.T) {
	setLocale(t, "pl_PL.UTF-8")
	for n, want := range map[int]string{1: "Going on with 1 download", 3: "Going on with 3 downloads", 12: "Going on with 12 downloads"} {
		if got := Count("Going on with {{.Count}} downloads where you left off.", n); !strings.HasPrefix(got, want) {
			t.Errorf("says %q, want %q", got, want)
		}
	}
}
