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

// removals are those that can be taken back.
type removals struct {
	*scheduler
	all map[*withheld]struct{} // mu guards it
}

// remove is Manager.RemoveWithUndo.
func (r *removals) remove(ids []ID) Undo {
	w := &withheld{entries: map[ID]*queue.Entry{}, states: map[ID]State{}}
	r.mu.Lock()
	w.order = r.queue.IDs()
	r.mu.Unlock()
	r.each(ids, func(e *queue.Entry) {
		id := e.Status.ID
		w.entries[id], w.states[id] = e, e.Status.State
		if !e.Status.State.Ended() && e.Status.State != Paused {
			r.stopWith(e, Paused, errPaused)
		}
		r.queue.Withhold(e)
	})
	if len(w.entries) == 0 {
		return Undo{Revert: func() {}, Expire: func() {}}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all[w] = struct{}{}
	return Undo{Count: len(w.entries), Revert: func() { r.putBack(w) }, Expire: func() { r.forget(w) }}
}

// forget makes a removal final.
func (r *removals) forget(w *withheld) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.all[w]; !ok {
		return
	}
	delete(r.all, w)
	for _, e := range w.entries {
		r.queue.GiveUp(e)
	}
}

// forgetAll makes all removals final. No download has a goroutine any more.
func (r *removals) forgetAll() {
	r.mu.Lock()
	all := slices.Collect(maps.Keys(r.all))
	r.mu.Unlock()
	for _, w := range all {
		r.forget(w)
	}
}

// putBack takes a removal back. A download that was added again meanwhile is not
// put back a second time.
func (r *removals) putBack(w *withheld) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.all[w]; !ok || r.closed {
		return
	}
	delete(r.all, w)
	back := map[ID]bool{}
	for _, id := range w.order {
		e := w.entries[id]
		if e == nil {
			continue
		}
		if _, again := r.queue.Equivalent(e); again || e.Replaced {
			r.queue.GiveUp(e)
			continue
		}
		back[id] = true
		r.queue.Reinstate(e)
		if was := w.states[id]; !was.Ended() && was != Paused && !e.Status.State.Ended() {
			r.requeue(e)
		}
	}
	r.queue.Merge(w.order, back)
	r.schedule()
}

// retryWithUndo is Manager.RetryWithUndo.
func (d *scheduler) retryWithUndo(ids []ID) Undo {
	before := map[ID]*Status{}
	d.each(ids, func(e *queue.Entry) {
		if s := e.Status; s.State == Failed || s.State == Cancelled {
			before[s.ID] = s
			d.requeue(e)
		}
	})
	return Undo{Count: len(before), Expire: func() { d.mu.Lock(); defer d.mu.Unlock(); clear(before) }, Revert: func() {
		d.mu.Lock()
		all := make([]ID, 0, len(before))
		for _, id := range d.queue.IDs() {
			if _, ok := before[id]; ok {
				all = append(all, id)
			}
		}
		d.mu.Unlock()
		d.each(all, func(e *queue.Entry) {
			s, ok := before[e.Status.ID]
			if !ok || e.Status.State.Ended() {
				return
			}
			d.stopWith(e, s.State, errPaused)
			d.queue.Change(e, func(now *Status) { now.Problem = s.Problem })
			delete(before, s.ID)
		})
	}}
}
