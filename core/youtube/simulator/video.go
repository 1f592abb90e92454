package simulator

import (
	"strconv"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/protobuf"
)

// Video is one video. Only ID and Media are needed to download it.
type Video struct {
	ID          string // 11 characters
	Title       string
	Author      string // channel name
	ChannelID   string // derived from Author when empty
	Description string // may contain chapters, as lines such as "0:00 Intro"
	Duration    time.Duration
	Published   string // "2026-10-03"; only the WEB answers and pages show it, lists show its age
	Views       int64  // derived from the ID when 0
	Live        LiveState
	Captions    []Caption
	Media       []Media // one per format
	Sponsored   []Sponsored

	// Playability is the status for every client; the zero value means OK.
	// ByClient overrides it for the client of that name, such as "VISIONOS".
	Playability Playability
	ByClient    map[string]Playability
	MadeForKids bool // refused to VISIONOS
	DRM         bool // formats are marked as protected
	// NoStoryboard leaves out the storyboard, as YouTube does for some videos.
	NoStoryboard bool
	Hue          int // degrees; the colour of the thumbnail. 0 derives it from the id
}

// LiveState says whether a video is, was or will be a live broadcast.
type LiveState int

// The live states.
const (
	NotLive LiveState = iota
	Live
	Upcoming
	WasLive
)

// Playability is the playability status of a player answer, in YouTube's wording.
type Playability struct {
	Status    string // "" means "OK"
	Reason    string
	Subreason string // second line of the message
}

// Statuses in YouTube's wording.
var (
	BotCheck = Playability{"LOGIN_REQUIRED", "Sign in to confirm you’re not a bot", "This helps protect our community. "}
	AgeGate  = Playability{"LOGIN_REQUIRED", "This video may be inappropriate for some users.", ""}
	Private  = Playability{"LOGIN_REQUIRED", "This video is private", "If the owner of this video has granted you access, please sign in."}
	Members  = Playability{"UNPLAYABLE", "This video is available to this channel's members on level: Good Neighbours (or any higher priced level).", ""}
	Geo      = Playability{"UNPLAYABLE", "The uploader has not made this video available in your country", ""}
	Refused  = Playability{"UNPLAYABLE", "This video is not available", ""}
	Removed  = Playability{"ERROR", "This video is unavailable", ""}
	Limited  = Playability{"UNPLAYABLE", "This content isn't available, try again later.", ""}
	Paid     = Playability{"UNPLAYABLE", "This video requires payment to watch.", ""}
	Premiere = Playability{"LIVE_STREAM_OFFLINE", "Premieres in 2 hours", ""}
)

// Media is one format of a video.
type Media struct {
	Itag          int
	MIME          string // with codecs: `video/mp4; codecs="avc1.640028"`
	Width, Height int    // pixels; 0 for sound
	FPS           int    // 30 when 0
	Bitrate       int    // peak, bits per second; from size and duration when 0
	HDR           bool
	Content       Content
	LMT           string   // lastModified; derived from video and itag when empty
	Init, Index   [2]int64 // first and last byte; read from Content when both are zero
	NoIndex       bool     // announce no init and index ranges
	NoSize        bool     // announce no contentLength and no clen

	Language     string // BCP 47; empty when there is only one sound
	LanguageName string // as YouTube shows it
	Original     bool   // the original sound and no dub
	DRC          bool   // "stable volume"

	Loudness float64 // announced, of the sound, in LUFS; -16.5 when 0

	Pace int64 // bytes per second for each answer; 0 means the server's
}

// Sponsored is a part of a video that users of SponsorBlock marked. The server
// answers for that service, too, as far as parts to skip go.
type Sponsored struct {
	From, To time.Duration
	Category string        // such as "sponsor"
	Length   time.Duration // of the video when it was marked; 0 means that it has not changed
	Votes    int
}

// Caption is one subtitle track.
type Caption struct {
	Language  string // BCP 47
	Name      string // as YouTube shows it
	Generated bool   // by speech recognition
	Cues      []Cue
}

// Cue is one line of a subtitle track.
type Cue struct {
	Start, End time.Duration
	Text       string
}

// Playlist is a list of videos.
type Playlist struct {
	ID       string // "PL…"; a channel's uploads are "UU…"
	Title    string
	Author   string
	Entries  []Entry
	PageSize int // entries per page; 0 means 100, as on YouTube
}

// Entry is one entry of a playlist. Empty fields are taken from the video.
type Entry struct {
	ID        string
	Title     string
	Author    string
	Duration  time.Duration
	Published string // "2026-10-03"
	Views     int64
}

// Channel is a channel with its uploads.
type Channel struct {
	ID      string   // "UC…"; derived from Name when empty
	Name    string   //
	Paths   []string // "/@name", "/c/name", "/user/name"
	Uploads []Entry  // served as playlist "UU…" and on the tab of videos, newest first
	Shorts  []Entry  // on the tab of Shorts
	Live    []Entry  // on the tab of broadcasts
	Lists   []string // ids of playlists, on the tab of playlists
}

// clen returns the announced size, "" when none is announced. YouTube announces
// none for muxed formats and for live broadcasts.
func (m *Media) clen(live LiveState) string {
	if m.NoSize || m.muxed() || live == Live || m.Content == nil {
		return ""
	}
	return strconv.FormatInt(m.Content.Size(), 10)
}

// muxed reports whether m has picture and sound in one file.
func (m *Media) muxed() bool { return m.Itag == 18 || m.Itag == 22 }

// xtags returns what tells the format from others with its itag.
func (m *Media) xtags() protobuf.Tags {
	var t protobuf.Tags
	if m.Language != "" {
		kind := "dubbed"
		if m.Original {
			kind = "original"
		}
		t = append(t, [2]string{"acont", kind}, [2]string{"lang", m.Language})
	}
	if m.DRC {
		t = append(t, [2]string{"drc", "1"})
	}
	return t
}
