// Package lame encodes MP3 with LAME 3.100, the system's libmp3lame, which it
// links statically so that the program runs where LAME is not installed. With
// the build tag dynamic_lame it is linked dynamically, for systems that have no
// static one. A build without cgo has everything but the encoder.
//
// New returns an Encoder: Encode takes samples, Flush returns the last bytes, and Tag
// the frame that replaces the first. The package knows no tags and no files.
package lame

import "errors"

// ErrMissing says that this program was built without LAME.
var ErrMissing = errors.New("this build has no MP3 encoder")

// Config sets up an Encoder.
type Config struct {
	Rate     int     // samples per second; there is no resampling
	Channels int     // 1 or 2
	Quality  float32 // of variable bit rate, from 0 (V0, the best) to 9
	Bitrate  int     // kilobits per second of constant bit rate; 0 means variable
}

// loudest is the loudest sample that LAME is given: 36 dB above full scale. LAME aborts the
// process for infinite ones, for what is no number, and for some above 10,000.
const loudest = 64
