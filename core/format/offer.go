package format

import "hilo/core/youtube"

// Offer is what can be had of a video, for a person to choose from.
type Offer struct {
	Video     []Option   // the best first; each makes another file
	Audio     []Option   // the same
	Languages []Language // of the sound, the original first; none when there is only one
	Subtitles []Subtitle // those by humans first
}

// Option is one file that can be made.
type Option struct {
	Wish    Wish   // what makes it
	Format  Format // of the file
	Quality string // as of Quality
	Size    int64  // bytes of the whole video, 0 when unknown
}

// Language is one sound of a video.
type Language struct {
	Tag      string // BCP 47, for Wish.Language
	Name     string // as YouTube shows it
	Original bool
}

// Subtitle is one subtitle track of a video.
type Subtitle struct {
	Language  string // BCP 47
	Name      string // as YouTube shows it
	Generated bool   // made by speech recognition
}

// Offers lists what can be had of v, for somebody who would else get w.
func Offers(v *youtube.Video, w Wish) Offer { return Offer{} }
