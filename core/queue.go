package core

import (
	"crypto/rand"
	"os"
	"slices"
	"time"

	"github.com/hilo-app/hilo/core/download"
)

// queue is all downloads in their order. Every change of one goes through it, so
// that the subscriptions and the store have it too. Manager.mu guards it.
type queue struct {
	order   []ID
	entries map[ID]*entry
	byURL   map[string][]ID // the same, by Status.URL

	subscriptions subscriptions
	persister     *persister // nil without a store
	notSaved      *Problem   // see Update.NotSaved
	claims        *download.Claims

	saved, failed int       // downloads that ended since the queue was last idle
	received      time.Time // when bytes of a download last arrived; zero when none did
}

func newQueue() queue {
	return queue{entries: map[ID]*entry{}, byURL: map[string][]ID{}, subscriptions: subscriptions{}, claims: &download.Claims{}}
}

// restore fills an empty queue with what was stored. An entry that the order
// lacks, because the process was killed between two writes, comes last.
func (q *queue) restore(all []*entry, order []ID) {
	for _, e := range all {
		q.register(e)
	}
	q.order = slices.DeleteFunc(order, func(id ID) bool { return q.entries[id] == nil })
	if len(q.order) == len(q.entries) {
		return
	}
	for id := range q.entries {
		if !slices.Contains(q.order, id) {
			q.order = append(q.order, id)
		}
	}
}

// register makes an entry findable.
func (q *queue) register(e *entry) {
	id, url := e.status.ID, e.status.URL
	q.entries[id] = e
	q.byURL[url] = append(q.byURL[url], id)
}

// insert puts a new entry at an index of the order. The caller calls
// announceOrder.
func (q *queue) insert(e *entry, at int) {
	e.status.ID = ID(rand.Text()[:12])
	if id := e.status.VideoID; id != "" { // until the video is looked up
		e.status.Thumbnail = "https://i.ytimg.com/vi/" + id + "/mqdefault.jpg"
	}
	q.register(e)
	q.order = slices.Insert(q.order, at, e.status.ID)
	q.change(e, func(*Status) {})
}

// equivalent finds a download that makes a new one needless: of the same link,
// wish and folder, not failed or cancelled, and whose file still exists.
func (q *queue) equivalent(e *entry) (ID, bool) {
	for _, id := range q.byURL[e.status.URL] {
		s := q.entries[id].status
		if s.Wish != e.status.Wish || s.Dir != e.status.Dir || s.State == Failed || s.State == Cancelled {
			continue
		}
		if s.State == Done {
			if _, err := os.Stat(s.File); err != nil {
				continue
			}
		}
		return id, true
	}
	return "", false
}

// change edits the status of an entry, tells the subscriptions and stores it.
func (q *queue) change(e *entry, edit func(*Status)) {
	edit(&e.status)
	q.subscriptions.status(e.status)
	q.persister.entry(e)
}

// remove takes an entry out of the queue. The caller calls prune.
func (q *queue) remove(e *entry) {
	e.removed = true
	id, url := e.status.ID, e.status.URL
	delete(q.entries, id)
	if q.byURL[url] = slices.DeleteFunc(q.byURL[url], func(o ID) bool { return o == id }); len(q.byURL[url]) == 0 {
		delete(q.byURL, url)
	}
	q.subscriptions.removed(id)
	q.persister.forget(id)
}

// discard deletes the partial file of a download, unless another one in the
// queue has it too. The download has no goroutine, or its goroutine has turned to
// another partial file.
func (q *queue) discard(e *entry) {
	path := e.partial
	if path == "" {
		return
	}
	e.partial = ""
	if !e.removed {
		q.persister.entry(e)
	}
	for _, o := range q.entries {
		if o.partial == path && o.status.State != Done {
			return
		}
	}
	q.claims.Discard(path)
}

// prune takes removed entries out of the order: once, however many they are.
func (q *queue) prune() {
	if len(q.order) == len(q.entries) {
		return
	}
	q.order = slices.DeleteFunc(q.order, func(id ID) bool { return q.entries[id] == nil })
	q.announceOrder()
}

// move puts an entry before another one, or at the end if that is not there.
func (q *queue) move(id, before ID) {
	q.order = slices.DeleteFunc(q.order, func(o ID) bool { return o == id })
	at := slices.Index(q.order, before)
	if at < 0 {
		at = len(q.order)
	}
	q.order = slices.Insert(q.order, at, id)
	q.announceOrder()
}

// announceOrder tells the subscriptions of the order and stores it.
func (q *queue) announceOrder() {
	q.subscriptions.order(q.order)
	q.persister.order(q.order)
}

// announceIdle tells the subscriptions, once, when everything has ended.
func (q *queue) announceIdle() {
	if q.saved+q.failed == 0 {
		return
	}
	for _, e := range q.entries {
		if s := e.status.State; e.stop != nil || s == Queued || s == Waiting {
			return
		}
	}
	q.subscriptions.allDone(q.saved, q.failed)
	q.saved, q.failed = 0, 0
}

// setNotSaved tells the subscriptions whether the store has the latest changes.
func (q *queue) setNotSaved(p *Problem) {
	q.notSaved = p
	q.subscriptions.notSaved(p)
}

// subscribe adds a subscription and gives it the whole queue.
func (q *queue) subscribe(s *Subscription) {
	q.subscriptions[s] = struct{}{}
	only := subscriptions{s: {}}
	only.notSaved(q.notSaved)
	only.order(q.order)
	for _, id := range q.order {
		only.status(q.entries[id].status)
	}
}

func (q *queue) statuses() []Status {
	all := make([]Status, 0, len(q.order))
	for _, id := range q.order {
		all = append(all, q.entries[id].status)
	}
	return all
}
