package download

import (
	"fmt"
	"io"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/m4a"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/media/ogg"
	"github.com/hilo-app/hilo/core/media/webm"
)

// container is what a download needs to know of a format of files. A new format
// is one entry of the table below. The functions are those that the format
// packages under media have in common; see there.
type container struct {
	layout  func(f media.File, heads []media.Head, o media.Options) (media.Layout, error)
	reserve func(media.Meta) int64
	verify  func(r io.ReaderAt, size int64, want media.Summary) error
	source  func(r io.ReaderAt, size int64) (string, error)
	// converted says that the finished file is converted from the partial one,
	// while that grows, instead of being it.
	converted bool
	resumes   bool // what is converted continues after a restart, instead of beginning anew
	cuts      bool // parts can be left out
	// made, where a clip begins earlier and less is left out than was asked for, because
	// what is left begins with key frames, reads Start and Cuts of a finished file.
	made      func(r io.ReaderAt, size int64) (media.Summary, error)
	subtitles subtitlePlace
}

// subtitlePlace says where a file has subtitles.
type subtitlePlace int

const (
	subtitlesNowhere subtitlePlace = iota // they can only be sidecars
	subtitlesAtEnd                        // Layout.Finish adds them
	subtitlesBetween                      // they lie between the media and are known before the layout is built
)

// containers has the formats by the name that they have in kind.name.
var containers = map[string]container{
	string(format.MP4):  {layout: mp4.New, reserve: mp4.Reserve, verify: mp4.Verify, source: mp4.Source, cuts: true, subtitles: subtitlesAtEnd},
	string(format.M4A):  {layout: mp4.New, reserve: mp4.Reserve, verify: mp4.Verify, source: mp4.Source, cuts: true, subtitles: subtitlesAtEnd},
	kindCopy:            {layout: mp4.NewCopy, reserve: mp4.Reserve, verify: mp4.Verify, source: mp4.Source, subtitles: subtitlesAtEnd},
	kindSound:           {layout: m4a.New, reserve: mp4.Reserve, verify: mp4.Verify, source: mp4.Source, converted: true, subtitles: subtitlesAtEnd},
	string(format.WebM): {layout: webm.New, reserve: webm.Reserve, verify: webm.Verify, source: webm.Source, cuts: true, made: webm.Made, subtitles: subtitlesBetween},
	string(format.MP3):  {layout: mp3.New, reserve: mp3.Reserve, verify: mp3.Verify, source: mp3.Source, converted: true, resumes: true, cuts: true},
	string(format.Opus): {layout: ogg.New, reserve: ogg.Reserve, verify: ogg.Verify, source: ogg.Source, converted: true, cuts: true},
}

// containerNamed returns the container with a kind's name.
func containerNamed(name string) (container, error) {
	c, ok := containers[name]
	if !ok {
		return c, fmt.Errorf("no format is called %q", name)
	}
	return c, nil
}

func containerOf(c format.Choice) container { return containers[kindOf(c).name] }

var qualities = map[format.MP3Quality]media.MP3Quality{
	format.MP3V0: media.MP3V0, format.MP3V2: media.MP3V2, format.MP3320: media.MP3320,
}

// supported returns a wish that this build can fulfil: one without LAME makes
// M4A for whoever wants sound in no format in particular.
func supported(w format.Wish) format.Wish {
	if w.Kind == format.Audio && w.Format == "" && !mp3.Available {
		w.Format = format.M4A
	}
	return w
}

// pieceSize is the most bytes of one request, 0 for the transfer's default. A
// converter reads a stream from its start: with a large piece for each
// connection, most of the stream would arrive at the end.
func (c container) pieceSize() int64 {
	if c.converted {
		return 512 << 10
	}
	return 0
}
