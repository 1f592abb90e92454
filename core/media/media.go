// Package media is the contract between the formats of files and their users.
//
// A format makes one file out of one or more streams of a site while their bytes
// arrive, so that the file is complete moments after the last byte. The packages
// mp4, webm, mp3 and ogg have the same functions:
//
//	New(file File, heads []Head, o Options) (Layout, error)
//	Reserve(m Meta) int64                                  // what Options.Reserve should be
//	Verify(r io.ReaderAt, size int64, want Summary) error  // of a finished file
//	Source(r io.ReaderAt, size int64) (string, error)      // Meta.Source of a finished file
//
// A Layout says which Ranges of which stream to fetch, takes them with WriteAt,
// and writes the Meta with Finish, whose Summary Verify compares with the file.
// mp4 and webm store the media at their place in the file; mp3 and ogg return a
// Converter, which stores the stream in one file and encodes into another.
//
// Errors are of four classes, which errors.Is tells apart: ErrDamaged, ErrIndex,
// ErrNoIndex and ErrOutside. All others are those of the File.
//
// The package knows no format, and nothing of where streams come from: no
// network, no names of files, no site.
package media

import (
	"context"
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

// Head is what a layout needs to know of a stream before its media arrive.
type Head struct {
	Bytes []byte // the first bytes: init segment, index (sidx or Cues) and, if possible, the first fragment's header
	Size  int64  // bytes of the whole stream
}

// Range is the bytes From up to but not including To of one stream. Track is the
// position of the stream in the heads.
type Range struct {
	Track    int
	From, To int64
}

// Clip is the part of a video from From up to To, in the time of the whole
// video; the zero value is all of it, and a To of 0 means the end.
type Clip struct{ From, To time.Duration }

// Cuts are parts of a video that a file leaves out, in order and without overlap, each
// with an end.
type Cuts []Clip

// Layout is one output file that is being made. Several goroutines may call
// WriteAt at once for ranges that do not overlap, in any order unless InOrder
// says otherwise.
type Layout interface {
	// Ranges returns what to fetch, in output order.
	Ranges() []Range
	// Total returns the number of bytes that Ranges has for an empty file.
	Total() int64
	// InOrder reports whether the bytes must arrive in the order of Ranges.
	InOrder() bool
	// WriteAt takes bytes of a stream at their offset in it. Bytes that the file
	// does not need are ignored.
	WriteAt(track int, p []byte, off int64) error
	// ReadAt returns bytes that were written before, by their offset in the stream.
	ReadAt(track int, p []byte, off int64) error
	// State returns what Options.State takes after a restart; nil if the layout is
	// not in order.
	State() []byte
	// Finish completes the file without reading the media again.
	Finish(m Meta) (Summary, error)
}

// Converter is a Layout that stores a stream as it is, in any order, in one file,
// while a goroutine makes another file of it: it reads the bytes that are present
// without a gap from the first on. If the bytes arrive more or less in order, the
// other file is nearly complete when the last byte arrives. Of a clip, only what
// it needs is stored and read.
//
// After a restart, the caller reports with Stored what the file has already. The
// other file is made again from its start, which costs computing and no bytes; MP3
// continues what is in Options.Output.
//
// Finish waits for the goroutine. WriteAt returns its error if it has failed.
type Converter interface {
	Layout
	// Stored reports ranges that the file has already; those of track 0 count.
	Stored(r []Range)
	// Progress returns how much of Ranges has been read, from 0 to 1.
	Progress() float64
	// Close stops the goroutine at once. Finish then fails, also one that is
	// waiting. It may be called again, also after Finish. The files stay open.
	Close() error
}

// Placer is a Layout whose places are known before the bytes arrive, unless it is in
// order.
type Placer interface {
	Layout
	// Place returns where in the partial file the byte at off of a stream lies, and how
	// many bytes lie together from there on; none if it is not kept.
	Place(track int, off int64) (at, n int64)
}

// Checker is a Layout that was made with Options.State and can tell whether what
// an earlier start wrote is still in the file. Such a layout cannot read the bytes
// of a stream back. Of one that can, the caller compares those.
type Checker interface {
	Layout
	// Check reads what was written before and returns what writes the parts again
	// that are not the same any more or cannot be read, in the order of the file.
	// The error wraps ErrDamaged when that is not possible, and is the cause of ctx
	// when that ends. Of a state that has no checksums, from an earlier version,
	// nothing is read. Check may run while WriteAt does.
	Check(ctx context.Context) ([]Repair, error)
}

// Repair writes a damaged part of a file again. It must not be used by several
// goroutines at once; the Layout may be in use meanwhile.
type Repair interface {
	// Ranges returns what to fetch, in this order. It is least when all Ranges of the
	// Layout were written before.
	Ranges() []Range
	// WriteAt takes bytes of a stream at their offset in it.
	WriteAt(track int, p []byte, off int64) error
	// Finish reads the part back when all of Ranges was written. The error wraps
	// ErrDamaged when it is still not right, and is the cause of ctx when that ends.
	Finish(ctx context.Context) error
}

// Options sets up a layout. The zero value is usable, but a Converter needs an
// Output.
type Options struct {
	// Reserve is how many bytes to keep for tags, cover and chapters; the function
	// Reserve of a format computes it. Tags that are larger go behind the media, or
	// are shortened where the format has no other place.
	Reserve int64
	// Clip is the part to make a file of.
	Clip Clip
	// Cuts are parts of the video that the file leaves out: MP3 at the sample; MP4 and M4A
	// where the packet of sound begins that is nearest; Opus at the packet, of
	// 20 ms; WebM up to the key frame before the end of the part.
	Cuts Cuts
	// Subtitles are those of a WebM file, which has them among the media; of other
	// formats see Meta.Subtitles. Their times are those of the whole video.
	Subtitles []subtitle.Track
	// InOrder makes an MP4 layout one in order even though there is an index.
	InOrder bool
	// State is what State of a layout in order returned. Ranges then begins at the
	// first byte that the state does not cover. The file must have all that was
	// written when State was called: call State, make the file durable, save the
	// state, in this order. All of Ranges must be fetched, even bytes that were
	// written before the restart, as their place in the file is not known.
	// It has no effect on other layouts.
	State []byte
	// Resume says that the file has bytes of this layout already, which are kept, and
	// Output what an earlier start of the same Converter left there, whatever that is.
	Resume bool
	// Output is the file that a Converter makes; the stream itself is stored in the
	// file that New is given. Other layouts ignore it.
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
	AlbumArtist          string // where it is another than Artist
	Number, Total        int    // of the track in its album, and the tracks of that; 0 when there is none
	Disc                 int    // of the album; 0 when there is none
	Date                 string // "2026-11-23" or "2026"
	Link                 string // the address of the video's page
	Source               string // exactly what the file was made from, for programs; the function Source of a format reads it
	Description          string
	Cover                []byte // JPEG or PNG; WebM has none
	Chapters             []Chapter
	Loudness             float64          // of the sound in LUFS (ITU-R BS.1770), for tags that make players play all files equally loud; 0 when unknown
	Subtitles            []subtitle.Track // of MP4 and M4A; see Options.Subtitles for WebM
}

// Chapter is a named part of a video. It ends where the next one starts.
type Chapter struct {
	Start time.Duration
	Title string
}

// Summary is what is in a finished file.
type Summary struct {
	Size     int64         // bytes
	Start    time.Duration // in the whole video, where the file begins; 0 unless it is a clip
	Duration time.Duration
	Cuts     Cuts // what an MP4, M4A or WebM file leaves out, which may be a little other than Options.Cuts; nil of other formats
	Tracks   []Track
}

// Track is one track of a finished file.
type Track struct {
	Kind     string // "video" or "audio"
	Codec    string // sample entry, such as "avc1" or "mp4a"
	Coding   string // RFC 6381, with profile and level: "avc1.640028"; empty when Codec says all
	Samples  int
	Duration time.Duration // of what is played, without what an edit list skips or delays
	// Announced is the length that the stream itself claims, in the Summary that
	// Finish of a whole MP4, M4A or WebM returns; else 0.
	Announced time.Duration
}

// ErrIndex says that a stream's index (sidx) does not describe its bytes. The file
// must be made again with Options.InOrder.
var ErrIndex = errors.New("stream index does not match its bytes")

// ErrNoIndex says that a clip cannot be made because a stream has no index in
// which to find it.
var ErrNoIndex = errors.New("stream has no index to find a clip by")

// ErrOutside says that a clip begins behind the end of the video.
var ErrOutside = errors.New("clip begins behind the end of the video")

// ErrDamaged says that a stream's bytes cannot be read as media.
var ErrDamaged = errors.New("stream is damaged")

// ErrNoSource says that a file was not made by this program, or is of another
// format.
var ErrNoSource = errors.New("media: no source in the file")

// Validate returns an error if c is not a part of a video of the given length,
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
// back, is not want, of the file that was made: the size, the tracks, how they
// are coded, the number of their samples, and durations that differ by more than a tenth of a second.
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
		if w.Coding != "" && g.Coding != w.Coding {
			return fmt.Errorf("%w: %s is coded as %s instead of %s", ErrDamaged, g.Kind, g.Coding, w.Coding)
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
