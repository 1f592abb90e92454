package subtitle

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// maxDocument is how many bytes a document may have.
const maxDocument = 4 << 20

// maxDepth is how deep elements of subtitles may be; srv3 goes to four.
const maxDepth = 32

// parseTimedText reads <timedtext> of <p t d> in milliseconds, with <s> for each
// word (srv3), or <transcript> of <text start dur> in seconds (srv1). It resolves the
// entities of HTML only, and reads nothing outside data.
func parseTimedText(data []byte) ([]Cue, error) {
	d := xml.NewDecoder(bytes.NewReader(bytes.Map(allowed, data)))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // the site sends UTF-8 whatever the document declares
	t := &timedTextParser{}
	for depth := 0; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			if !t.started {
				return nil, errors.New("no XML")
			}
			break
		}
		if err != nil {
			return nil, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			t.started = true
			if depth++; depth > maxDepth {
				return nil, errors.New("too deep")
			}
			if depth == 1 && e.Name.Local != "transcript" && e.Name.Local != "timedtext" {
				return nil, fmt.Errorf("root is %.20q", e.Name.Local)
			}
			t.open(e)
		case xml.CharData:
			if t.inside && t.text.Len() < maxDocument {
				t.text.Write(e)
			}
		case xml.EndElement:
			depth--
			t.close(e.Name.Local)
		}
	}
	return t.cues, nil
}

// allowed is for bytes.Map: characters that XML does not allow become spaces.
func allowed(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
		return ' '
	}
	return r
}

// timedTextParser collects the cues of one document.
type timedTextParser struct {
	cues          []Cue
	started       bool // the root has begun
	inside        bool // a cue
	escaped       bool // twice, as <text> is
	start, length time.Duration
	text          strings.Builder
}

func (t *timedTextParser) open(e xml.StartElement) {
	switch e.Name.Local {
	case "p", "text":
		t.flush()
		t.inside, t.escaped = true, e.Name.Local == "text"
		t.start, t.length = -1, -1
		for _, a := range e.Attr {
			switch a.Name.Local {
			case "t":
				t.start = timeOf(a.Value, time.Millisecond)
			case "d":
				t.length = timeOf(a.Value, time.Millisecond)
			case "start":
				t.start = timeOf(a.Value, time.Second)
			case "dur":
				t.length = timeOf(a.Value, time.Second)
			}
		}
	case "br":
		t.text.WriteByte('\n')
	}
}

func (t *timedTextParser) close(name string) {
	if name == "p" || name == "text" {
		t.flush()
	}
}

// flush ends the cue, if there is one. addCue drops those that only say that a
// window rolls up (a="1", with nothing but a line break).
func (t *timedTextParser) flush() {
	text := t.text.String()
	if t.escaped {
		text = unescape(text)
	}
	if t.inside {
		t.cues = addCue(t.cues, t.start, t.length, withoutMarkup(text))
	}
	t.inside = false
	t.text.Reset()
}

// timeOf reads a number of units, and returns -1 if there is none.
func timeOf(s string, unit time.Duration) time.Duration {
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || !(v >= 0) || v > float64(maxCueTime/unit) {
		return -1
	}
	return time.Duration(v*float64(unit/time.Microsecond)+0.5) * time.Microsecond
}

// Markup of subtitles: elements of the HTML that SRT files have and of WebVTT (W3C WebVTT
// §4.2.2), which people who write subtitles carry over, times within a cue, and positions as in SSA. Nothing
// else between < and > is markup: people write "<3" and "<laughs>".
var (
	lineBreak = regexp.MustCompile(`(?i)<br\s*/?>`)
	tags      = regexp.MustCompile(`(?i)</?(?:i|b|u|s|c|v|p|lang|ruby|rt|font|span)(?:[.\s][^<>]*)?/?>|<\d[\d:.]*>`)
	position  = regexp.MustCompile(`\{\\[^{}]*\}`)
)

// withoutMarkup returns a text without markup.
func withoutMarkup(s string) string {
	if strings.Contains(s, "<") {
		s = tags.ReplaceAllString(lineBreak.ReplaceAllString(s, "\n"), "")
	}
	if strings.Contains(s, `{\`) {
		s = position.ReplaceAllString(s, "")
	}
	return s
}

// unescape resolves the entities of HTML, which srv1 has even after the
// XML is read.
func unescape(s string) string {
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	return s
}
