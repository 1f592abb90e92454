package core

import (
	"log/slog"
	"os"
	"sync"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/m3u"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/queue"
)

// savedBefore returns what the history has of the videos of rows, by the index of
// the row: entries whose file is there, and those that were moved or deleted. It
// asks the disk, so the lock of the queue is not held.
func savedBefore(h *history.History, rows []*queue.Entry) (here, gone map[int]history.Entry) {
	here, gone = map[int]history.Entry{}, map[int]history.Entry{}
	for i, e := range rows {
		s := e.Status
		if e.List != nil || s.Wish.Chapters && s.Wish.Clip == (format.Clip{}) {
			continue
		}
		for _, old := range h.Find(s.VideoID, s.Wish.Kind, s.Wish.Clip) {
			if !old.Gone() {
				here[i] = old
				delete(gone, i)
				break
			}
			if _, newer := gone[i]; !newer {
				gone[i] = old
			}
		}
	}
	return here, gone
}

// remember records a download that was saved.
func remember(h *history.History, s *Status) {
	list := s.Place.List
	if s.Chapter && list == "" {
		list = s.Album
	}
	h.Add(history.Entry{
		VideoID: s.VideoID, Title: s.Title, Channel: s.Channel, List: list, Kind: s.Wish.Kind, Part: s.Wish.Clip,
		Quality: s.Quality, File: s.File, Size: s.Total, Duration: s.Duration,
	})
}

// playlistFiles writes the .m3u8 of groups, one at a time.
type playlistFiles struct {
	mu  sync.Mutex // held while one is written
	log *slog.Logger
}

// due returns a function that writes the .m3u8 of a group, nil unless the group is to
// have one and has ended. The lock of q is held now, and need not be held then.
func (p *playlistFiles) due(q *queue.Queue, id GroupID) func() {
	g, ok := q.Groups.Status(id)
	if !ok || !g.M3U || g.Title == "" || g.Done == 0 || g.Done+g.Failed+g.Cancelled < g.Count {
		return nil
	}
	var entries []m3u.Entry
	for _, id := range q.Members(id) {
		if s := q.Get(id).Status; s.State == Done {
			entries = append(entries, m3u.Entry{File: s.File, Title: s.Title, Duration: s.Duration})
		}
	}
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if _, err := m3u.Write(g.Dir, naming.Folder(g.Title, g.ListID), g.Title, g.ListID, entries); err != nil {
			p.log.Warn("the playlist file could not be written", "list", g.ListID, "err", err)
		}
	}
}

// isRescue reports whether a finished download is less than was wished for. Its note
// is another one when a later try found the same file.
func isRescue(s *Status) bool {
	return s.State == Done && (s.Note == NoteRescue || s.Wanted != "")
}

// fileIsGone reports whether the file of a finished download was moved or deleted.
func fileIsGone(s *Status) bool {
	if s.State != Done {
		return false
	}
	_, err := os.Lstat(s.File)
	return err != nil
}
