package subtitle

import "time"

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
