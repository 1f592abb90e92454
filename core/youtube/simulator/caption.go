package simulator

import (
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"net/http"
	"strings"
	"time"
)

// caption answers /api/timedtext in the formats vtt, srv3 and srv1. Generated
// tracks have lines that roll up, as YouTube's: each line is shown until the next
// but one begins.
func (x *exchange) caption(id, language string, generated bool, format string) {
	v := x.server.video(id)
	if v == nil {
		http.NotFound(x.w, x.r)
		return
	}
	for _, c := range v.Captions {
		if c.Language != language || c.Generated != generated {
			continue
		}
		kind, text := "text/xml", c.srv1()
		switch format {
		case "vtt":
			kind, text = "text/vtt", c.vtt()
		case "srv3":
			text = c.srv3()
		}
		x.w.Header().Set("Content-Type", kind+"; charset=UTF-8")
		_, _ = io.WriteString(x.w, text)
		return
	}
	x.w.WriteHeader(http.StatusOK) // YouTube answers with an empty body
}

// shownUntil returns when cue i disappears.
func (c Caption) shownUntil(i int) time.Duration {
	if next := i + 1; c.Generated && next < len(c.Cues) && c.Cues[next].Start <= c.Cues[i].End {
		return c.Cues[next].End
	}
	return c.Cues[i].End
}

// rollTime is how long a generated cue of vtt is shown alone before it rolls up.
const rollTime = 10 * time.Millisecond

func (c Caption) vtt() string {
	var b strings.Builder
	fmt.Fprintf(&b, "WEBVTT\nKind: captions\nLanguage: %s\n\n", c.Language)
	above := " "
	for i, cue := range c.Cues {
		text := html.EscapeString(cue.Text)
		if !c.Generated {
			fmt.Fprintf(&b, "%s --> %s\n%s\n\n", stamp(cue.Start), stamp(cue.End), text)
			continue
		}
		if i > 0 && c.Cues[i-1].End < cue.Start {
			above = " "
		}
		const settings = "align:start position:0%"
		fmt.Fprintf(&b, "%s --> %s %s\n%s\n%s\n\n", stamp(cue.Start), stamp(cue.End-rollTime), settings, above, timedWords(text, cue, "<%s><c> %s</c>", stamp))
		fmt.Fprintf(&b, "%s --> %s %s\n%s\n \n\n", stamp(cue.End-rollTime), stamp(cue.End), settings, text)
		above = text
	}
	return b.String()
}

func stamp(d time.Duration) string {
	ms := d.Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3600_000, ms/60_000%60, ms/1000%60, ms%1000)
}

// timedWords inserts a time before each word but the first, in even steps.
func timedWords(text string, cue Cue, form string, at func(time.Duration) string) string {
	list := strings.Split(text, " ")
	s := list[0]
	for i, w := range list[1:] {
		s += fmt.Sprintf(form, at(cue.Start+(cue.End-cue.Start)*time.Duration(i+1)/time.Duration(len(list))), w)
	}
	return s
}

// srv1 formats the track with times in seconds. Text is escaped twice.
func (c Caption) srv1() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8" ?><transcript>`)
	for i, cue := range c.Cues {
		length := c.shownUntil(i) - cue.Start
		fmt.Fprintf(&b, `<text start="%.3f" dur="%.3f">%s</text>`, cue.Start.Seconds(), length.Seconds(), escape(html.EscapeString(cue.Text)))
	}
	b.WriteString("</transcript>")
	return b.String()
}

// srv3 formats the track with times in milliseconds; the times of words are
// relative to their cue.
func (c Caption) srv3() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8" ?><timedtext format="3">`)
	window := ""
	if c.Generated {
		b.WriteString("\n<head>\n" + `<ws id="0"/>` + "\n" + `<ws id="1" mh="2" ju="0" sd="3"/>` + "\n" + `<wp id="0"/>` + "\n" + `<wp id="1" ap="6" ah="20" av="100" rc="2" cc="40"/>` + "\n</head>\n")
		window = ` w="1"`
	}
	b.WriteString("<body>")
	if c.Generated {
		b.WriteString(`<w t="0" id="1" wp="1" ws="1"/>`)
	}
	for i, cue := range c.Cues {
		text := escape(cue.Text)
		if c.Generated {
			offset := func(d time.Duration) string { return fmt.Sprint((d - cue.Start).Milliseconds()) }
			text = "<s>" + timedWords(text, cue, `</s><s t="%s"> %s`, offset) + "</s>"
		}
		until := c.shownUntil(i).Milliseconds()
		fmt.Fprintf(&b, `<p t="%d" d="%d"%s>%s</p>`, cue.Start.Milliseconds(), until-cue.Start.Milliseconds(), window, text)
		if roll := (cue.End - rollTime).Milliseconds(); c.Generated && until > cue.End.Milliseconds() {
			fmt.Fprintf(&b, "<p t=\"%d\" d=\"%d\"%s a=\"1\">\n</p>", roll, until-roll, window)
		}
	}
	b.WriteString("</body></timedtext>")
	return b.String()
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}
