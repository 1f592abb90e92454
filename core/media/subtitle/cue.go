package subtitle

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/plaintext"
)

// Cue is a text that is shown from Start up to End. Lines are separated by
// "\n".
type Cue struct {
	Start, End time.Duration
	Text       string
}

// Track is one track of subtitles.
type Track struct {
	Language  string // BCP 47
	Name      string // as players show it
	Generated bool   // made by speech recognition
	Cues      []Cue
}

// What a subtitle track may be.
const (
	MaxCues     = 50_000
	maxCueText  = 4 << 10 // bytes
	maxCueLines = 32
	maxCueTime  = 1000 * time.Hour
)

// cueTime is how long a cue is shown whose source does not say.
const cueTime = 5 * time.Second

// addCue appends a cue, of which it checks the times only. A length below 0 is one
// that the source does not say.
func addCue(cues []Cue, start, length time.Duration, text string) []Cue {
	if length < 0 {
		length = cueTime
	}
	if strings.TrimSpace(text) == "" || start < 0 || start > maxCueTime || length == 0 || len(cues) > MaxCues {
		return cues
	}
	return append(cues, Cue{start, start + min(length, maxCueTime), text})
}

// Normalize returns the cues in order, each ending where the next one starts at the
// latest, with clean text. Cues that start together become one. Cues without text
// are dropped and do not end the one before.
func Normalize(cues []Cue) []Cue {
	var list []Cue
	for _, c := range cues {
		c.Start, c.End = c.Start.Truncate(time.Millisecond), c.End.Truncate(time.Millisecond)
		if c.Text = cleanText(c.Text); c.Text != "" && c.Start >= 0 && c.End > c.Start && c.End <= 2*maxCueTime {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b Cue) int { return cmp.Compare(a.Start, b.Start) })
	out := list[:0]
	for _, c := range list {
		if len(out) == 0 {
			out = append(out, c)
			continue
		}
		last := &out[len(out)-1]
		switch {
		case c.Start == last.Start:
			last.Text = joined(last.Text, c.Text)
			last.End = max(last.End, c.End)
		case c.Start <= last.End && c.Text == last.Text: // the same text continues
			last.End = max(last.End, c.End)
		default:
			last.End = min(last.End, c.Start)
			out = append(out, c)
		}
	}
	return slices.Clip(out)
}

// joined returns a and those lines of b that a does not have.
func joined(a, b string) string {
	lines := strings.Split(a, "\n")
	for line := range strings.SplitSeq(b, "\n") {
		if len(lines) < maxCueLines && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(plaintext.Truncate(strings.Join(lines, "\n"), maxCueText))
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// cleanText returns valid UTF-8 without control characters, in lines that are not
// empty.
func cleanText(s string) string {
	var lines []string
	for line := range strings.SplitSeq(lineEnds.Replace(plaintext.Truncate(s, 4*maxCueText)), "\n") {
		line = strings.Map(printable, strings.ToValidUTF8(line, "\uFFFD"))
		// Zero-width spaces are what editors fill lines with.
		if line = strings.Trim(line, " \u00a0\u200b\ufeff"); line != "" && len(lines) < maxCueLines {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(plaintext.Truncate(strings.Join(lines, "\n"), maxCueText))
}

// printable is for strings.Map: control characters are left out, but a tab is
// a space.
func printable(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case r < ' ' || r == 0x7f:
		return -1
	}
	return r
}

// Cut returns what is shown between two times of a video, with times counted from
// from. A to of 0 is the end of the video.
func Cut(cues []Cue, from, to time.Duration) []Cue {
	if from <= 0 && to <= 0 {
		return cues
	}
	var out []Cue
	for _, c := range cues {
		c.Start = max(c.Start, from)
		if to > 0 {
			c.End = min(c.End, to)
		}
		if c.Start < c.End {
			out = append(out, Cue{c.Start - from, c.End - from, c.Text})
		}
	}
	return out
}
