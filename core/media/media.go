// Package media lays files out so that they are ready when the last byte lands.
package media

import (
	"errors"
	"io"
	"time"
)

// File is where a layout writes; *os.File is one.
type File interface {
	io.ReaderAt
	io.WriterAt
}

// Head is what a layout needs to know of a track before its media arrive.
type Head struct {
	Bytes []byte  // the stream's first bytes: init segment, sidx and, the better, the first moof
	Size  int64   // bytes of the whole stream
	FPS   float64 // frames per second, 0 when unknown or sound
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
	Subtitles            []Subtitle // of MP4 and M4A; see Options.Subtitles for WebM
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
