// Package media lays files out so that they are ready when the last byte lands.
package media

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/hilo-app/hilo/core/media/subtitle"
)

// File is where a layout writes; *os.File is one.
type File interface {
	io.ReaderAt
	io.WriterAt
}

// Head is what a layout needs to know of a track before its media arrive.
type Head struct {
	Bytes []byte // the stream's first bytes: init segment, sidx and, the better, the first moof
	Size  int64  // bytes of the whole stream
}

// Range is the bytes From up to but not including To of one track's stream.
type Range struct {
	Track    int
	From, To int64
}

// Clip is the part of a video from From up to To, in the time of the whole
// video; the zero value is all of it, and a To of 0 the end.
type Clip struct{ From, To time.Duration }

// Layout is one output file in the making. WriteAt takes a track's bytes at
// their offset in the source stream; it may be called from several goroutines
// for ranges that do not overlap, in any order unless Ordered says otherwise.
type Layout interface {
	Ranges() []Range // what to fetch, in output order
	Total() int64    // bytes of what Ranges gives for a file of which nothing is there
	InOrder() bool   // bytes must come in the order of Ranges
	WriteAt(track int, p []byte, off int64) error
	ReadAt(track int, p []byte, off int64) error // bytes written before, by source offset
	State() []byte                               // what an Ordered layout needs to go on after a restart; nil otherwise
	Finish(m Meta) (Summary, error)              // never a second pass over the media
}

// Converter is a Layout that stores a stream as it is, in any order, in one file,
// while a goroutine of its own makes another file of it: it follows the bytes
// that are there without a gap from the first on. What it makes is as good as
// done when the last byte has come, if the bytes came more or less in order. For
// a clip, it stores and follows only what that needs.
//
// After a restart, what has been stored is told with Have, and the other file
// is made again from its start, which costs no more than a moment of computing.
//
// Finish waits for that goroutine. WriteAt returns its error if it has failed.
type Converter interface {
	Layout
	Stored(r []Range)  // bytes that are stored already; those of track 0 count
	Progress() float64 // how much of what Ranges gives has been used, from 0 to 1
	// Close stops the goroutine at once; Finish then fails, also one that is
	// waiting. It may be called again, also after Finish. The files stay open.
	Close() error
}

// Options sets up a layout. The zero value is usable.
type Options struct {
	// Reserve is how many bytes to keep for tags, cover and chapters; see the
	// function Room. What does not fit goes behind the media.
	Reserve int64
	// Clip is the part to make a file of.
	Clip Clip
	// Subtitles are those of a WebM file, which takes them only now. Their times
	// are those of the whole video.
	Subtitles []subtitle.Track
	// InOrder makes an Ordered layout even though there is an index.
	InOrder bool
	// State is what State of an Ordered layout returned, to go on from there:
	// Ranges then begins at the first byte that the state does not know of.
	// All that was written when State was called must be in the file by now, so
	// call State, make the file durable, save the state, in this order. Bytes
	// written after that have to come again, as their places are not known.
	// Whatever Ranges then says has to be fetched, also what was written before:
	// see NewWebM.
	// Of a layout that is not Ordered, State is nil and has no effect here.
	State []byte
	// Resume says that the file holds bytes already. What is there of this
	// layout is left alone.
	Resume bool
	// Output is the file that a Converter makes; the stream itself is stored in
	// the file that New is given. Other layouts ignore it.
	Output File
	// Quality is that of an MP3 file.
	Quality MP3Quality
}

// MP3Quality is how an MP3 is encoded.
type MP3Quality int

// The qualities, in LAME's terms.
const (
	MP3V0  MP3Quality = iota // variable bit rate, the best: about 245 kbit/s
	MP3V2                    // variable bit rate, about 190 kbit/s
	MP3320                   // constant bit rate, 320 kbit/s
)

