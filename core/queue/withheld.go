package queue

import "github.com/hilo-app/hilo/core/status"

// Withhold takes an entry out of the queue like remove, so that reinstate can put
// it back. The caller calls prune.
func (q *Queue) Withhold(e *Entry) {
	q.withheld[e.Status.ID] = e
	q.unregister(e)
}

// GiveUp forgets an entry that was withheld. While it has a goroutine, the end of
// that discards its partial file.
func (q *Queue) GiveUp(e *Entry) {
	delete(q.withheld, e.Status.ID)
	q.forget(e)
	if e.Stop == nil {
		q.Discard(e)
	}
}

// Reinstate makes a withheld entry a part of the queue again. The caller calls
// merge.
func (q *Queue) Reinstate(e *Entry) {
	delete(q.withheld, e.Status.ID)
	e.Removed = false
	q.cleared = false
	q.register(e)
	id := e.Status.Group
	if stored, lost := q.lostGroups[id]; lost {
		delete(q.lostGroups, id)
		q.Groups.put(stored)
	}
	if g := q.Groups.add(e.Status); g != nil {
		q.Subscriptions.group(g.status())
	}
	q.Change(e, func(*status.Status) {})
}

// Merge puts the reinstated entries, which the order lacks, where they were in an
// earlier order: after the nearest one before them that is still there.
func (q *Queue) Merge(earlier []status.ID, reinstated map[status.ID]bool) {
	q.Subscriptions.notRemoved(reinstated)
	there := make(map[status.ID]bool, len(q.order))
	for _, id := range q.order {
		there[id] = true
	}
	after := map[status.ID][]status.ID{}
	var anchor status.ID
	for _, id := range earlier {
		switch {
		case there[id]:
			anchor = id
		case q.entries[id] != nil:
			after[anchor] = append(after[anchor], id)
		}
	}
	order := append(make([]status.ID, 0, len(q.entries)), after[""]...)
	for _, id := range q.order {
		order = append(append(order, id), after[id]...)
	}
	q.order = order
	q.AnnounceOrder()
}
