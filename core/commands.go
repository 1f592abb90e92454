package core

import (
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/problem"
)

// Request is what a person adds to the queue.
type Request struct {
	Text string // pasted text; every YouTube link in it is taken
	Wish format.Wish
	Dir  string // folder to save in; empty means Settings.Dir
	// Lists makes a link that is both a video and a playlist add the whole
	// list. Without it such a link adds its video, and Added.Lists names the
	// list.
	Lists bool
}

// Added says what became of a Request.
type Added struct {
	IDs      []ID             // new downloads, in order
	Known    []ID             // already in the queue with the same wish and folder: not added again
	Rejected []link.Rejection // pieces of text that are not YouTube links, and why not
	Lists    []link.Link      // lists that were not added, see Request.Lists
}

// Add puts every YouTube link of a text into the queue. A playlist or channel is
// one row, which is replaced by its videos once they are known.
func (m *Manager) Add(r Request) Added {
	links, rejected := link.Parse(r.Text)
	added := Added{Rejected: rejected}
	m.mu.Lock()
	defer m.mu.Unlock()
	if r.Dir == "" {
		r.Dir = m.settings.Dir
	}
	if dir, err := filepath.Abs(r.Dir); err == nil {
		r.Dir = dir
	}
	for _, l := range links {
		e := &entry{status: Status{URL: l.URL(), VideoID: l.VideoID, Wish: r.Wish, Dir: r.Dir, State: Queued}}
		switch {
		case l.Kind == link.Video && l.PlaylistID != "" && r.Lists:
			l = link.Link{Kind: link.Playlist, PlaylistID: l.PlaylistID}
			e.status.URL, e.status.VideoID, e.list = l.URL(), "", &l
		case l.Kind == link.Video:
			if l.PlaylistID != "" {
				added.Lists = append(added.Lists, l)
			}
		default:
			e.list = &l
		}
		if id, ok := m.queue.equivalent(e); ok {
			added.Known = append(added.Known, id)
			continue
		}
		m.queue.insert(e, len(m.queue.order))
		added.IDs = append(added.IDs, e.status.ID)
	}
	if len(added.IDs) > 0 {
		m.queue.announceOrder()
		m.schedule()
	}
	return added
}

// Pause stops downloads and keeps their bytes.
func (m *Manager) Pause(ids ...ID) {
	m.each(ids, func(e *entry) {
		if !e.status.State.Ended() && e.status.State != Paused {
			m.stopWith(e, Paused, errPaused)
		}
	})
}

// Resume continues paused downloads, and retries waiting ones at once.
func (m *Manager) Resume(ids ...ID) {
	m.each(ids, func(e *entry) {
		if e.status.State == Paused || e.status.State == Waiting {
			m.requeue(e)
		}
	})
}

// Cancel stops downloads and deletes their partial files.
func (m *Manager) Cancel(ids ...ID) {
	m.each(ids, func(e *entry) {
		if !e.status.State.Ended() {
			m.stopWith(e, Cancelled, errCancelled)
		}
	})
}

// Retry starts failed and cancelled downloads again, with the bytes they have.
func (m *Manager) Retry(ids ...ID) {
	m.each(ids, func(e *entry) {
		if e.status.State == Failed || e.status.State == Cancelled {
			m.requeue(e)
		}
	})
}

// SetWish changes what is wanted of downloads that have no goroutine and are not
// done. It leaves the others as they are.
func (m *Manager) SetWish(w format.Wish, ids ...ID) {
	m.each(ids, func(e *entry) {
		if e.stop == nil && e.status.State != Done {
			m.queue.change(e, func(s *Status) { s.Wish = w })
		}
	})
}

// Remove takes downloads out of the queue and deletes their partial files. A
// finished file stays.
func (m *Manager) Remove(ids ...ID) {
	m.each(ids, func(e *entry) {
		switch {
		case !e.status.State.Ended():
			m.stopWith(e, Cancelled, errCancelled)
		case e.stop == nil: // else its end discards
			m.queue.discard(e)
		}
		m.queue.remove(e)
	})
}

// ClearFinished removes every download that is done or cancelled.
func (m *Manager) ClearFinished() {
	var ids []ID
	for _, s := range m.List() {
		if s.State == Done || s.State == Cancelled {
			ids = append(ids, s.ID)
		}
	}
	m.Remove(ids...)
}

// PauseAll pauses everything that has not ended.
func (m *Manager) PauseAll() { m.Pause(idsOf(m.List())...) }

// ResumeAll resumes everything that is paused or waiting.
func (m *Manager) ResumeAll() { m.Resume(idsOf(m.List())...) }

func idsOf(all []Status) []ID {
	ids := make([]ID, len(all))
	for i, s := range all {
		ids[i] = s.ID
	}
	return ids
}

// Move puts a download before another one, or at the end if before is empty.
func (m *Manager) Move(id, before ID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if slices.Contains(m.queue.order, id) && id != before {
		m.queue.move(id, before)
	}
}

// each runs a command on each download, then fills the free places.
func (m *Manager) each(ids []ID, command func(*entry)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return
	}
	for _, id := range ids {
		if e := m.queue.entries[id]; e != nil {
			command(e)
		}
	}
	m.queue.prune()
	m.queue.announceIdle()
	m.schedule()
}

// stopWith sets the state of a download that has not ended and stops its
// goroutine, if it has one. m.mu is held.
func (m *Manager) stopWith(e *entry, state State, why error) {
	if e.status.State == Waiting {
		m.pausedUntil = time.Time{} // it may be the one because of which the others wait
	}
	e.stopTimer()
	m.queue.change(e, func(s *Status) {
		s.State, s.Speed, s.ETA, s.Until, s.Problem = state, 0, 0, time.Time{}, nil
	})
	switch {
	case e.stop != nil:
		e.stop(why)
	case state == Cancelled:
		m.queue.discard(e)
	}
}

// requeue queues a download again as if it had never waited. m.mu is held.
func (m *Manager) requeue(e *entry) {
	m.pausedUntil = time.Time{}
	e.stopTimer()
	e.retries, e.crashes = problem.Retries{}, 0
	m.queue.change(e, func(s *Status) { s.State, s.Problem, s.Until = Queued, nil, time.Time{} })
}

// SetSettings stores s, with its numbers brought into their ranges, and applies
// it at once. It fails when s.Dir is not a full path.
func (m *Manager) SetSettings(s Settings) error {
	if !filepath.IsAbs(s.Dir) {
		return fmt.Errorf("core: %q is not a full path", s.Dir)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.settings = s.withinRanges()
	m.client.SetLimit(m.settings.Limit)
	m.fallback.enable(m.lookups.Source, m.config.UseYtdlp && !m.settings.NoYtdlp)
	m.queue.persister.setting(keySettings, m.settings)
	m.schedule()
	return nil
}
