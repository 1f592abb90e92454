package queue

import (
	"context"
	"time"

	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/lookup"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
)

// Entry is one download in the queue. The lock of the queue guards its fields. List, and
// the link, wish and folder of Status do not change while it has a goroutine. What Status
// points to must not be changed once the entry is in a queue: whoever lists the queue has
// the same. Queue.Change and Queue.Show replace it.
type Entry struct {
	Status  *status.Status // never nil; see Queue.Show
	List    *ListLink      // a playlist or channel that replaces the entry; nil for a video
	Partial string         // path of the partial file, empty while there is none
	Crashes int            // of the process while the download was active; the user's Retry resets it

	Stop      context.CancelCauseFunc // ends the goroutine; nil when there is none
	Timer     *time.Timer             // ends Waiting
	Retries   problem.Retries         // since the last progress
	Removed   bool                    // from the queue
	Replaced  bool                    // by the videos of a list, or the chapters of a video
	Previewed bool                    // its title was asked for, so it is not asked for again
	// Placeless says that it has no place: it ended, waits for another download of the
	// same file, or was started as an urgent one.
	Placeless bool
	Urgent    bool // it needs no place to run, until it ends or is paused
}

// ListLink is what the row of a list knows until the list is read.
type ListLink struct {
	link.Link
	Names     *naming.Rules `json:",omitempty"` // nil: those of the settings for the kind of list
	SkipSaved bool          `json:",omitempty"` // see core.Request.SkipSaved

	Reading lookup.Reading `json:"-"` // only the goroutine of the download uses it
}

// StopTimer ends the timer of Waiting, if there is one.
func (e *Entry) StopTimer() {
	if e.Timer != nil {
		e.Timer.Stop()
		e.Timer = nil
	}
}
