package queue

import (
	"log/slog"
	"slices"
	"sync"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
)

// New returns an empty queue that stores nothing.
func New() *Queue {
	return &Queue{
		entries: map[status.ID]*Entry{}, byURL: map[string][]status.ID{}, Groups: Groups{},
		withheld: map[status.ID]*Entry{}, lostGroups: map[status.GroupID]status.Group{},
		Subscriptions: Subscriptions{all: map[*Subscription]struct{}{}}, Claims: &download.Claims{},
	}
}

// Open returns the queue of the store at path, and what else the store has: downloads
// that had not ended are queued again. crashed says that the process which had the
// store before ended in a crash. The queue takes mu, the lock that guards it, when it
// could not write, and when it can write again.
//
// The error is ErrInUse when another process has the store. Any other error leaves the
// file as it is; its text is for people.
func Open(path string, crashed bool, log *slog.Logger, mu sync.Locker) (*Queue, Restored, error) {
	q := New()
	p, r, err := openStore(path, crashed, log, func(p *problem.Problem) {
		mu.Lock()
		defer mu.Unlock()
		q.Subscriptions.setNotSaved(p)
	})
	if err != nil {
		return nil, Restored{}, err
	}
	q.Persister = p
	q.restore(r.entries, r.order, r.groups)
	return q, r, nil
}

// restore fills an empty queue with what was stored. An entry that the order
// lacks, because the process was killed between two writes, comes last. For the
// same reason a group can lack its downloads, and a download its group.
func (q *Queue) restore(all []*Entry, order []status.ID, stored []status.Group) {
	for _, g := range stored {
		q.Groups.put(g)
	}
	for _, e := range all {
		if q.Groups.add(e.Status) == nil {
			e.Status.Group = ""
		}
		q.register(e)
	}
	for id, g := range q.Groups {
		if len(g.members) == 0 {
			delete(q.Groups, id)
			q.Persister.forgetGroup(id)
		}
	}
	q.order = slices.DeleteFunc(order, func(id status.ID) bool { return q.entries[id] == nil })
	if len(q.order) == len(q.entries) {
		return
	}
	for id := range q.entries {
		if !slices.Contains(q.order, id) {
			q.order = append(q.order, id)
		}
	}
}
