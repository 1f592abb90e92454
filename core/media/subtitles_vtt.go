package media

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// vttCue is a cue with its lines as they are shown.
type vttCue struct {
	start, end time.Duration
	lines      []string
}

// parseVTT reads WebVTT (W3C WebVTT §4.1). Blocks without a line of times are
// the header, notes, styles and regions. Only a line without any character
// ends a cue: speech recognition shows lines of one space.
func parseVTT(data string) []Cue {
	var list []vttCue
	var cue *vttCue
	for line := range strings.SplitSeq(lineEnds.Replace(data), "\n") {
		if times, ok := vttTimes(line); ok {
			if len(list) > maxCues {
				break
			}
			list = append(list, times)
			cue = &list[len(list)-1]
			continue
		}
		if line == "" {
			cue = nil
		}
		if cue == nil {
			continue
		}
		for text := range strings.SplitSeq(withoutMarkup(line), "\n") {
			if text = strings.TrimSpace(unescape(text)); text != "" && len(cue.lines) < maxCueLines {
				cue.lines = append(cue.lines, text)
			}
		}
	}
	if rolls(list) {
		list = unrolled(list)
	}
	var cues []Cue
	for _, c := range list {
		cues = addCue(cues, c.start, max(c.end-c.start, 0), strings.Join(c.lines, "\n"))
	}
	return cues
}

// vttTimes reads the line of times of a cue; what follows them are positions.
func vttTimes(line string) (vttCue, bool) {
	from, rest, ok := strings.Cut(line, "-->")
	to := strings.Fields(rest)
	if !ok || len(to) == 0 {
		return vttCue{}, false
	}
	start, okStart := vttTime(strings.TrimSpace(from))
	end, okEnd := vttTime(to[0])
	return vttCue{start: start, end: end}, okStart && okEnd
}

// vttTime reads "1:02:03.456" or "02:03.456".
func vttTime(s string) (time.Duration, bool) {
	clock, fraction, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	parts := strings.Split(clock, ":")
	if len(parts) < 2 || len(parts) > 3 || len(fraction) > 3 {
		return 0, false
	}
	var total time.Duration
	for _, p := range parts {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil {
			return 0, false
		}
		total = total*60 + time.Duration(n)*time.Second
	}
	ms, err := strconv.ParseUint((fraction + "000")[:3], 10, 16)
	return total + time.Duration(ms)*time.Millisecond, err == nil && total < maxCueTime
}

// rollGap is how much later a cue may start than the last one ended for it to
// show the same line still.
const rollGap = 50 * time.Millisecond

// rolled says how many lines b shows first that were the last ones of a.
func rolled(a, b vttCue) int {
	if b.start > a.end+rollGap {
		return 0
	}
	for n := min(len(a.lines), len(b.lines)); n > 0; n-- {
		if slices.Equal(a.lines[len(a.lines)-n:], b.lines[:n]) {
			return n
		}
	}
	return 0
}

// rolls says whether a track is one of lines that roll up: most of its cues
// begin with what was shown before. In others a line may just come twice.
func rolls(list []vttCue) bool {
	again := 0
	for i := 1; i < len(list); i++ {
		if rolled(list[i-1], list[i]) > 0 {
			again++
		}
	}
	return again > 0 && again*2 >= len(list)-1
}

// unrolled leaves out what was shown before. A cue of which nothing is left
// makes the one before it last longer.
func unrolled(list []vttCue) []vttCue {
	var out []vttCue
	for i, c := range list {
		n := 0
		if i > 0 {
			n = rolled(list[i-1], c)
		}
		if n > 0 && n == len(c.lines) && len(out) > 0 {
			out[len(out)-1].end = max(out[len(out)-1].end, c.end)
			continue
		}
		c.lines = c.lines[n:]
		out = append(out, c)
	}
	return out
}
