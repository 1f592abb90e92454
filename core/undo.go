package core

import (
	"maps"
	"slices"

	"github.com/hilo-app/hilo/core/queue"
)

// Undo takes one command back. Of its functions the first one that is called does
// its work, and later calls do nothing; Manager.Close calls Expire.
type Undo struct {
	Count  int    // of downloads that the command changed
	Revert func() // puts these downloads back as they were; those that were active are queued
	Expire func() // makes the command final
}

// withheld is what RemoveWithUndo took out of the queue and can put back.
type withheld struct {
	order   []ID // the whole queue before
	entries map[ID]*queue.Entry
	states  map[ID]State // before
}

// RemoveWithUndo takes downloads out of the queue like Remove. Until the Undo
// expires their partial files stay, and so do their records in the store: if the
// process is killed, the next start has them again.
func (m *Manager) RemoveWithUndo(ids ...ID) Undo {
	w := &withheld{entries: map[ID]*queue.Entry{}, states: map[ID]State{}}
	m.mu.Lock()
	w.order = m.queue.IDs()
	m.mu.Unlock()
	m.each(ids, func(e *queue.Entry) {
		id := e.Status.ID
		w.entries[id], w.states[id] = e, e.Status.State
		if !e.Status.State.Ended() && e.Status.State != Paused {
			m.stopWith(e, Paused, errPaused)
		}
		m.queue.Withhold(e)
	})
	if len(w.entries) == 0 {
		return Undo{Revert: func() {}, Expire: func() {}}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.removals[w] = struct{}{}
	return Undo{Count: len(w.entries), Revert: func() { m.putBack(w) }, Expire: func() { m.forget(w) }}
}

// forget makes a removal final.
func (m *Manager) forget(w *withheld) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.removals[w]; !ok {
		return
	}
	delete(m.removals, w)
	for _, e := range w.entries {
		m.queue.GiveUp(e)
	}
}

// forgetAll makes all removals final. No download has a goroutine any more.
func (m *Manager) forgetAll() {
	m.mu.Lock()
	all := slices.Collect(maps.Keys(m.removals))
	m.mu.Unlock()
	for _, w := range all {
		m.forget(w)
	}
}

// putBack takes a removal back. A download that was added again meanwhile is not
// put back a second time.
func (m *Manager) putBack(w *withheld) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.removals[w]; !ok || m.closed {
		return
	}
	delete(m.removals, w)
	back := map[ID]bool{}
	for _, id := range w.order {
		e := w.entries[id]
		if e == nil {
			continue
		}
		if _, again := m.queue.Equivalent(e); again || e.Replaced {
			m.queue.GiveUp(e)
			continue
		}
		back[id] = true
		m.queue.Reinstate(e)
		if was := w.states[id]; !was.Ended() && was != Paused && !e.Status.State.Ended() {
			m.requeue(e)
		}
	}
	m.queue.Merge(w.order, back)
	m.schedule()
}

// RetryWithUndo retries downloads like Retry. Revert stops those that have not
// ended again and gives them back the problem that they failed with; they keep
// what they received.
func (m *Manager) RetryWithUndo(ids ...ID) Undo {
	before := map[ID]Status{}
	m.each(ids, func(e *queue.Entry) {
		if s := e.Status; s.State == Failed || s.State == Cancelled {
			before[s.ID] = s
			m.requeue(e)
		}
	})
	return Undo{Count: len(before), Expire: func() { m.mu.Lock(); defer m.mu.Unlock(); clear(before) }, Revert: func() {
		m.mu.Lock()
		all := make([]ID, 0, len(before))
		for _, id := range m.queue.IDs() {
			if _, ok := before[id]; ok {
				all = append(all, id)
			}
		}
		m.mu.Unlock()
		m.each(all, func(e *queue.Entry) {
			s, ok := before[e.Status.ID]
			if !ok || e.Status.State.Ended() {
				return
			}
			m.stopWith(e, s.State, errPaused)
			m.queue.Change(e, func(now *Status) { now.Problem = s.Problem })
			delete(before, s.ID)
		})
	}}
}
