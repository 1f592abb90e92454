package download

import (
	"fmt"
	"io"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
)

// container is what a download needs to know of a format of files. A new format
// is one entry of the table below.
type container struct {
	// layout builds the layout that takes the streams' bytes.
	layout func(layoutInput) (media.Layout, error)
	// reserve returns how many bytes to keep free for the tags of a file.
	reserve func(media.Meta) int64
	// verify compares a finished file with what its layout says is in it.
	verify func(r io.ReaderAt, size int64, want media.Summary) error
	// source returns the media.Meta.Source of a finished file.
	source func(r io.ReaderAt, size int64) (string, error)
	// converted says that the finished file is converted from the partial one,
	// while that grows, instead of being it.
	converted bool
	subtitles subtitlePlace
}

// subtitlePlace says where a file has subtitles.
type subtitlePlace int

const (
	subtitlesNowhere subtitlePlace = iota // they can only be sidecars
	subtitlesAtEnd                        // Layout.Finish adds them
	subtitlesBetween                      // they lie between the media and are known before the layout is built
)

// layoutInput is what a layout is built from.
type layoutInput struct {
	file          media.File // the partial file
	output        media.File // the finished file of a converted format
	heads         []media.Head
	quality       format.MP3Quality
	media.Options // reserve, clip, subtitles and how to resume
}

// containers has the formats by the name that they have in kind.name.
var containers = map[string]container{
	string(format.MP4):  {layout: newMP4, reserve: media.Room, verify: media.Verify, source: media.Source, subtitles: subtitlesAtEnd},
	string(format.M4A):  {layout: newMP4, reserve: media.Room, verify: media.Verify, source: media.Source, subtitles: subtitlesAtEnd},
	kindCopy:            {layout: newCopy, reserve: media.Room, verify: media.Verify, source: media.Source, subtitles: subtitlesAtEnd},
	string(format.WebM): {layout: newWebM, reserve: media.RoomWebM, verify: media.VerifyWebM, source: media.Source, subtitles: subtitlesBetween},
	string(format.MP3):  {layout: newMP3, reserve: media.RoomMP3, verify: media.VerifyMP3, source: media.Source, converted: true},
	string(format.Opus): {layout: newOpus, reserve: media.RoomOpus, verify: media.VerifyOpus, source: media.Source, converted: true},
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

func newMP4(in layoutInput) (media.Layout, error) {
	return media.NewMP4(in.file, in.heads, in.Options)
}

func newWebM(in layoutInput) (media.Layout, error) {
	return media.NewWebM(in.file, in.heads, in.Options)
}

func newCopy(in layoutInput) (media.Layout, error) {
	return media.NewCopy(in.file, in.heads[0].Size), nil
}

func newMP3(in layoutInput) (media.Layout, error) {
	o := media.MP3Options{Quality: qualities[in.quality], Room: in.Room, Clip: in.Clip}
	return media.NewMP3(in.file, in.heads[0], in.output, o)
}

func newOpus(in layoutInput) (media.Layout, error) {
	return media.NewOpus(in.file, in.heads[0], in.output, media.OpusOptions{Room: in.Room, Clip: in.Clip})
}

var qualities = map[format.MP3Quality]media.MP3Quality{
	format.MP3V0: media.MP3V0, format.MP3V2: media.MP3V2, format.MP3320: media.MP3320,
}

// supported returns a wish that this build can fulfil: one without LAME makes
// M4A for whoever wants sound in no format in particular.
func supported(w format.Wish) format.Wish {
	if w.Kind == format.Audio && w.Format == "" && !media.CanMP3 {
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
