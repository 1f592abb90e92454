package core

import (
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/sysproxy"
)

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

// Retry starts failed and cancelled downloads again, with the bytes they have, and
// finished ones whose file was moved or deleted or is less than was wished for, see
// NoteRescue. A file that is there stays: the new one gets another name.
func (m *Manager) Retry(ids ...ID) {
	m.each(ids, func(e *entry) {
		if e.status.State == Failed || e.status.State == Cancelled || isRescue(e.status) || fileIsGone(e.status) {
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
		m.queue.moveAll([]ID{id}, before)
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
	if e.status.File != "" {
		m.lookups.cache.forget(e.status.VideoID) // YouTube may offer more by now
	}
	m.queue.change(e, func(s *Status) {
		s.State, s.Problem, s.Until = Queued, nil, time.Time{}
		if s.File != "" { // of a finished download
			s.File, s.Received, s.Note, s.Wanted = "", 0, "", ""
		}
	})
}

// SetSettings stores s, with its numbers brought into their ranges, and applies
// it at once. It fails when a folder is not a full path, with a *naming.PatternError when
// s.Names.Pattern is none, and with netfail.ErrProxySetting when s.Proxy is no proxy.
func (m *Manager) SetSettings(s Settings) error {
	for _, dir := range []string{s.DirOf(format.Video), s.DirOf(format.Audio)} {
		if !filepath.IsAbs(dir) {
			return fmt.Errorf("core: %q is not a full path", dir)
		}
	}
	if _, err := naming.Parse(s.Names.Pattern); err != nil {
		return err
	}
	if err := sysproxy.Check(s.Proxy); err != nil {
		return err
	}
	s = s.withinRanges()
	m.follower.SetEvery(s.followEvery()) // m.mu is not held: the Follower calls the Manager
	m.mu.Lock()
	defer m.mu.Unlock()
	m.settings = s
	m.limit.set(m.settings.LimitAt, m.settings.SlowDown)
	m.config.useProxy(s, m.fallback)
	m.fallback.enable(m.lookups.Source, m.config.UseYtdlp && !m.settings.NoYtdlp)
	m.queue.persister.setting(keySettings, m.settings)
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
	for _, id := range g.m.queue.order {
		of := g.m.queue.entries[id].status.Group
		if one := g.m.queue.groups[of]; one != nil && !seen[of] {
			seen[of] = true
			all = append(all, one.status())
		}
	}
	return all
}

// Members returns the downloads of a group in the order of the queue.
func (g Groups) Members(id GroupID) []ID {
	g.m.mu.Lock()
	defer g.m.mu.Unlock()
	return g.m.queue.members(id)
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
	moved := g.m.queue.members(id)
	if len(moved) > 0 && !slices.Contains(moved, before) {
		g.m.queue.moveAll(moved, before)
	}
}
