package media

import (
	"fmt"
	"time"
)

// check refuses what is no part of a video that lasts so long, which is 0 when
// not known.
func (c Clip) check(length time.Duration) error {
	switch {
	case c.From < 0 || c.To < 0 || c.To > 0 && c.To <= c.From:
		return fmt.Errorf("no clip lasts from %v to %v", c.From, c.To)
	case length > 0 && c.From >= length:
		return fmt.Errorf("%w: %v of %v", ErrOutside, c.From, length)
	}
	return nil
}

// cut returns m, which is tidy, for a file that is the part from from up to to
// of the video; a to of 0 is the end.
func (m Meta) cut(from, to time.Duration) Meta {
	m.Chapters = cutChapters(m.Chapters, from, to)
	subtitles := m.Subtitles
	m.Subtitles = nil
	for _, s := range subtitles {
		if s.Cues = CutCues(s.Cues, from, to); len(s.Cues) > 0 {
			m.Subtitles = append(m.Subtitles, s)
		}
	}
	return m
}

// cutChapters does with chapters, which are in order, what CutCues does with
// cues.
func cutChapters(all []Chapter, from, to time.Duration) []Chapter {
	var list []Chapter
	for i, c := range all {
		if to > 0 && c.Start >= to {
			break
		}
		if i+1 < len(all) && all[i+1].Start <= from {
			continue
		}
		c.Start = max(c.Start-from, 0)
		list = append(list, c)
	}
	return list
}
