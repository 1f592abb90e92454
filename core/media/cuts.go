package media

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/media/subtitle"
)

// String returns the cuts in milliseconds: "1000-2500,60000-90000".
func (c Cuts) String() string {
	var all []string
	for _, x := range c {
		all = append(all, fmt.Sprintf("%d-%d", x.From.Milliseconds(), x.To.Milliseconds()))
	}
	return strings.Join(all, ",")
}

// maxCuts bounds how many parts a file leaves out.
const maxCuts = 1000

// ParseCuts is the opposite of String. The error says that text is none of its.
func ParseCuts(text string) (Cuts, error) {
	if text == "" {
		return nil, nil
	}
	var c Cuts
	before := time.Duration(-1)
	for part := range strings.SplitSeq(text, ",") {
		a, b, _ := strings.Cut(part, "-")
		from, err1 := strconv.ParseInt(a, 10, 32)
		to, err2 := strconv.ParseInt(b, 10, 32)
		x := Clip{time.Duration(from) * time.Millisecond, time.Duration(to) * time.Millisecond}
		if err1 != nil || err2 != nil || x.From <= before || x.To <= x.From || len(c) == maxCuts {
			return nil, fmt.Errorf("media: %.100q are no cuts", text)
		}
		c, before = append(c, x), x.To
	}
	return c, nil
}

// At returns where a time of the video is in a file that leaves out the cuts: for one
// that is left out, where what comes behind it begins.
func (c Cuts) At(t time.Duration) time.Duration {
	at := t
	for _, x := range c {
		if x.From >= t {
			break
		}
		at -= min(x.To, t) - x.From
	}
	return at
}

// Length returns how long the cuts are together.
func (c Cuts) Length() (sum time.Duration) {
	for _, x := range c {
		sum += x.To - x.From
	}
	return sum
}

// Parts returns what is left of a part of the video, in order; the last one's To may be 0
// as in a Clip.
func (c Cuts) Parts(part Clip) []Clip {
	var list []Clip
	from := part.From
	for _, x := range c {
		if x.To <= from {
			continue
		}
		if part.To > 0 && x.From >= part.To {
			break
		}
		if x.From > from {
			list = append(list, Clip{from, x.From})
		}
		from = x.To
	}
	if part.To == 0 || from < part.To {
		list = append(list, Clip{from, part.To})
	}
	return list
}

// Clip returns a part of the video as it is in a file that leaves out the cuts.
func (c Cuts) Clip(part Clip) Clip {
	if part.To > 0 {
		part.To = max(c.At(part.To), 1) // 0 would be the end of the video
	}
	part.From = c.At(part.From)
	return part
}

// Meta returns m with the times of a file that leaves out the cuts. Chapters and cues
// of which nothing is left are dropped. Those of m must be in order.
func (c Cuts) Meta(m Meta) Meta {
	if len(c) == 0 {
		return m
	}
	chapters := m.Chapters
	m.Chapters = nil
	for _, x := range chapters {
		x.Start = c.At(x.Start)
		if n := len(m.Chapters); n > 0 && m.Chapters[n-1].Start == x.Start {
			m.Chapters = m.Chapters[:n-1]
		}
		m.Chapters = append(m.Chapters, x)
	}
	tracks := m.Subtitles
	m.Subtitles = nil
	for _, t := range tracks {
		if t.Cues = c.Cues(t.Cues); len(t.Cues) > 0 {
			m.Subtitles = append(m.Subtitles, t)
		}
	}
	return m
}

// Cues returns cues with the times of a file that leaves out the cuts.
func (c Cuts) Cues(cues []subtitle.Cue) []subtitle.Cue {
	if len(c) == 0 {
		return cues
	}
	var kept []subtitle.Cue
	for _, x := range cues {
		if x.Start, x.End = c.At(x.Start), c.At(x.End); x.Start < x.End {
			kept = append(kept, x)
		}
	}
	return kept
}
