package gui

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/data/binding"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
)

func pickStub(answer *string, failure *error) func(context.Context, string) (string, error) {
	return func(context.Context, string) (string, error) { return *answer, *failure }
}

func listen(d *rowData, heard *int) {
	for _, item := range []binding.DataItem{d.face, d.part, d.amount, d.speed, d.left} {
		item.AddListener(binding.NewDataListener(func() { *heard++ }))
	}
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

func TestFit(t *testing.T) {
	test.NewTempApp(t)
	style := fyne.TextStyle{Bold: true}
	for _, s := range []string{"How bridges are built", "日本語のとても長いタイトル", "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", "👩‍🚀👩‍🚀👩‍🚀👩‍🚀", ""} {
		for width := float32(0); width < 300; width += 7 {
			got := fit(s, width, sizeTitle, style)
			if w := measure(got, sizeTitle, style); w > width+0.5 {
				t.Fatalf("fit(%q, %v) is %v wide", s, width, w)
			}
			if strings.HasSuffix(got, "\u200d…") || strings.HasSuffix(got, " …") {
				t.Fatalf("fit(%q, %v) = %q", s, width, got)
			}
		}
	}
}

func TestWords(t *testing.T) {
	speak(t, english)
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

func TestWebPage(t *testing.T) {
	for address, want := range map[string]bool{
		linkA:                           true,
		linkB:                           true,
		"http://www.youtube.com/x":      false,
		"https://youtube.com.evil.net/": false,
		"https://me@www.youtube.com/":   false,
		"file:///etc/passwd":            false,
		"javascript:alert(1)":           false,
	} {
		if _, ok := webPage(core.Status{URL: address}); ok != want {
			t.Errorf("%s: %v", address, ok)
		}
	}
}

func TestQualities(t *testing.T) {
	for kind, all := range qualities {
		for _, q := range all {
			if q.wish.Kind != kind || chosenQuality(q.wish) != q {
				t.Errorf("%+v is shown as %q", q.wish, chosenQuality(q.wish).name)
			}
		}
	}
	if q := chosenQuality(format.Wish{Kind: format.Video, MaxHeight: 144}); q.name != "Plays everywhere" {
		t.Errorf("a wish without a choice is shown as %q", q.name)
	}
}

func TestPictures(t *testing.T) {
	var mu sync.Mutex
	loads := 0
	data := gradient(0x274060, 0x5c946e)
	p := newPictures(func(context.Context, string) ([]byte, error) {
		mu.Lock()
		defer mu.Unlock()
		loads++
		return data, nil
	})
	t.Cleanup(p.close)
	ask := func(i int) { p.get("https://i.ytimg.com/" + strconv.Itoa(i)) }
	for i := range 300 {
		ask(i)
	}
	p.done.Wait()
	if loads > 150 {
		t.Errorf("%d loads for rows that flew by", loads)
	}
	if !p.news() || p.news() {
		t.Error("news must be told once")
	}
	for i := range 300 {
		ask(i)
		p.done.Wait()
	}
	if n := p.used.Len(); n != maxPictures || len(p.kept) != n {
		t.Errorf("%d pictures kept", n)
	}
	img := p.get("https://i.ytimg.com/299")
	if img == nil || img.Bounds().Dx() != pictureWidth || img.Bounds().Dy() != pictureHeight {
		t.Fatalf("picture %v", img)
	}
	for _, bad := range [][]byte{nil, []byte("GIF89a"), data[:100]} {
		if _, err := thumbnail(bad); err == nil {
			t.Error("a broken picture was taken")
		}
	}
}
