package subtitle_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/subtitle"
)

// What speech recognition makes of four lines, in each form.
var (
	rollingSRV3 = `<?xml version="1.0" encoding="utf-8" ?><timedtext format="3">
<head>
<ws id="0"/>
<ws id="1" mh="2" ju="0" sd="3"/>
<wp id="0"/>
<wp id="1" ap="6" ah="20" av="100" rc="2" cc="40"/>
</head>
<body>
<w t="0" id="1" wp="1" ws="1"/>
<p t="160" d="4079" w="1"><s ac="252">good</s><s t="240" ac="252"> morning</s><s t="560" ac="248"> everyone</s></p>
<p t="2230" d="2009" w="1" a="1">
</p>
<p t="2240" d="3920" w="1"><s ac="252">the</s><s t="160" ac="252"> boats</s><s t="480"> aren&#39;t</s></p>
<p t="4150" d="2010" w="1" a="1">
</p>
<p t="4160" d="5000" w="1"><s>back yet</s></p>
<p t="12000" d="3000" w="1"><s>[Music]</s></p>
</body>
</timedtext>`

	rollingSRV1 = `<?xml version="1.0" encoding="utf-8" ?><transcript>` +
		`<text start="0.16" dur="4.079">good morning everyone</text>` +
		`<text start="2.24" dur="3.92">the boats aren&amp;#39;t</text>` +
		`<text start="4.16" dur="5">back yet</text>` +
		`<text start="12" dur="3">[Music]</text></transcript>`
)

func TestRollingCaptions(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"srv3": {rollingSRV3, "160-2240 good morning everyone\n2240-4160 the boats aren't\n4160-9160 back yet\n12000-15000 [Music]"},
		"srv1": {rollingSRV1, "160-2240 good morning everyone\n2240-4160 the boats aren't\n4160-9160 back yet\n12000-15000 [Music]"},
	} {
		got, err := subtitle.Parse([]byte(c.data))
		if err != nil || mediatest.CuesOf(got) != c.want {
			t.Errorf("%s: %v\n%s", name, err, mediatest.CuesOf(got))
		}
	}
}

