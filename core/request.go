package core

import (
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
)

// Request is what a person adds to the queue.
type Request struct {
	Text string // pasted text; every YouTube link in it is taken
	Wish format.Wish
	Dir  string // folder to save in; empty means Settings.Dir
	// Lists makes a link that is both a video and a playlist add the whole
	// list. Without it such a link adds its video, and Added.Lists tells of
	// the list.
	Lists bool
}

// Added tells what became of a Request.
type Added struct {
	IDs      []ID        // new downloads, in order
	Known    []ID        // already in the queue with the same wish and folder: not added again
	Rejected []string    // pieces of text that are not YouTube links
	Lists    []link.Link // lists that were not added, see Request.Lists
}

// Settings are the choices that last.
type Settings struct {
	Dir         string      `json:"dir"`         // folder new downloads are saved in
	Wish        format.Wish `json:"wish"`        // of new downloads
	Parallel    int         `json:"parallel"`    // downloads at a time, 1-8
	Connections int         `json:"connections"` // per stream, 1-8
	Limit       int64       `json:"limit"`       // bytes per second over all, 0 = none
	NoHelper    bool        `json:"no_helper"`   // do not ask the user's own yt-dlp where Hilo gets no answer
}

// within brings the numbers into their ranges.
func (s Settings) within() Settings {
	s.Parallel = min(max(s.Parallel, 1), 8)
	s.Connections = min(max(s.Connections, 1), 8)
	s.Limit = max(s.Limit, 0)
	if s.Wish.Kind == "" {
		s.Wish.Kind = format.Video
	}
	return s
}
