// Package format turns what the user wishes and what the video offers into
// the streams to take and the file to make.
//
// It is the one room that knows another: a choice is made among
// youtube.Stream values, and copying that type to keep the rooms apart would
// only add a second list of the same fields.
package format

import (
	"time"

	"github.com/hilo-app/hilo/core/youtube"
)

// Kind is what a person asked for.
type Kind string

// The kinds.
const (
	Video   Kind = "video"
	Audio   Kind = "audio"
	Picture Kind = "picture" // the thumbnail alone
)

// Format is a kind of file that can be made, by its extension.
type Format string

// The formats. MP3 is encoded anew; the others keep the original bytes.
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
	Format    Format     `json:"format,omitempty"` // empty: MP3 for sound; for a video MP4, or WebM where that has the best picture and it is asked for
	MP3       MP3Quality `json:"mp3,omitempty"`
	MaxHeight int        `json:"max_height,omitempty"` // pixels of the shorter side, 0 = no cap; Everywhere caps at 1080 by itself
	Best      bool       `json:"best,omitempty"`       // best picture, even where fewer players can show it
	Language  string     `json:"language,omitempty"`   // BCP 47 of the sound, empty = the original
	DRC       bool       `json:"drc,omitempty"`        // take dynamic-range-compressed sound
	HDR       bool       `json:"hdr,omitempty"`        // take HDR where it is offered
	Subtitles Subtitles  `json:"subtitles,omitzero"`
	Clip      Clip       `json:"clip,omitzero"`
	Chapters  bool       `json:"chapters,omitempty"` // one file for each chapter, where the video has any
	Sidecars  Sidecars   `json:"beside,omitzero"`
}

// Clip is the part of a video from From up to To; the zero value is all of it,
// and a To of 0 the end.
type Clip struct {
	From time.Duration `json:"from,omitempty"`
	To   time.Duration `json:"to,omitempty"`
}

// Beside is what is saved beside the file, under its name.
type Sidecars struct {
	Picture bool `json:"picture,omitempty"` // the thumbnail, .jpg
	Text    bool `json:"text,omitempty"`    // title, channel, date, link, description, .txt
	JSON    bool `json:"json,omitempty"`    // the same for programs, .json
}

// Subtitles is what the user wants of a video's subtitles. None are taken
// unless they go somewhere: into a File, or Embed.
type Subtitles struct {
	// Languages are BCP 47 tags in order of preference, separated by commas;
	// "all" means every one that a human made. A string keeps a Wish comparable.
	Languages string `json:"languages,omitempty"`
	Generated bool   `json:"generated,omitempty"` // take those of speech recognition where there is none by a human
	File      bool   `json:"file,omitempty"`      // as a file beside the video
	Embed     bool   `json:"embed,omitempty"`     // inside the video's file
}

// Choice is the answer to a wish.
type Choice struct {
	Format  Format           // also the file name's extension
	MP3     MP3Quality       // how, when Format is MP3
	Streams []youtube.Stream // video first, then audio; one for sound only or for a muxed rescue stream
	Size    int64            // expected bytes of the finished file, 0 when unknown; of the whole video
	Clip    Clip             // the part to make a file of, within the video
}
