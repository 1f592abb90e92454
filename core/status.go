package core

import (
	"time"

	"github.com/hilo-app/hilo/core/format"
)

// State is where a download is in its life.
type State string

// The states. Done, Failed and Cancelled are the ends; Failed and Cancelled
// can be retried.
const (
	Queued      State = "queued"      // waits for its turn
	LookingUp   State = "looking-up"  // asks YouTube about the video
	Downloading State = "downloading" //
	Waiting     State = "waiting"     // for the network or because YouTube asked; goes on by itself at Until
	Paused      State = "paused"      // by the user
	Finishing   State = "finishing"   // last byte is there; checked and renamed
	Done        State = "done"        //
	Failed      State = "failed"      //
	Cancelled   State = "cancelled"   //
)

// Ended says whether the download does nothing more unless it is retried.
func (s State) Ended() bool { return s == Done || s == Failed || s == Cancelled }

// Active says whether the download takes up one of the parallel places.
func (s State) Active() bool { return s == LookingUp || s == Downloading || s == Finishing }

// ID names one download for as long as it is in the queue.
type ID string

// Status is all that a window or a terminal shows of one download, at one
// moment. It is a value: nobody changes it after it was handed out.
type Status struct {
	ID        ID
	URL       string // the video's or playlist's address for people
	VideoID   string // empty while a playlist is being looked up
	Title     string // empty until looked up
	Channel   string
	Album     string // title of the playlist it came from
	Track     int    // its place there, from 1; 0 for none
	Chapter   bool   // it is one chapter of a video: Title is the chapter's, Album the video's
	Duration  time.Duration
	Thumbnail string // address of a picture about 320 pixels wide; see Manager.Thumbnail
	Wish      format.Wish
	Dir       string // folder it is saved in

	State    State
	Quality  string        // what was chosen, such as "1080p" or "1080p60"; for sound "M4A"
	Received int64         // bytes on the way to Total
	Total    int64         // bytes, 0 until known
	Speed    int64         // bytes per second, averaged over 3 s
	ETA      time.Duration // time left, 0 when unknown
	Until    time.Time     // when a waiting download goes on by itself, or a queued one with NotePaced
	File     string        // full path once Done
	Note     string        // something that happened and does not stop it, a Note… constant; empty otherwise
	Problem  *Problem      // why it waits or failed
}

// Notes.
const (
	NoteChanged = "changed" // the video was changed on YouTube; that stream is fetched again
	NoteRescue  = "rescue"  // only the 360p rescue stream could be had
	NoteResumed = "resumed" // goes on from bytes of an earlier start
	NotePaced   = "paced"   // queued until Until, as YouTube lets guests look up so many videos an hour
	NoteAlready = "already" // the very same file was in the folder before
)
