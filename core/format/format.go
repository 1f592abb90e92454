// Package format turns what the user wishes and what the video offers into
// the streams to take and the file to make.
//
// It is the one room that knows another: a choice is made among
// youtube.Stream values, and copying that type to keep the rooms apart would
// only add a second list of the same fields.
package format

import "hilo/core/youtube"

// Kind is what a person asked for.
type Kind string

// The kinds.
const (
	Video Kind = "video"
	Audio Kind = "audio"
)

// Wish is what the user wants of a video.
type Wish struct {
	Kind      Kind   `json:"kind"`
	MaxHeight int    `json:"max_height,omitempty"` // pixels of the shorter side, 0 = no cap; Everywhere caps at 1080 by itself
	Best      bool   `json:"best,omitempty"`       // best picture, even where fewer players can show it
	Language  string `json:"language,omitempty"`   // BCP 47 of the sound, empty = the original
	DRC       bool   `json:"drc,omitempty"`        // take dynamic-range-compressed sound
	HDR       bool   `json:"hdr,omitempty"`        // take HDR where it is offered
}

// Choice is the answer to a wish.
type Choice struct {
	Container string           // "mp4" or "m4a": also the file name's extension
	Streams   []youtube.Stream // video first, then audio; one for sound only or for a muxed rescue stream
	Size      int64            // expected bytes of the finished file, 0 when unknown
}
