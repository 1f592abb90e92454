package status

import "time"

// ListKind is what the downloads of a group were added from.
type ListKind string

// The kinds of lists.
const (
	Links    ListKind = "links" // several videos that were added together
	Playlist ListKind = "playlist"
	Album    ListKind = "album" // a playlist that YouTube makes of an album, whose id begins with OLAK5uy
	Channel  ListKind = "channel"
	Search   ListKind = "search"
	Mix      ListKind = "mix"      // a list without an end that YouTube makes for a video
	Chapters ListKind = "chapters" // of one video
)

// Group is what was added together, with the sums of its downloads, at one moment.
// It is a value, as Status is.
type Group struct {
	ID        GroupID
	Kind      ListKind
	ListID    string // YouTube's id of the list, the words of a search; empty for links
	URL       string // address for people; empty for links
	Title     string // empty for links
	Channel   string
	Thumbnail string // of the first entry; see Manager.Thumbnail
	Dir       string // folder that its files are saved in
	M3U       bool   // a file .m3u8 of the list is written when all have ended

	// What became of the entries that are not in the queue.
	Known       int // left out, because the queue or the history has them
	Unavailable int // left out, because they are private or deleted

	Count                   int // downloads in the queue
	Done, Failed, Cancelled int // of these
	Active, Waiting, Paused int // of these; the others are queued
	Received                int64
	Total                   int64         // bytes of those whose size is known
	Expected                int64         // bytes of all, those of unknown size counted by their duration or as the mean; 0 when nothing is known
	Speed                   int64         // bytes per second of all
	ETA                     time.Duration // until all is there at this speed, 0 when unknown
}

// State returns the state of a group as a whole: Downloading while any download is
// active, then Waiting, Queued or Paused while any is, and when all have ended
// Failed if any failed, Done if any was saved, else Cancelled.
func (g Group) State() State {
	queued := g.Count - g.Done - g.Failed - g.Cancelled - g.Active - g.Waiting - g.Paused
	for _, s := range []struct {
		n     int
		state State
	}{
		{g.Active, Downloading}, {g.Waiting, Waiting}, {queued, Queued}, {g.Paused, Paused}, {g.Failed, Failed}, {g.Done, Done},
	} {
		if s.n > 0 {
			return s.state
		}
	}
	return Cancelled
}