func TestParseCaptions(t *testing.T) {
	srv3 := func(body string) string { return `<timedtext format="3"><body>` + body + `</body></timedtext>` }
	srv1 := func(body string) string { return `<transcript>` + body + `</transcript>` }
	for _, c := range []struct{ name, data, want string }{
		{"no cues", srv3(""), ""},
		{"two lines", srv3("<p t='0' d='1000'>one\ntwo</p>"), "0-1000 one/two"},
		{"break", srv3("<p t='0' d='1000'>one<br/>two</p>"), "0-1000 one/two"},
		{"byte order mark", "\ufeff\n" + srv3("<p t='0' d='1000'>x</p>"), "0-1000 x"},
		{"entities", srv3("<p t='0' d='1000'>Salt &amp; &lt;pepper&gt; &#233;&eacute; 1 &lt; 2</p>"), "0-1000 Salt & <pepper> éé 1 < 2"},
		{"escaped twice", srv1("<text start='0' dur='1'>it&amp;#39;s &amp;quot;R&amp;amp;D&amp;quot;</text>"), `0-1000 it's "R&D"`},
		{"text in milliseconds", "<timedtext><text t='500' d='1000' w='1'>x</text></timedtext>", "500-1500 x"},
		{"tags", srv1("<text start='0' dur='1'>&lt;font color=&quot;#E5E5E5&quot;&gt;red&lt;/font&gt; &lt;i&gt;slant&lt;/i&gt; I &lt;3 you</text>"), "0-1000 red slant I <3 you"},
		{"position", srv3(`<p t="0" d="1000">{\an8}above</p>`), "0-1000 above"},
		{"zero-width filling", srv3("<p t='0' d='1000'>\u200b \u200bone\u200b\n\u200b\ntwo\ufeff</p>"), "0-1000 one/two"},
		{"control characters", srv3("<p t='0' d='1000'>a\x01\tb\x00c</p>"), "0-1000 a  b c"},
		{"no duration", srv3("<p t='0'>a</p><p t='2000'>b</p>"), "0-2000 a\n2000-7000 b"},
		{"no start", srv3("<p d='10'>a</p><p t='x' d='5'>b</p><p t='-5' d='10'>c</p>"), ""},
		{"no length", srv3("<p t='5' d='0'>a</p>"), ""},
		{"out of order", srv3("<p t='2000' d='100'>b</p><p t='0' d='1000'>a</p>"), "0-1000 a\n2000-2100 b"},
		{"same start", srv3("<p t='0' d='1000'>above</p><p t='0' d='2000'>below</p><p t='0' d='500'>above</p>"), "0-2000 above/below"},
		{"human repetition", srv3("<p t='0' d='1000'>No!</p><p t='1500' d='500'>No!</p>"), "0-1000 No!\n1500-2000 No!"},
		{"continued", srv3("<p t='0' d='1000'>la la</p><p t='1000' d='500'>la la</p>"), "0-1500 la la"},
		{"appended text", srv3("<p t='0' d='4000' w='1'>one</p><p t='1000' d='3000' w='1' a='1'>\ntwo</p>"), "0-1000 one\n1000-4000 two"},
		{"unclosed", `<timedtext><body><p t="0" d="5">a<p t="10" d="5">b</p></p></body></timedtext>`, "0-5 a\n10-15 b"},
		{"wrong charset", `<?xml version="1.0" encoding="latin-1"?>` + srv1("<text start='1.5' dur='.25'>é</text>"), "1500-1750 é"},
		{"doctype", `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>` + srv3("<p t='0' d='5'>a&e;b</p>"), "0-5 a&e;b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := subtitle.Parse([]byte(c.data))
			if err != nil || mediatest.CuesOf(got) != c.want {
				t.Errorf("%v\n%s", err, mediatest.CuesOf(got))
			}
		})
	}
}

func TestCaptionsThatAreRefused(t *testing.T) {
	many := strings.Repeat("<p t='1' d='1'>x</p>", 50_001)
	for name, data := range map[string]string{
		"nothing":   "",
		"text":      "hello",
		"page":      "<!DOCTYPE html><html><head><title>Sorry</title></head></html>",
		"cut":       `<timedtext><body><p t="0" d="1">a`,
		"json":      `{"events":[]}`,
		"WebVTT":    "WEBVTT\n\n00:01.000 --> 00:02.000\nx",
		"too many":  "<timedtext><body>" + many + "</body></timedtext>",
		"too deep":  "<timedtext>" + strings.Repeat("<p>", 100_000),
		"too large": "<timedtext>" + strings.Repeat(" ", 4<<20),
	} {
		if got, err := subtitle.Parse([]byte(data)); !errors.Is(err, subtitle.ErrInvalid) {
			t.Errorf("%s: %d cues, %v", name, len(got), err)
		}
	}
}

// TestHostileCaptions feeds documents in which the number of lines, of cues or
// of opening marks is as large as the size allows. What comes out must be within
// the bounds of a track.
func TestHostileCaptions(t *testing.T) {
	const n = 1 << 20
	line := strings.Repeat("x\n", n/2-100)
	for name, data := range map[string]string{
		"one moment":        "<timedtext>" + strings.Repeat("<p t='1' d='1'>x\ny\nz</p>", 49_000) + "</timedtext>",
		"lines of a moment": "<timedtext>" + strings.Repeat("<p t='1' d='1'>"+line[:60_000]+"</p>", 60) + "</timedtext>",
		"open tags":         "<transcript><text start='1'>" + strings.Repeat("&lt;c ", n/2) + "</text></transcript>",
		"open entities":     "<transcript><text start='1'>" + strings.Repeat("&", 2*n) + "</text></transcript>",
		"positions":         "<timedtext><p t='1' d='1'>" + strings.Repeat("{\\", n) + "</p></timedtext>",
	} {
		cues, err := subtitle.Parse([]byte(data))
		if err == nil && len(cues) != 1 || err != nil && !errors.Is(err, subtitle.ErrInvalid) {
			t.Errorf("%s: %d cues, %v", name, len(cues), err)
		}
		checkCues(t, cues)
	}
}

