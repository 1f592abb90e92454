package youtube

import (
	"fmt"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/age"
)

// ListKind is what a list is.
type ListKind string

// The kinds of lists.
const (
	PlaylistKind ListKind = "playlist" // made by a person, or all uploads of a channel
	AlbumKind    ListKind = "album"    // "OLAK5uy…": Title is the album, Author the artist, Entry.Index the track
	ChannelKind  ListKind = "channel"  // one tab of a channel, newest first
	SearchKind   ListKind = "search"   // best match first, unless another order is asked for
	MixKind      ListKind = "mix"      // "RD…": made by YouTube for this request, without an end of its own
)

// Tab is a tab of a channel.
type Tab string

// The tabs that hold lists.
const (
	VideosTab    Tab = "videos"
	ShortsTab    Tab = "shorts"
	LiveTab      Tab = "streams" // past and present broadcasts
	PlaylistsTab Tab = "playlists"
)

// ListPage is the part of a list that came with one answer.
type ListPage struct {
	Entries []Entry     // in the order of the list; never empty
	Summary ListSummary // of the list up to and with this page
}

// ListSummary says what a list is and how much of it has come.
type ListSummary struct {
	Kind      ListKind
	ID        string // of a playlist, album or mix; "UC…" of a channel; empty for a search
	Title     string // of a search: its words
	Author    string
	Announced int // entries that YouTube says the list has, 0 when it does not say
	Received  int // entries that came, those that are unavailable too

	// How many of the received entries cannot be had: private, deleted, or for
	// another reason (live, upcoming, blocked).
	Private, Deleted, Unavailable int

	Ended   bool // there is no further page
	Bounded bool // it ended because Hilo reads no more of such a list
}

// Available returns the number of entries that came and can be had.
func (s ListSummary) Available() int { return s.Received - s.Private - s.Deleted - s.Unavailable }

// Missing returns how many of the announced entries did not come although the
// list ended: YouTube leaves unavailable ones out without saying why.
func (s ListSummary) Missing() int {
	if !s.Ended || s.Bounded {
		return 0
	}
	return max(s.Announced-s.Received, 0)
}

// String returns a line such as "230 of 232: 2 are private", in English.
func (s ListSummary) String() string {
	whole := max(s.Announced, s.Received)
	line := fmt.Sprintf("%d of %d", s.Available(), whole)
	switch {
	case whole == s.Available():
		line = fmt.Sprint(whole)
	case !s.Ended:
		return line + " so far"
	}
	var why []string
	for _, part := range []struct {
		n    int
		what string
	}{{s.Private, "private"}, {s.Deleted, "deleted"}, {s.Unavailable, "unavailable"}, {s.Missing(), "hidden by YouTube"}} {
		switch part.n {
		case 0:
		case 1:
			why = append(why, "1 is "+part.what)
		default:
			why = append(why, fmt.Sprintf("%d are %s", part.n, part.what))
		}
	}
	if s.Bounded {
		why = append(why, "Hilo reads no more")
	}
	if len(why) == 0 {
		return line
	}
	return line + ": " + strings.Join(why, ", ")
}

// count adds an entry to the summary.
func (s *ListSummary) count(e *Entry) {
	s.Received++
	switch e.Unavailable {
	case "":
	case Private:
		s.Private++
	case Removed:
		s.Deleted++
	default:
		s.Unavailable++
	}
}

// Entry is one entry of a list: a video, or on a channel's playlists tab a list.
type Entry struct {
	ID        string // of the video, 11 characters
	ListID    string // of the list, and then ID is empty
	Title     string
	Author    string        // channel name
	Duration  time.Duration // zero when not shown
	Age       age.Age       // since it was published, as YouTube rounds it; the zero value when not shown
	Views     int64         // rounded to three digits or fewer in most lists; 0 when not shown
	Thumbnail string        // address of a JPEG or WebP of at least 320 pixels where YouTube has one; may be empty
	Index     int           // place in the list, from 1; unavailable entries count

	// Unavailable says why the entry cannot be downloaded: Private, Removed, IsLive,
	// IsUpcoming, or Unknown. It is empty for one that can.
	Unavailable Class
}
