package core

import (
	"os"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/m3u"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/queue"
)

// History returns what was saved, in this run and earlier ones.
func (m *Manager) History() *history.History { return m.history }

// savedBefore returns what the history has of the videos of rows, by the index of
// the row: entries whose file is there, and those that were moved or deleted. It
// asks the disk, so Manager.mu is not held.
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

// MarkKnown sets ListEntry.Known for a wish. It asks the disk about the files of
// the history.
func (m *Manager) MarkKnown(entries []ListEntry, w format.Wish) {
	queued := map[string]bool{}
	for _, s := range m.List() {
		if s.Wish.Kind == w.Kind && s.Wish.Clip == w.Clip && s.State != Done && s.State != Failed && s.State != Cancelled {
			queued[s.VideoID] = true
		}
	}
	rows := make([]*queue.Entry, len(entries))
	for i, v := range entries {
		rows[i] = &queue.Entry{Status: Status{VideoID: v.VideoID, Wish: w}}
	}
	here, _ := savedBefore(m.history, rows)
	for i := range entries {
		_, saved := here[i]
		entries[i].Known = saved || queued[entries[i].VideoID]
	}
}

// remember records a download that was saved.
func remember(h *history.History, s Status) {
	list := s.Place.List
	if s.Chapter && list == "" {
		list = s.Album
	}
	h.Add(history.Entry{
		VideoID: s.VideoID, Title: s.Title, Channel: s.Channel, List: list, Kind: s.Wish.Kind, Part: s.Wish.Clip,
		Quality: s.Quality, File: s.File, Size: s.Total, Duration: s.Duration,
	})
}

// writePlaylist writes the .m3u8 of a group that is to have one and has ended, on a
// goroutine of its own. m.mu is held.
func (m *Manager) writePlaylist(id GroupID) {
	g, ok := m.queue.Groups.Status(id)
	if !ok || !g.M3U || g.Title == "" || g.Done == 0 || g.Done+g.Failed+g.Cancelled < g.Count {
		return
	}
	var entries []m3u.Entry
	for _, id := range m.queue.Members(id) {
		if s := m.queue.Get(id).Status; s.State == Done {
			entries = append(entries, m3u.Entry{File: s.File, Title: s.Title, Duration: s.Duration})
		}
	}
	dir, title, listID := g.Dir, g.Title, g.ListID
	m.wg.Go(func() {
		defer m.logPanic()
		m.m3u.Lock()
		defer m.m3u.Unlock()
		if _, err := m3u.Write(dir, naming.Folder(title, listID), title, listID, entries); err != nil {
			m.log.Warn("the playlist file could not be written", "list", listID, "err", err)
		}
	})
}

// isRescue reports whether a finished download is less than was wished for. Its note
// is another one when a later try found the same file.
func isRescue(s Status) bool {
	return s.State == Done && (s.Note == NoteRescue || s.Wanted != "")
}

// fileIsGone reports whether the file of a finished download was moved or deleted.
func fileIsGone(s Status) bool {
	if s.State != Done {
		return false
	}
	_, err := os.Lstat(s.File)
	return err != nil
}
