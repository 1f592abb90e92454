// Package format chooses among the formats of a video: it turns a Wish and a
// youtube.Video into the streams to download and the file to make of them.
//
//	Wish + youtube.Video -> Choose   -> Choice (streams, container, size)
//	                     -> Captions -> the subtitle tracks to download
//	                     -> Offers   -> Offer (everything that can be chosen)
//
// rank.go compares streams; choose.go applies the rules that no comparison
// expresses, such as that picture and sound share a container.
//
// The package knows package youtube, whose Stream values it chooses among, and
// nothing of networks, files, media bytes and the queue. It does no I/O, and the
// same input always gives the same choice.
package format

import (
	"time"

	"github.com/hilo-app/hilo/core/youtube"
)

// Kind is what to save of a video.
type Kind string

// The kinds.
const (
	Video   Kind = "video"
	Audio   Kind = "audio"
	Picture Kind = "picture" // the thumbnail only
)

// Format is a file format, named by its extension.
type Format string

// The formats. MP3 is transcoded; the others keep the encoded media as it is.
const (
	MP4  Format = "mp4"  // H.264 or AV1, and AAC
	WebM Format = "webm" // VP9 or AV1, and Opus
	MP3  Format = "mp3"
	M4A  Format = "m4a"  // AAC
	Opus Format = "opus" // in Ogg
)

// MP3Quality is how an MP3 is encoded.
type MP3Quality string

// The qualities of an MP3.
const (
	MP3V0  MP3Quality = ""    // variable, about 245 kbit/s
	MP3V2  MP3Quality = "v2"  // variable, about 190 kbit/s
	MP3320 MP3Quality = "320" // constant, 320 kbit/s
)

// Wish is what the user wants of a video.
type Wish struct {
	Kind      Kind       `json:"kind"`
	Format    Format     `json:"format,omitempty"` // empty: MP3 for sound; for a video MP4, or with Best the one with the best picture
	MP3       MP3Quality `json:"mp3,omitempty"`
	MaxHeight int        `json:"max_height,omitempty"` // pixels of the shorter side; 0 means 1080, or no cap with Best
	Best      bool       `json:"best,omitempty"`       // the best picture, even if fewer players can show it
	Language  string     `json:"language,omitempty"`   // BCP 47 of the sound; empty means the original
	DRC       bool       `json:"drc,omitempty"`        // prefer sound with a compressed dynamic range
	HDR       bool       `json:"hdr,omitempty"`        // prefer HDR
	Subtitles Subtitles  `json:"subtitles,omitzero"`
	Clip      Clip       `json:"clip,omitzero"`
	Chapters  bool       `json:"chapters,omitempty"` // one file for each chapter, if the video has any
	Sidecars  Sidecars   `json:"beside,omitzero"`    // the key is older than the name; queues are persisted with it
	// SponsorBlock is off in the zero value.
	SponsorBlock SponsorBlock `json:"sponsorblock,omitzero"`
}

// SponsorBlock is what becomes of the parts of a video that users of SponsorBlock
// marked, see package sponsorblock.
type SponsorBlock struct {
	Mode SponsorMode `json:"mode,omitempty"`
	// Categories are those of package sponsorblock, separated by commas; empty means
	// paid promotion alone. It is a string and no slice, so that a Wish is comparable.
	Categories string `json:"categories,omitempty"`
}

// SponsorMode is what becomes of marked parts.
type SponsorMode string

// The modes.
const (
	SponsorOff    SponsorMode = ""       // the service is not asked
	SponsorMark   SponsorMode = "mark"   // they become chapters
	SponsorRemove SponsorMode = "remove" // they are left out where the format of the file can, else they become chapters
)

// Clip is the part of a video from From up to To. A To of 0 means the end, so that
// the zero value is the whole video.
type Clip struct {
	From time.Duration `json:"from,omitempty"`
	To   time.Duration `json:"to,omitempty"`
}

// Sidecars are the files that are saved next to the media file, under its name.
type Sidecars struct {
	Picture bool `json:"picture,omitempty"` // the thumbnail, .jpg
	Text    bool `json:"text,omitempty"`    // title, channel, date, link, description, .txt
	JSON    bool `json:"json,omitempty"`    // the same for programs to read, .json
}

// Subtitles is what the user wants of a video's subtitles. Without File or Embed
// none are downloaded.
type Subtitles struct {
	// Languages are BCP 47 tags in order of preference, separated by commas;
	// AllLanguages means every one that a human wrote. It is a string and no slice, so
	// that a Wish is comparable.
	Languages string `json:"languages,omitempty"`
	Generated bool   `json:"generated,omitempty"` // take generated ones (speech recognition) if no human wrote any
	File      bool   `json:"file,omitempty"`      // as .srt files next to the video
	Embed     bool   `json:"embed,omitempty"`     // inside the video's file
}

// Choice is what Choose returns: the streams to download and the file to make.
type Choice struct {
	Format  Format           // also the file name's extension
	MP3     MP3Quality       // of Format MP3
	Streams []youtube.Stream // video before audio; one for sound and for a muxed stream, which may be taken for its sound
	Size    int64            // expected bytes of the file of the whole video, 0 when unknown
	Clip    Clip             // the part of the video that the file has
	Cuts    []Clip           // what is left out of that, in order and without overlap; Choose sets none
}

// SoundOnly reports whether the file has sound and no picture.
func (c Choice) SoundOnly() bool {
	return c.Format == MP3 || c.Format == M4A || c.Format == Opus
}
