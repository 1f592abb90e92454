package storyboard

import (
	"errors"
	"image"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/hosts"
)

// Host is the only server that sprites are fetched from.
const Host = "i.ytimg.com"

// MaxSpec is the most bytes of a spec. Recorded ones have up to 1,300.
const MaxSpec = 16 << 10

// The bounds of a level. Recorded ones have frames of at most 160x90, 250 frames, and
// sprites of 10 by 10 frames or 800x450 pixels.
const (
	maxLevels    = 10
	maxSide      = 1000 // pixels of a frame
	maxFrames    = 100_000
	maxGrid      = 50 // columns or rows
	maxPixels    = 4_000_000
	maxInterval  = 10 * time.Minute
	maxName      = 40 // bytes
	maxSignature = 200
)

// Board is the storyboard of one video. The zero value is none.
type Board struct {
	Levels []Level // as YouTube lists them: the smallest frames first
}

// Level is all frames of a video in one size.
type Level struct {
	Width, Height int           // of a frame, in pixels
	Frames        int           // at least 1
	Columns, Rows int           // of a sprite; the last sprite may have fewer rows
	Interval      time.Duration // from one frame to the next; above 0

	address string // of the sprites, with $M where their number stands
}

// Parse reads a spec. The duration is that of the video; a level whose frames have no
// interval divides it. Levels that are incomplete or out of bounds are left out. The
// error says that no level is left.
func Parse(spec string, duration time.Duration) (Board, error) {
	if len(spec) > MaxSpec {
		return Board{}, errors.New("storyboard: spec is too long")
	}
	parts := strings.Split(spec, "|")
	var b Board
	for i, part := range parts[1:min(len(parts), 1+maxLevels)] {
		if l, ok := parseLevel(parts[0], i, part, duration); ok {
			b.Levels = append(b.Levels, l)
		}
	}
	if len(b.Levels) == 0 {
		return Board{}, errors.New("storyboard: no level that can be used")
	}
	return b, nil
}

// parseLevel reads the level of that index.
func parseLevel(base string, index int, part string, duration time.Duration) (l Level, ok bool) {
	fields := strings.Split(part, "#")
	if len(fields) != 8 {
		return l, false
	}
	name, signature := fields[6], fields[7]
	milliseconds := 0
	for i, f := range []struct {
		to         *int
		least, top int
	}{
		{&l.Width, 1, maxSide},
		{&l.Height, 1, maxSide},
		{&l.Frames, 1, maxFrames},
		{&l.Columns, 1, maxGrid},
		{&l.Rows, 1, maxGrid},
		{&milliseconds, 0, int(maxInterval / time.Millisecond)},
	} {
		n, err := strconv.ParseUint(fields[i], 10, 31)
		if err != nil || int(n) < f.least || int(n) > f.top {
			return l, false
		}
		*f.to = int(n)
	}
	l.Interval = time.Duration(milliseconds) * time.Millisecond
	if l.Interval == 0 {
		l.Interval = duration / time.Duration(l.Frames)
	}
	if l.Interval <= 0 || l.Width*l.Columns*l.Height*l.Rows > maxPixels {
		return l, false
	}
	l.address = addressOf(base, index, name, signature)
	if l.address == "" || l.sprites() > 1 && !strings.Contains(name, "$M") {
		return l, false
	}
	_, ok = l.Address(0)
	return l, ok
}

// addressOf returns the address of the sprites of a level, "" if there is none.
func addressOf(base string, index int, name, signature string) string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
	bare := strings.ReplaceAll(name, "$M", "")
	if name == "" || len(name) > maxName || strings.Trim(bare, letters) != "" || len(signature) > maxSignature {
		return ""
	}
	if !strings.Contains(base, "$L") || !strings.Contains(base, "$N") || strings.Contains(base, "$M") || strings.Contains(base, "#") {
		return ""
	}
	address := strings.NewReplacer("$L", strconv.Itoa(index), "$N", name).Replace(base)
	if signature != "" {
		if !strings.Contains(address, "?") {
			address += "?"
		}
		address += "&sigh=" + url.QueryEscape(signature)
	}
	return address
}

// Best returns the level whose frames are at least that large, in pixels, on one side,
// and smallest among those; otherwise the largest. It returns false for a board
// without levels.
func (b Board) Best(width, height int) (best Level, ok bool) {
	large := func(l Level) bool { return l.Width >= width || l.Height >= height }
	for _, l := range b.Levels {
		area, least := l.Width*l.Height, best.Width*best.Height
		switch {
		case !ok, large(l) && !large(best):
		case large(l) != large(best), large(l) && area >= least, !large(l) && area <= least:
			continue
		}
		best, ok = l, true
	}
	return best, ok
}

// Index returns which frame shows a time of the video, from 0 to Frames-1.
func (l Level) Index(at time.Duration) int {
	return int(max(0, min(at/l.Interval, time.Duration(l.Frames-1))))
}

// Time returns the time of the video from which a frame is shown.
func (l Level) Time(frame int) time.Duration { return time.Duration(frame) * l.Interval }

// Place returns in which sprite a frame is, counted from 0, and where in it, in pixels.
func (l Level) Place(frame int) (sprite int, in image.Rectangle) {
	frame = max(0, min(frame, l.Frames-1))
	sprite, rest := frame/(l.Columns*l.Rows), frame%(l.Columns*l.Rows)
	x, y := rest%l.Columns*l.Width, rest/l.Columns*l.Height
	return sprite, image.Rect(x, y, x+l.Width, y+l.Height)
}

// Address returns the address of a sprite, which is https and at Host. It returns false
// when there is no such sprite.
func (l Level) Address(sprite int) (string, bool) {
	if sprite < 0 || sprite >= l.sprites() {
		return "", false
	}
	address := strings.ReplaceAll(l.address, "$M", strconv.Itoa(sprite))
	u, err := url.Parse(address)
	if err != nil || !hosts.Allowed(u, Host) || !strings.EqualFold(u.Hostname(), Host) {
		return "", false
	}
	return address, true
}

// sprites returns how many sprites hold all frames.
func (l Level) sprites() int {
	each := l.Columns * l.Rows
	return (l.Frames + each - 1) / each
}
