package download

import (
	"fmt"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/youtube"
)

// checkClip returns why a choice's clip cannot be made, nil if it can or if the
// choice is the whole video.
func checkClip(v *youtube.Video, c format.Choice) error {
	switch {
	case c.Clip == (format.Clip{}):
		return nil
	case v.Duration > 0 && c.Clip.From >= v.Duration:
		return &problem.Problem{Class: problem.OutsideVideo, Err: fmt.Errorf("clip from %v of a video of %v", c.Clip.From, v.Duration)}
	case muxed(c):
		return &problem.Problem{Class: problem.OnlyWhole, Err: media.ErrNoIndex}
	}
	return nil
}

// end returns where the file ends in the video.
func (a *attempt) end() time.Duration { return clipEnd(a.choice.Clip, a.video.Duration) }

// clipEnd returns where a clip ends in a video of the given length, 0 when that
// is unknown.
func clipEnd(c format.Clip, length time.Duration) time.Duration {
	if c.To > 0 && (length <= 0 || c.To < length) {
		return c.To
	}
	return length
}

// clipName returns a clip as a part of a file name: "1.30-2.45", "0.07,5-end".
func clipName(c format.Clip) string {
	to := "end"
	if c.To > 0 {
		to = clock(c.To)
	}
	return clock(c.From) + "-" + to
}

// clock writes a time with points, because names cannot have colons, and a comma
// before what is less than a second, so that 1.02,03 is not 1.02.03.
func clock(t time.Duration) string {
	s := t / time.Second
	text := fmt.Sprintf("%d.%02d", s/60, s%60)
	if s >= 3600 {
		text = fmt.Sprintf("%d.%02d.%02d", s/3600, s/60%60, s%60)
	}
	if ms := t.Milliseconds() % 1000; ms > 0 {
		text += "," + strings.TrimRight(fmt.Sprintf("%03d", ms), "0")
	}
	return text
}
