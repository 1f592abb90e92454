package core

import (
	"maps"
	"slices"
)

// Undo takes one command back. Of its functions the first one that is called does
// its work, and later calls do nothing; Manager.Close calls Expire.
type Undo struct {
	Count  int    // of downloads that the command changed
	Revert func() // puts these downloads back as they were; those that were active are queued
	Expire func() // makes the command final
}

// RemoveWithUndo takes downloads out of the queue like Remove. Until the Undo
// expires their partial files stay, and so do their records in the store: if the
// process is killed, the next start has them again.
func (m *Manager) RemoveWithUndo(ids ...ID) Undo {
	w := &withheld{entries: map[ID]*entry{}, states: map[ID]State{}}
	m.mu.Lock()
	w.order = slices.Clone(m.queue.order)
	m.mu.Unlock()
	m.each(ids, func(e *entry) {
		id := e.status.ID
		w.entries[id], w.states[id] = e, e.status.State
		if !e.status.State.Ended() && e.status.State != Paused {
			m.stopWith(e, Paused, errPaused)
		}
		m.queue.withhold(e)
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
		m.queue.giveUp(e)
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
		if _, again := m.queue.equivalent(e); again || e.replaced {
			m.queue.giveUp(e)
			continue
		}
		back[id] = true
		m.queue.reinstate(e)
		if was := w.states[id]; !was.Ended() && was != Paused && !e.status.State.Ended() {
			m.requeue(e)
		}
	}
	m.queue.subscriptions.notRemoved(back)
	m.queue.merge(w.order)
	m.schedule()
}

// RetryWithUndo retries downloads like Retry. Revert stops those that have not
// ended again and gives them back the problem that they failed with; they keep
// what they received.
func (m *Manager) RetryWithUndo(ids ...ID) Undo {
	before := map[ID]Status{}
	m.each(ids, func(e *entry) {
		if s := e.status; s.State == Failed || s.State == Cancelled {
			before[s.ID] = s
			m.requeue(e)
		}
	})
	return Undo{Count: len(before), Expire: func() { m.mu.Lock(); defer m.mu.Unlock(); clear(before) }, Revert: func() {
		m.mu.Lock()
		all := make([]ID, 0, len(before))
		for _, id := range m.queue.order {
			if _, ok := before[id]; ok {
				all = append(all, id)
			}
		}
		m.mu.Unlock()
		m.each(all, func(e *entry) {
			s, ok := before[e.status.ID]
			if !ok || e.status.State.Ended() {
				return
			}
			m.stopWith(e, s.State, errPaused)
			m.queue.change(e, func(now *Status) { now.Problem = s.Problem })
			delete(before, s.ID)
		})
	}}
}

// withhold takes an entry out of the queue like remove, so that reinstate can put
// it back. The caller calls prune.
func (q *queue) withhold(e *entry) {
	q.withheld[e.status.ID] = e
	q.unregister(e)
}

// giveUp forgets an entry that was withheld. While it has a goroutine, the end of
// that discards its partial file.
func (q *queue) giveUp(e *entry) {
	delete(q.withheld, e.status.ID)
	q.forget(e)
	if e.stop == nil {
		q.discard(e)
	}
}

// reinstate makes a withheld entry a part of the queue again. The caller calls
// merge.
func (q *queue) reinstate(e *entry) {
	delete(q.withheld, e.status.ID)
	e.removed = false
	q.register(e)
	id := e.status.Group
	if stored, lost := q.lostGroups[id]; lost {
		delete(q.lostGroups, id)
		q.groups.put(stored)
	}
	if g := q.groups.add(e.status); g != nil {
		q.subscriptions.group(g.status())
	}
	q.change(e, func(*Status) {})
}

// merge puts the entries that the order lacks where they were in an earlier order:
// after the nearest one before them that is still there.
func (q *queue) merge(earlier []ID) {
	there := make(map[ID]bool, len(q.order))
	for _, id := range q.order {
		there[id] = true
	}
	after := map[ID][]ID{}
	var anchor ID
	for _, id := range earlier {
		switch {
		case there[id]:
			anchor = id
		case q.entries[id] != nil:
			after[anchor] = append(after[anchor], id)
		}
	}
	order := append(make([]ID, 0, len(q.entries)), after[""]...)
	for _, id := range q.order {
		order = append(append(order, id), after[id]...)
	}
	q.order = order
	q.announceOrder()
}