// Meta is what a finished file says about itself. Empty fields are left out.
// Its times are those of the whole video, also for a clip.
type Meta struct {
	Title, Artist, Album string
	Number               int    // of the track in its album; 0 when there is none
	Date                 string // "2026-11-23" or "2026"
	Link                 string // where it came from
	Source               string // exactly what it was made from, for programs; see Source
	Description          string
	Cover                []byte // JPEG or PNG
	Chapters             []Chapter
	Subtitles            []subtitle.Track // of MP4 and M4A; see Options.Subtitles for WebM
}

// Chapter is a named part; it ends where the next one starts.
type Chapter struct {
	Start time.Duration
	Title string
}

// Summary is what is in a finished file.
type Summary struct {
	Size     int64         // bytes
	Start    time.Duration // in the whole video, where the file begins; not 0 only for a clip
	Duration time.Duration
	Tracks   []Track
}

// Track is one track of a finished file.
type Track struct {
	Kind     string // "video" or "audio"
	Codec    string // sample entry, such as "avc1" or "mp4a"
	Samples  int
	Duration time.Duration // of what is played, without what an edit list cuts off or waits for
	// Announced is how long the stream itself says that it is, of a whole MP4,
	// M4A or WebM that was just made; else 0.
	Announced time.Duration
}

// ErrIndex says that a stream's index (sidx) does not describe its bytes, so
// that the file must be made again with Options.InOrder.
var ErrIndex = errors.New("stream index does not match its bytes")

// ErrNoIndex says that a clip cannot be made because a stream has no index to
// find it by.
var ErrNoIndex = errors.New("stream has no index to find a clip by")

// ErrOutside says that a clip begins behind the end of the video.
var ErrOutside = errors.New("clip begins behind the end of the video")

// ErrDamaged says that a stream's bytes cannot be read as media.
var ErrDamaged = errors.New("stream is damaged")

// ErrNoSource says that a file was not made by this program, or is of another
// format.
var ErrNoSource = errors.New("media: no source in the file")

// Validate returns an error for what is no part of a video of the given length,
// which is 0 when it is not known. The error wraps ErrOutside if the clip begins
// behind the end.
func (c Clip) Validate(length time.Duration) error {
	switch {
	case c.From < 0 || c.To < 0 || c.To > 0 && c.To <= c.From:
		return fmt.Errorf("no clip lasts from %v to %v", c.From, c.To)
	case length > 0 && c.From >= length:
		return fmt.Errorf("%w: %v of %v", ErrOutside, c.From, length)
	}
	return nil
}

// Compare returns an error that wraps ErrDamaged if got, of a file that was read
// back, is not want, of the file that was made: the size, the tracks, the number
// of their samples, and durations that differ by more than a tenth of a second.
// What is zero in want is not compared.
func Compare(got, want Summary) error {
	if want.Size != 0 && got.Size != want.Size {
		return fmt.Errorf("%w: file has %d bytes instead of %d", ErrDamaged, got.Size, want.Size)
	}
	if !near(got.Duration, want.Duration) {
		return fmt.Errorf("%w: file lasts %v instead of %v", ErrDamaged, got.Duration, want.Duration)
	}
	if len(want.Tracks) != 0 && len(got.Tracks) != len(want.Tracks) {
		return fmt.Errorf("%w: file has %d tracks instead of %d", ErrDamaged, len(got.Tracks), len(want.Tracks))
	}
	for i, w := range want.Tracks {
		g := got.Tracks[i]
		if w.Kind != "" && g.Kind != w.Kind || w.Codec != "" && g.Codec != w.Codec {
			return fmt.Errorf("%w: track %d is %s %s instead of %s %s", ErrDamaged, i, g.Kind, g.Codec, w.Kind, w.Codec)
		}
		if w.Samples != 0 && g.Samples != w.Samples || !near(g.Duration, w.Duration) {
			return fmt.Errorf("%w: %s has %d samples in %v instead of %d in %v", ErrDamaged, g.Kind, g.Samples, g.Duration, w.Samples, w.Duration)
		}
	}
	return nil
}

func near(got, want time.Duration) bool {
	return want == 0 || (got-want).Abs() <= time.Second/10
}
