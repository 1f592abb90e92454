// Package status is the vocabulary that the queue and one download share: the
// ID, the State and the Status of a download. Package core exports the same
// names.
//
//	Queued -> LookingUp -> Downloading -> Finishing -> Done
//	  ^           |             |             |
//	  |           +-------------+-------------+--> Waiting, Paused, Failed, Cancelled
//	  +----------------- (later, or by the user) ----'
//
// The package holds values only: what moves a download from state to state is
// in core.
package status

import (
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/problem"
)

// ID names one download for as long as it is in the queue.
type ID string

// Status is all that a window or a terminal shows of one download, at one
// moment. Nobody changes one after it was handed out: the queue and all who
// subscribe to it share it, so that 10,000 downloads are in memory once.
type Status struct {
	ID        ID
	URL       string // the video's or playlist's address for people
	VideoID   string // empty while a playlist is being looked up
	Title     string // empty until looked up
	Channel   string
	Album     string // title of the playlist it came from
	Track     int    // its number there, from 1; 0 for none
	Chapter   bool   // it is one chapter of a video: Title is the chapter's, Album the video's
	Duration  time.Duration
	Thumbnail string // address of a picture about 320 pixels wide; see Manager.Thumbnail
	Wish      format.Wish
	Dir       string  // folder it is saved in
	Pattern   string  `json:",omitempty"` // of the file's name, see package naming; empty is the title
	Group     GroupID `json:",omitempty"` // the group that it is part of; empty for a download on its own
	Place     Place   `json:",omitzero"`  // in the list that it came from

	State    State
	Quality  string           // what was chosen, such as "1080p" or "1080p60"; for sound "M4A"
	Received int64            // bytes of Total
	Total    int64            // bytes, 0 until known
	Speed    int64            // bytes per second, averaged over 3 s
	ETA      time.Duration    // time left, 0 when unknown
	Until    time.Time        // when a waiting download tries again, or a queued one with NotePaced starts
	File     string           // full path once Done
	Wanted   string           `json:",omitempty"` // with NoteRescue, the quality that YouTube lists and does not give out, such as "1080p"
	Note     string           // something that happened and does not stop the download, a Note… constant; empty otherwise
	Problem  *problem.Problem // why it waits or failed
}

// State is what a download is doing.
type State string

// The states. Done, Failed and Cancelled are final unless the user retries.
const (
	Queued      State = "queued"      // for one of the parallel places
	LookingUp   State = "looking-up"  // asks YouTube about the video
	Downloading State = "downloading" //
	Waiting     State = "waiting"     // for the network, or because YouTube asked; tries again at Until
	Paused      State = "paused"      // by the user
	Finishing   State = "finishing"   // has all bytes; is verified and published
	Done        State = "done"        //
	Failed      State = "failed"      //
	Cancelled   State = "cancelled"   //
)

// Ended reports whether the download does nothing more unless it is retried.
func (s State) Ended() bool { return s == Done || s == Failed || s == Cancelled }

// Active reports whether the download takes up one of the parallel places.
func (s State) Active() bool { return s == LookingUp || s == Downloading || s == Finishing }

// Notes.
const (
	NoteChanged = "changed" // the video was changed on YouTube; that stream is fetched again
	NoteRescue  = "rescue"  // YouTube gives out only its muxed 360p stream, see Wanted
	NoteResumed = "resumed" // continues with bytes of an earlier start
	NotePaced   = "paced"   // queued until Until, because YouTube limits the lookups of guests
	NoteAlready = "already" // the very same file was in the folder before
	// NoteSameFile says that the download waits for another one of the same file, and
	// takes up none of the parallel places although its state is LookingUp.
	NoteSameFile = "same-file"
	// NoteNoSponsorBlock says that SponsorBlock gave no answer, so that nothing is marked
	// or left out.
	NoteNoSponsorBlock = "no-sponsorblock"
	// NoteMarkedOnly says that sponsored parts become chapters although they were to be
	// left out, because the format of the file cannot do without them.
	NoteMarkedOnly = "marked-only"
	// NotePartsStay says that some sponsored parts are in the file although they were to be
	// left out: no key frame is in them, with which what comes behind them could begin.
	NotePartsStay = "parts-stay"
)

// NoteText returns what a note means, as the end of an English sentence, and
// nothing for a note that other words of a state tell already.
func NoteText(note string) string {
	switch note {
	case NoteChanged:
		return "the video has changed on YouTube, so that part is fetched again"
	case NoteRescue:
		return "all that YouTube gives just now"
	case NoteResumed:
		return "continuing where it stopped"
	case NoteSameFile:
		return "waiting for another download of the same file"
	case NoteNoSponsorBlock:
		return "SponsorBlock did not answer, so its parts stay in"
	case NoteMarkedOnly:
		return "the parts that SponsorBlock knows become chapters, as they cannot be left out of this file"
	case NotePartsStay:
		return "some of the parts that SponsorBlock knows stay in, as a WebM file can only be cut at key frames"
	}
	return ""
}