func TestWriteSRT(t *testing.T) {
	s := time.Second
	var b bytes.Buffer
	err := subtitle.WriteSRT(&b, []subtitle.Cue{
		{100 * time.Hour, 100*time.Hour + s, "late"},
		{s, 3 * s, "one\r\n\r\n \ntwo\n\n"},
		{2 * s, 4*s + 56*time.Millisecond, "00:00:01,000 ---> 00:00:02,000"},
		{5 * s, 6 * s, " \n\t"},
		{7 * s, 7 * s, "no time"},
		{-s, s, "before"},
		{8 * s, 9 * s, "bad \xff\x00 text, Wölkchen 🌥"},
	})
	want := "1\n00:00:01,000 --> 00:00:02,000\none\ntwo\n\n" +
		"2\n00:00:02,000 --> 00:00:04,056\n00:00:01,000 --→ 00:00:02,000\n\n" +
		"3\n00:00:08,000 --> 00:00:09,000\nbad \uFFFD text, Wölkchen 🌥\n\n" +
		"4\n100:00:00,000 --> 100:00:01,000\nlate\n\n"
	if err != nil || b.String() != strings.ReplaceAll(want, "\n", "\r\n") {
		t.Errorf("%v\n%s", err, b.String())
	}
	if err := subtitle.WriteSRT(noSpace{}, []subtitle.Cue{{0, s, "x"}}); !errors.Is(err, errNoSpace) {
		t.Errorf("got %v", err)
	}
}

var errNoSpace = errors.New("disk is full")

type noSpace struct{}

func (noSpace) Write([]byte) (int, error) { return 0, errNoSpace }

// checkCues fails unless cues are in order, without overlap, and within the
// bounds of a track.
func checkCues(t *testing.T, cues []subtitle.Cue) {
	t.Helper()
	if len(cues) > 50_000 {
		t.Fatalf("%d cues", len(cues))
	}
	last := time.Duration(0)
	for _, c := range cues {
		if c.Start < last || c.End <= c.Start || c.End > 2000*time.Hour {
			t.Fatalf("%v to %v after %v", c.Start, c.End, last)
		}
		if c.Text == "" || len(c.Text) > 4<<10 || strings.Count(c.Text, "\n") >= 32 || strings.Contains(c.Text, "\n\n") {
			t.Fatalf("text %q", c.Text)
		}
		last = c.End
	}
	if again := subtitle.Normalize(cues); len(cues) > 0 && !slices.Equal(again, cues) {
		t.Fatalf("another result the second time\n%s\n%s", mediatest.CuesOf(cues), mediatest.CuesOf(again))
	}
}

// FuzzCaptions feeds any bytes to the readers of subtitles, and what they make
// of them to the writers.
func FuzzCaptions(f *testing.F) {
	for _, s := range []string{rollingSRV3, rollingSRV1, "<timedtext><p t='1' d='1'>&lt;c.x>{\\an8}&lt;&lt;00:01.5></p></timedtext>", "<transcript><text start='1' dur='NaN'>&amp;#0;</text></transcript>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		cues, err := subtitle.Parse(b)
		if err != nil {
			if !errors.Is(err, subtitle.ErrInvalid) {
				t.Fatal(err)
			}
			return
		}
		checkCues(t, cues)
		var srt bytes.Buffer
		if err := subtitle.WriteSRT(&srt, cues); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(srt.String(), "-->"); n != len(cues) || strings.Count(srt.String(), "\r\n\r\n") != n {
			t.Fatalf("%d cues make\n%s", len(cues), srt.String())
		}
	})
}
