package core

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/youtube"
)

// clipMark is before a clip in the name of what is made: "mp4@90000-165000", in
// milliseconds; an end of 0 is that of the video.
const clipMark = "@"

func withClip(kind string, c format.Clip) string {
	if c == (format.Clip{}) {
		return kind
	}
	return fmt.Sprintf("%s%s%d-%d", kind, clipMark, c.From.Milliseconds(), c.To.Milliseconds())
}

// cutClip takes apart what withClip has put together.
func cutClip(kind string) (string, media.Clip, error) {
	kind, clip, ok := strings.Cut(kind, clipMark)
	if !ok {
		return kind, media.Clip{}, nil
	}
	a, b, _ := strings.Cut(clip, "-")
	from, err1 := strconv.ParseInt(a, 10, 32)
	to, err2 := strconv.ParseInt(b, 10, 32)
	return kind, media.Clip{From: time.Duration(from) * time.Millisecond, To: time.Duration(to) * time.Millisecond}, errors.Join(err1, err2)
}

// clipEnd is where a clip ends in a video that lasts so long.
func clipEnd(c format.Clip, length time.Duration) time.Duration {
	if c.To > 0 && (length <= 0 || c.To < length) {
		return c.To
	}
	return length
}

// possibleClip says why a wish's clip cannot be had.
func possibleClip(v *youtube.Video, c format.Choice) error {
	switch {
	case c.Clip == (format.Clip{}):
		return nil
	case v.Duration > 0 && c.Clip.From >= v.Duration:
		return &Problem{Class: OutsideVideo, Err: fmt.Errorf("clip from %v of a video of %v", c.Clip.From, v.Duration)}
	case muxed(c):
		return &Problem{Class: OnlyWhole, Err: media.ErrNoIndex}
	}
	return nil
}

// clipName is a clip as a part of a file's name: "1.30-2.45", "0.07,5-end".
func clipName(c format.Clip) string {
	to := "end"
	if c.To > 0 {
		to = clock(c.To)
	}
	return clock(c.From) + "-" + to
}

// clock is a time with points, as names cannot have colons, and a comma before
// what is less than a second, so that 1.02,03 is not 1.02.03.
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
