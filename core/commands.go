package core

import (
	"fmt"
	"path/filepath"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/keyring"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/queue"
	"github.com/hilo-app/hilo/core/sysproxy"
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

// StartNow starts queued, paused and waiting downloads at once, also after a restart:
// Settings.Parallel is for the others. Of more than that, so many start and the rest
// become the first of the queue. The rate limit of lookups holds, and a download that
// would be the 17th to run waits for an end.
func (m *Manager) StartNow(ids ...ID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return
	}
	var waiting []ID
	for _, id := range ids {
		e := m.queue.Get(id)
		if e == nil || e.Status.State != Queued && e.Status.State != Paused && e.Status.State != Waiting {
			continue
		}
		m.requeue(e)
		if waiting = append(waiting, id); len(waiting) <= m.settings.Parallel {
			e.Urgent = true
			m.queue.Change(e, func(*Status) {})
		}
	}
	if len(waiting) > m.settings.Parallel {
		m.queue.Move(waiting, firstOther(m.queue, waiting))
	}
	if len(waiting) > 0 && m.paced != nil { // they are the first to be looked up
		m.paced.Stop()
		m.paced = nil
	}
	m.schedule()
}

// firstOther returns the first download of the queue that is not among ids, empty if all are.
func firstOther(q *queue.Queue, ids []ID) ID {
	among := make(map[ID]bool, len(ids))
	for _, id := range ids {
		among[id] = true
	}
	for e := range q.All() {
		if !among[e.Status.ID] {
			return e.Status.ID
		}
	}
	return ""
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

// RemoveWithUndo takes downloads out of the queue like Remove. Until the Undo
// expires their partial files stay, and so do their records in the store: if the
// process is killed, the next start has them again.
func (m *Manager) RemoveWithUndo(ids ...ID) Undo { return m.removals.remove(ids) }

// RetryWithUndo retries downloads like Retry. Revert stops those that have not
// ended again and gives them back the problem that they failed with; they keep
// what they received.
func (m *Manager) RetryWithUndo(ids ...ID) Undo { return m.retryWithUndo(ids) }

// PauseAll pauses everything that has not ended.
func (m *Manager) PauseAll() { m.Pause(idsOf(m.List())...) }

// ResumeAll resumes everything that is paused or waiting.
func (m *Manager) ResumeAll() { m.Resume(idsOf(m.List())...) }

func idsOf(all []*Status) []ID {
	ids := make([]ID, len(all))
	for i, s := range all {
		ids[i] = s.ID
	}
	return ids
}

// Move puts downloads, in the order of ids, before another one that is not among them,
// or at the end if before is empty.
func (m *Manager) Move(ids []ID, before ID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.queue.Move(ids, before)
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
	m.config.Keyring.Change(s.Proxy)
	m.settings = s
	m.limit.set(m.settings.LimitAt, m.settings.SlowDown)
	m.fallback.Enable(m.work.lookups.Source, m.config.UseYtdlp && !m.settings.NoYtdlp)
	storeSettings(m)
	m.schedule()
	return nil
}

// openProxy makes requests use the proxy of the settings. One that cannot be read, such as
// of a damaged store, fails them, rather than being ignored.
func openProxy(m *Manager, kept bool) {
	c := m.config
	c.Keyring.Open(keyring.Stored{Address: m.settings.Proxy, Kept: kept}, keyring.User{
		Log: c.Logger,
		Use: func(address string, ready <-chan struct{}) {
			if c.Proxy != nil {
				set := c.Proxy.Set
				if ready != nil {
					set = func(text string) error { return c.Proxy.SetLater(text, ready) }
				}
				if err := set(address); err != nil {
					c.Logger.Warn("proxy", "err", err)
				}
			}
			m.fallback.SetProxy(sysproxy.Address(address))
		},
		Changed: func() {
			m.mu.Lock()
			defer m.mu.Unlock()
			storeSettings(m)
		},
	})
}

// storeSettings stores the settings, as they are now, with the proxy as it may be stored.
// m.mu is held.
func storeSettings(m *Manager) {
	proxy := m.config.Keyring.Stored()
	m.settings.Proxy = proxy.Address
	m.queue.Persister.Setting(keySettings, storedSettings{m.settings, proxy.Kept})
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
