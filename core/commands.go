package core

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/queue"
)

// Pause stops downloads and keeps their bytes.
func (m *Manager) Pause(ids ...ID) {
	m.each(ids, func(e *queue.Entry) {
		if !e.Status.State.Ended() && e.Status.State != Paused {
			m.stopWith(e, Paused, errPaused)
		}
	})
}

// Resume continues paused downloads, and retries waiting ones at once.
func (m *Manager) Resume(ids ...ID) {
	m.each(ids, func(e *queue.Entry) {
		if e.Status.State == Paused || e.Status.State == Waiting {
			m.requeue(e)
		}
	})
}

// Cancel stops downloads and deletes their partial files.
func (m *Manager) Cancel(ids ...ID) {
	m.each(ids, func(e *queue.Entry) {
		if !e.Status.State.Ended() {
			m.stopWith(e, Cancelled, errCancelled)
		}
	})
}

// Retry starts failed and cancelled downloads again, with the bytes they have, and
// finished ones whose file was moved or deleted or is less than was wished for, see
// NoteRescue. A file that is there stays: the new one gets another name.
func (m *Manager) Retry(ids ...ID) {
	m.each(ids, func(e *queue.Entry) {
		if e.Status.State == Failed || e.Status.State == Cancelled || isRescue(e.Status) || fileIsGone(e.Status) {
			m.requeue(e)
		}
	})
}

// SetWish changes what is wanted of downloads that have no goroutine and are not
// done. It leaves the others as they are.
func (m *Manager) SetWish(w format.Wish, ids ...ID) {
	m.each(ids, func(e *queue.Entry) {
		if e.Stop == nil && e.Status.State != Done {
			m.queue.Change(e, func(s *Status) { s.Wish = w })
		}
	})
}

// Remove takes downloads out of the queue and deletes their partial files. A
// finished file stays.
func (m *Manager) Remove(ids ...ID) {
	m.each(ids, func(e *queue.Entry) {
		switch {
		case !e.Status.State.Ended():
			m.stopWith(e, Cancelled, errCancelled)
		case e.Stop == nil: // else its end discards
			m.queue.Discard(e)
		}
		m.queue.Remove(e)
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
	m.queue.Move([]ID{id}, before)
}

// each runs a command on each download, then fills the free places.
func (m *Manager) each(ids []ID, command func(*queue.Entry)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return
	}
	for _, id := range ids {
		if e := m.queue.Get(id); e != nil {
			command(e)
			if m.queue.Get(id) == nil || e.Status.State == Cancelled {
				m.players.drop(id)
			}
		}
	}
	m.queue.Prune()
	m.queue.AnnounceIdle()
	m.schedule()
}

// stopWith sets the state of a download that has not ended and stops its
// goroutine, if it has one. m.mu is held.
func (m *Manager) stopWith(e *queue.Entry, state State, why error) {
	if e.Status.State == Waiting {
		m.pausedUntil = time.Time{} // it may be the one because of which the others wait
	}
	e.StopTimer()
	m.queue.Change(e, func(s *Status) {
		s.State, s.Speed, s.ETA, s.Until, s.Problem = state, 0, 0, time.Time{}, nil
	})
	switch {
	case e.Stop != nil:
		e.Stop(why)
	case state == Cancelled:
		m.queue.Discard(e)
	}
}

// requeue queues a download again as if it had never waited. m.mu is held.
func (m *Manager) requeue(e *queue.Entry) {
	m.pausedUntil = time.Time{}
	e.StopTimer()
	e.Retries, e.Crashes = problem.Retries{}, 0
	if e.Status.File != "" {
		m.lookups.Cache.Forget(e.Status.VideoID) // YouTube may offer more by now
	}
	m.queue.Change(e, func(s *Status) {
		s.State, s.Problem, s.Until = Queued, nil, time.Time{}
		if s.File != "" { // of a finished download
			s.File, s.Received, s.Note, s.Wanted = "", 0, "", ""
		}
	})
}

// SetSettings stores s, with its numbers brought into their ranges, and applies
// it at once. It fails when s.Dir is not a full path, and with a
// *naming.PatternError when s.Names.Pattern is none.
func (m *Manager) SetSettings(s Settings) error {
	if !filepath.IsAbs(s.Dir) {
		return fmt.Errorf("core: %q is not a full path", s.Dir)
	}
	if _, err := naming.Parse(s.Names.Pattern); err != nil {
		return err
	}
	s = s.withinRanges()
	m.follower.SetEvery(s.followEvery()) // m.mu is not held: the Follower calls the Manager
	m.mu.Lock()
	defer m.mu.Unlock()
	m.settings = s
	m.client.SetLimit(m.settings.Limit)
	m.fallback.Enable(m.lookups.Source, m.config.UseYtdlp && !m.settings.NoYtdlp)
	m.queue.Persister.Setting(keySettings, m.settings)
	m.schedule()
	return nil
}

// Groups are the commands on groups, see Manager.Groups. Each ignores a group that
// is not in the queue.
type Groups struct{ m *Manager }

// Groups returns the commands on what was added together.
func (m *Manager) Groups() Groups { return Groups{m} }

// List returns all groups, in the order of their first downloads.
func (g Groups) List() []Group {
	g.m.mu.Lock()
	defer g.m.mu.Unlock()
	var all []Group
	seen := map[GroupID]bool{}
	for e := range g.m.queue.All() {
		of := e.Status.Group
		if one, ok := g.m.queue.Groups.Status(of); ok && !seen[of] {
			seen[of] = true
			all = append(all, one)
		}
	}
	return all
}

// Members returns the downloads of a group in the order of the queue.
func (g Groups) Members(id GroupID) []ID {
	g.m.mu.Lock()
	defer g.m.mu.Unlock()
	return g.m.queue.Members(id)
}

// Pause stops the downloads of a group and keeps their bytes.
func (g Groups) Pause(id GroupID) { g.m.Pause(g.Members(id)...) }

// Resume continues the paused downloads of a group, and retries the waiting ones.
func (g Groups) Resume(id GroupID) { g.m.Resume(g.Members(id)...) }

// Cancel stops the downloads of a group that have not ended and deletes their
// partial files.
func (g Groups) Cancel(id GroupID) { g.m.Cancel(g.Members(id)...) }

// RetryFailed starts the failed downloads of a group again. Cancelled ones stay.
func (g Groups) RetryFailed(id GroupID) {
	var failed []ID
	for _, s := range g.m.List() {
		if s.Group == id && s.State == Failed {
			failed = append(failed, s.ID)
		}
	}
	g.m.Retry(failed...)
}

// Remove takes a whole group out of the queue. Finished files stay.
func (g Groups) Remove(id GroupID) { g.m.Remove(g.Members(id)...) }

// Move puts a whole group before a download that is not in it, or at the end if
// before is empty.
func (g Groups) Move(id GroupID, before ID) {
	g.m.mu.Lock()
	defer g.m.mu.Unlock()
	g.m.queue.Move(g.m.queue.Members(id), before)
}
