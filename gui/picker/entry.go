package picker

import (
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
)

// Kind is what a list is.
type Kind int

// The kinds of lists.
const (
	Playlist Kind = iota
	Channel       // newest first
	Search        // found by words
)

// Request is what the picker is opened for.
type Request struct {
	Text   string // the link, or the words of a search
	Kind   Kind
	Filter core.SearchFilter // of a search
	Tab    core.Tab          // of a channel
	Given  bool              // the reader has entries that were found before: a channel shows no tabs
	Back   *Request          // of the channel that has this playlist, nil if it was not opened from there
	Base   format.Wish       // what is downloaded unless another quality is chosen
	Dir    string
	// DirOf returns the folder of each kind; nil where Dir is for all kinds.
	DirOf func(format.Kind) string

	Folder   bool // a folder for the list, as chosen the last time
	Numbered bool // numbers in file names, as chosen the last time
}

// Entry is one entry of a list.
type Entry struct {
	ID, Title, Channel string
	More               string        // what else is said of it, such as "2.1 M views" or "10 months ago"
	Age                time.Duration // since it was published, about; 0 when unknown
	Views              int64         // about; 0 when unknown
	Thumbnail          string        // address
	Duration           time.Duration
	Number             int    // in the list, from 1; 0 for what a search found
	Here               bool   // it was downloaded before and its file is still there
	Why                string // why it cannot be downloaded, empty if it can
	Reason             core.Class
	List               string // address of the playlist that the entry is; it is opened, not downloaded
}

// Page is one part of a list. Fields about the whole list are empty where nothing
// is new.
type Page struct {
	Title, Author string
	Thumbnail     string // address
	Total         int    // entries that the list is said to have; 0 when unknown
	Entries       []Entry
	Last          bool // nothing comes after it
	Bounded       bool // it is the last one only because Hilo reads no more of such a list
}

// Choice is what was picked.
type Choice struct {
	Request
	Title   string // of the list
	Total   int    // entries of the list, for the digits of numbers
	Entries []Entry
	Wish    format.Wish
}
