package core

import (
	"context"
	"time"

	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/lookup"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/problem"
)

// entry is one download in the queue. Manager.mu guards its fields. list, and
// the link, wish and folder of status do not change while it has a goroutine.
type entry struct {
	status  Status
	list    *listLink // a playlist or channel that replaces the entry; nil for a video
	partial string    // path of the partial file, empty while there is none
	crashes int       // of the process while the download was active; the user's Retry resets it

	stop      context.CancelCauseFunc // ends the goroutine; nil when there is none
	timer     *time.Timer             // ends Waiting
	retries   problem.Retries         // since the last progress
	removed   bool                    // from the queue
	replaced  bool                    // by the videos of a list, or the chapters of a video
	previewed bool                    // its title was asked for, see titles
	// placeless says that it has given up its place: it ended, or waits for another
	// download of the same file.
	placeless bool
}

// listLink is what the row of a list knows until the list is read.
type listLink struct {
	link.Link
	Names     *naming.Rules `json:",omitempty"` // nil: those of the settings for the kind of list
	SkipSaved bool          `json:",omitempty"` // see Request.SkipSaved

	reading lookup.Reading // only the goroutine of the download uses it
}

func (e *entry) stopTimer() {
	if e.timer != nil {
		e.timer.Stop()
		e.timer = nil
	}
}

// withheld is what RemoveWithUndo took out of the queue and can put back.
type withheld struct {
	order   []ID // the whole queue before
	entries map[ID]*entry
	states  map[ID]State // before
}
