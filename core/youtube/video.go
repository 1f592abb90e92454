package youtube

import (
	"strings"
	"sync/atomic"
	"time"

	"github.com/hilo-app/hilo/core/plaintext"
)

// Video is what YouTube tells a guest about one video.
type Video struct {
	ID          string // 11 characters
	Title       string
	Author      string // channel name
	ChannelID   string // "UC…", empty when the answer has none
	Description string
	Duration    time.Duration // zero while live
	Published   time.Time     // zero when the answer has no date
	Thumbnails  []Thumbnail   // smallest first
	Chapters    []Chapter     // read from the description; empty or at least three
	Captions    []Caption
	Storyboard  string // spec of the frames over the time line, for package storyboard; empty when there are none
	Live        LiveState
	Streams     []Stream

	// Profile names the client profile that got this answer. Media requests
	// must carry UserAgent, the one the addresses were given to.
	Profile   string
	UserAgent string

	// Rescue says that YouTube lists pictures but gives no address of one, except
	// of 360p with its sound, or that it lists sounds and gives none. Such an answer
	// is taken only when no other profile gives more.
	Rescue bool
	// Listed is the size of the largest picture that YouTube lists, in lines, with or
	// without an address; 0 when it lists none.
	Listed int

	// Alternate is another answer of that kind, with the sound alone where this one has
	// the picture. Nil when there is none.
	Alternate *Video

	renewed *atomic.Bool // whether it was looked up again as a new guest
	tried   []string     // keys of the attempts that were made; the last one succeeded
}

// URL is the address of the video's page.
func (v *Video) URL() string { return "https://www.youtube.com/watch?v=" + v.ID }

// LiveState is whether a video is, was or will be a live broadcast.
type LiveState int

// The live states.
const (
	NotLive LiveState = iota
	Live
	Upcoming
	WasLive
)

// Thumbnail is one size of a video's picture.
type Thumbnail struct {
	URL           string
	Width, Height int // pixels
}

// Chapter is a named part of a video. It ends where the next one starts.
type Chapter struct {
	Start time.Duration
	Title string
}

// Caption is one subtitle track.
type Caption struct {
	URL       string
	Language  string // BCP 47, such as "es" or "pt-BR"
	Name      string // as YouTube shows it
	Generated bool   // made by speech recognition
}

// Stream is one format of a video: its picture, its sound or both.
type Stream struct {
	Itag      int
	URL       string
	Container string // "mp4" or "webm"
	Codecs    string // RFC 6381, such as "avc1.640028"
	Size      int64  // bytes; 0 when not announced
	Bitrate   int    // peak, bits per second
	Duration  time.Duration
	HasVideo  bool
	HasAudio  bool

	Width, Height int // pixels
	FPS           int
	HDR           bool

	Language     string // BCP 47 of the sound; empty when the video has only one
	LanguageName string // as YouTube shows it
	Original     bool   // the original sound and no dub; true when there is only one
	Described    bool   // with audio description, for people who cannot see
	DRC          bool   // dynamic range compressed ("stable volume")
	Channels     int    // 2 is stereo; 0 when not announced
	// Loudness is that of the sound as YouTube measured it (integrated, ITU-R
	// BS.1770), in LUFS, from -70 up to 0; 0 when not announced.
	Loudness float64

	Init, Index Range     // zero when not announced
	Version     string    // YouTube's lmt, which changes when the bytes change
	Expires     time.Time // zero when the address does not say when
}

// Range is the bytes from From up to but not including To.
type Range struct{ From, To int64 }

// validID reports whether s has the form of a video id: 11 characters of
// base64url.
func validID(s string) bool { return len(s) == 11 && plaintext.IsToken(s) }

// channelID returns s if it has the form of a channel id, "UC" and 22 characters of
// base64url, else "".
func channelID(s string) string {
	if len(s) != 24 || !strings.HasPrefix(s, "UC") || !plaintext.IsToken(s) {
		return ""
	}
	return s
}
