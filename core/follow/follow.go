// Package follow checks lists for new entries: playlists, channels and searches that
// the user follows.
//
//	Follower.Run: at start and every few hours, one list after the other
//	    -> Tools.List -> entries -> those not seen before -> Tools.Take (Automatic), or Followed.New
//
// An entry is seen once it was offered or taken, and is never offered again. An
// entry that cannot be had yet is not seen.
//
// The package knows neither YouTube nor the queue: Tools reads lists and takes
// entries. It spends no lookups of videos; what it takes is paced by the queue.
package follow

import (
	"context"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
)

// Bounds.
const (
	MaxFollowed = 500
	MaxNew      = 500    // entries of one list that are offered and not taken yet; of more, the newest stay
	maxSeen     = 20_000 // ids that are remembered of one list, the newest
)

// Followed is a list that is followed. It is a value.
type Followed struct {
	ID      string          `json:"-"` // of this value, set by Add
	Kind    status.ListKind `json:"kind"`
	Text    string          `json:"text"`           // the link, or the words of a search
	Tab     string          `json:"tab,omitempty"`  // of a channel, a youtube.Tab with videos; empty for all uploads
	ListID  string          `json:"list,omitempty"` // YouTube's id, set by the first check
	Title   string          `json:"title,omitempty"`
	Channel string          `json:"channel,omitempty"`
	Dir     string          `json:"dir,omitempty"` // folder in which the rules place the files; empty: that of the settings
	Wish    format.Wish     `json:"wish"`
	Names   naming.Rules    `json:"names,omitzero"`

	Automatic bool      `json:"automatic,omitempty"` // new entries are downloaded and not only offered
	Since     time.Time `json:"since"`               // when it was added

	Checked time.Time        `json:"checked,omitzero"` // the last check, zero before the first
	Problem *problem.Problem `json:"-"`                // why the last check failed; after a restart without its technical reason
	Found   int              `json:"found,omitempty"`  // new entries that the last check found
	New     []Entry          `json:"new,omitempty"`    // offered and not taken yet, oldest first
	Total   int              `json:"total,omitempty"`  // entries of the list when it was added, for the digits of numbers
}

// Entry is one video of a list.
type Entry struct {
	VideoID  string        `json:"video"`
	Title    string        `json:"title,omitempty"`
	Channel  string        `json:"channel,omitempty"`
	Duration time.Duration `json:"duration,omitempty"`
	Number   int           `json:"number,omitempty"` // in the list, counted on from what it had when it was added
}

// Page is a list as it is now.
type Page struct {
	ListID, Title, Channel string
	Entries                []Entry // that can be had, in the order of the list
	NewestFirst            bool
}

// Tools is what a Follower works with.
type Tools interface {
	// List reads a list. It may stop at an entry from which on all are seen.
	List(ctx context.Context, f Followed, seen func(videoID string) bool) (Page, error)
	// Take downloads entries.
	Take(f Followed, entries []Entry)
	// Keep stores a value of a key, or forgets it when r is nil.
	Keep(key string, r *Record)
	// Changed is told that List of the Follower returns something else.
	Changed()
}

// Record is what is stored of a list.
type Record struct {
	Followed
	Class   problem.Class `json:"class,omitempty"` // of Problem
	Message string        `json:"message,omitempty"`
	Begun   bool          `json:"begun,omitempty"` // entries that are not seen are new
	Seen    []string      `json:"seen,omitempty"`  // ids, oldest first
	Next    int           `json:"next,omitempty"`  // number of the next new entry
}
