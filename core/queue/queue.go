// Package queue is the order and the state of all downloads, and what of them survives
// a restart. It tells subscriptions and the store of every change, and decides nothing:
// package core starts and stops downloads.
//
//	Open -> Queue: Entries in order
//	          +- Groups         what was added together, with its sums
//	          +- Subscriptions  who is told: Update, newest of each download
//	          '- Persister      writes every change to the store
//	Places: which of the downloads run
//
// One lock, that of package core, guards a Queue, its entries and a Places. The package
// knows no window, asks YouTube nothing, and touches no file but the store and the
// partial files that it discards.
package queue

import (
	"crypto/rand"
	"iter"
	"os"
	"slices"
	"time"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/status"
)

// Queue is all downloads in their order. Every change of one goes through it, so
// that the subscriptions and the store have it too. The lock of its owner guards it.
type Queue struct {
	order   []status.ID
	entries map[status.ID]*Entry
	byURL   map[string][]status.ID // the same, by Status.URL
	Groups  Groups

	withheld   map[status.ID]*Entry            // removed, but can be put back: see Reinstate
	lostGroups map[status.GroupID]status.Group // that have no download but one that can be put back

	Subscriptions Subscriptions
	Persister     *Persister       // nil without a store; set once
	Claims        *download.Claims // of the partial files; set once

	Received      time.Time // when bytes of a download last arrived; zero when none did
	saved, failed int       // downloads that ended since the queue was last idle
	cleared       bool      // it was idle after a command since: they do not count any more
}

// register makes an entry findable.
func (q *Queue) register(e *Entry) {
	id, url := e.Status.ID, e.Status.URL
	q.entries[id] = e
	q.byURL[url] = append(q.byURL[url], id)
}

// insert puts a new entry at an index of the order. The caller calls
// announceOrder.
func (q *Queue) insert(e *Entry, at int) {
	e.Status.ID = status.ID(rand.Text()[:12])
	if id := e.Status.VideoID; id != "" { // until the video is looked up
		e.Status.Thumbnail = "https://i.ytimg.com/vi/" + id + "/mqdefault.jpg"
	}
	q.register(e)
	q.order = slices.Insert(q.order, at, e.Status.ID)
	if g := q.Groups.add(e.Status); g != nil {
		if len(g.members) == 1 {
			q.Persister.group(g.stored)
		}
		q.Subscriptions.group(g.status())
	}
	q.Subscriptions.status(e.Status)
	q.Persister.entry(e)
}

// Equivalent finds a download that makes a new one needless: of the same link,
// wish and folder, not failed or cancelled, and whose file still exists.
func (q *Queue) Equivalent(e *Entry) (status.ID, bool) {
	for _, id := range q.byURL[e.Status.URL] {
		s := q.entries[id].Status
		if s.Wish != e.Status.Wish || s.Dir != e.Status.Dir || s.State == status.Failed || s.State == status.Cancelled {
			continue
		}
		if s.State == status.Done && isGone(s.File) {
			continue
		}
		return id, true
	}
	return "", false
}

// Unsaved finds a download of the same link, wish and folder that ended and has no
// file: it failed, was cancelled, or was saved and the file is gone; nil if there is
// none.
func (q *Queue) Unsaved(e *Entry) *Entry {
	for _, id := range q.byURL[e.Status.URL] {
		o := q.entries[id]
		s := o.Status
		if o.Stop != nil || s.Wish != e.Status.Wish || s.Dir != e.Status.Dir {
			continue
		}
		if s.State == status.Failed || s.State == status.Cancelled || s.State == status.Done && isGone(s.File) {
			return o
		}
	}
	return nil
}

func isGone(file string) bool {
	_, err := os.Stat(file)
	return err != nil
}

// Change edits the status of an entry, tells the subscriptions and stores it. Of
// one that was removed nobody is told.
func (q *Queue) Change(e *Entry, edit func(*status.Status)) {
	q.Show(e, edit)
	if !e.Removed {
		q.Persister.entry(e)
	}
}

// Show gives an entry a new status, an edited copy of the old one, and tells the
// subscriptions.
func (q *Queue) Show(e *Entry, edit func(*status.Status)) {
	before, after := e.Status, *e.Status
	edit(&after)
	e.Status = &after
	if e.Removed {
		return
	}
	q.Subscriptions.status(e.Status)
	if g := q.Groups.changed(before, e.Status); g != nil {
		q.Subscriptions.group(g.status())
	}
}

// Remove takes an entry out of the queue. The caller calls prune.
func (q *Queue) Remove(e *Entry) {
	q.unregister(e)
	q.forget(e)
}

// forget takes an entry that was unregistered out of the store, and its group if
// that has neither a download nor one that can be put back.
func (q *Queue) forget(e *Entry) {
	q.Persister.forget(e.Status.ID)
	id := e.Status.Group
	if id == "" || q.Groups[id] != nil {
		return
	}
	for _, o := range q.withheld {
		if o.Status.Group == id {
			return
		}
	}
	delete(q.lostGroups, id)
	q.Persister.forgetGroup(id)
}

// unregister takes an entry out of everything but the order and the store.
func (q *Queue) unregister(e *Entry) {
	e.Removed = true
	id, url := e.Status.ID, e.Status.URL
	delete(q.entries, id)
	if q.byURL[url] = slices.DeleteFunc(q.byURL[url], func(o status.ID) bool { return o == id }); len(q.byURL[url]) == 0 {
		delete(q.byURL, url)
	}
	q.Subscriptions.removed(id)
	switch g, last := q.Groups.remove(e.Status); {
	case last:
		q.lostGroups[g.stored.ID] = g.stored
		q.Subscriptions.groupRemoved(g.stored.ID)
	case g != nil:
		q.Subscriptions.group(g.status())
	}
}

// Discard deletes the partial file of a download, unless another one that is in the
// queue or can be put back has it too. The download has no goroutine, or its
// goroutine has turned to another partial file.
func (q *Queue) Discard(e *Entry) {
	path := e.Partial
	if path == "" {
		return
	}
	e.Partial = ""
	if !e.Removed {
		q.Persister.entry(e)
	}
	for _, all := range []map[status.ID]*Entry{q.entries, q.withheld} {
		for _, o := range all {
			if o.Partial == path && o.Status.State != status.Done {
				return
			}
		}
	}
	q.Claims.Discard(path)
}

// Prune takes removed entries out of the order: once, however many they are.
func (q *Queue) Prune() {
	if len(q.order) == len(q.entries) {
		return
	}
	q.order = slices.DeleteFunc(q.order, func(id status.ID) bool { return q.entries[id] == nil })
	q.AnnounceOrder()
}

// moveAll puts entries before another one, or at the end if that is not there.
func (q *Queue) moveAll(ids []status.ID, before status.ID) {
	moved := map[status.ID]bool{}
	for _, id := range ids {
		moved[id] = true
	}
	q.order = slices.DeleteFunc(q.order, func(o status.ID) bool { return moved[o] })
	at := slices.Index(q.order, before)
	if at < 0 {
		at = len(q.order)
	}
	q.order = slices.Insert(q.order, at, ids...)
	q.AnnounceOrder()
}

// Members returns the downloads of a group in the order of the queue.
func (q *Queue) Members(id status.GroupID) []status.ID {
	g := q.Groups[id]
	if g == nil {
		return nil
	}
	all := make([]status.ID, 0, len(g.members))
	for _, o := range q.order {
		if _, ok := g.members[o]; ok {
			all = append(all, o)
		}
	}
	return all
}

// AnnounceOrder tells the subscriptions of the order and stores it.
func (q *Queue) AnnounceOrder() {
	q.Subscriptions.order(q.order)
	q.Persister.order(q.order)
}

// AnnounceIdle tells the subscriptions, once, when everything has ended. What is
// paused has not.
func (q *Queue) AnnounceIdle() {
	if q.saved+q.failed == 0 || !q.idle() {
		return
	}
	q.Subscriptions.allDone(q.saved, q.failed)
	q.saved, q.failed, q.cleared = 0, 0, false
}

// EndQuietly is called instead of AnnounceIdle after a command: whoever removes or
// cancels what is left need not be told that nothing is. What has ended so far counts
// together with what ends next only if a removal is taken back first.
func (q *Queue) EndQuietly() { q.cleared = q.cleared || q.idle() }

func (q *Queue) idle() bool {
	for _, e := range q.entries {
		if !e.Status.State.Ended() {
			return false
		}
	}
	return true
}

// Get returns an entry of the queue, nil when it is not there.
func (q *Queue) Get(id status.ID) *Entry { return q.entries[id] }

// IDs returns the order of the queue.
func (q *Queue) IDs() []status.ID { return slices.Clone(q.order) }

// All returns the entries in order. Those that are added meanwhile may be left out.
func (q *Queue) All() iter.Seq[*Entry] {
	return func(yield func(*Entry) bool) {
		for _, id := range q.order {
			if e := q.entries[id]; e != nil && !yield(e) { // nil: removed, and not pruned yet
				return
			}
		}
	}
}

// Own records the partial file of a download and discards another one of an earlier
// wish.
func (q *Queue) Own(e *Entry, path string) {
	if e.Partial != path {
		q.Discard(e)
	}
	e.Partial = path
	if !e.Removed {
		q.Persister.entry(e)
	}
}

// CountEnd counts a download that was saved or that failed, see Update.AllDone.
func (q *Queue) CountEnd(saved bool) {
	if q.cleared {
		q.saved, q.failed, q.cleared = 0, 0, false
	}
	if saved {
		q.saved++
	} else {
		q.failed++
	}
}

// CanBePutBack reports whether an entry was taken out with withhold.
func (q *Queue) CanBePutBack(e *Entry) bool { return q.withheld[e.Status.ID] == e }

// Append puts new entries at the end of the order. The caller calls announceOrder.
func (q *Queue) Append(all ...*Entry) {
	for _, e := range all {
		q.insert(e, len(q.order))
	}
}

// InsertAfter puts new entries after one that is there.
func (q *Queue) InsertAfter(e *Entry, all []*Entry) {
	at := slices.Index(q.order, e.Status.ID) + 1
	for i, n := range all {
		q.insert(n, at+i)
	}
	q.AnnounceOrder()
}

// Move puts entries before another one, or at the end if that is not there. It
// ignores those that are not in the queue, or there twice.
func (q *Queue) Move(ids []status.ID, before status.ID) {
	seen := map[status.ID]bool{}
	there := make([]status.ID, 0, len(ids))
	for _, id := range ids {
		if q.entries[id] != nil && !seen[id] {
			there = append(there, id)
			seen[id] = true
		}
	}
	if len(there) > 0 && !seen[before] {
		q.moveAll(there, before)
	}
}

// Subscribe returns a subscription that has the whole queue. Its Close calls onClose,
// which must call Subscriptions.Remove.
func (q *Queue) Subscribe(onClose func(*Subscription)) *Subscription {
	s := q.Subscriptions.add(onClose)
	s.order(q.order)
	for _, id := range q.order {
		s.status(q.entries[id].Status)
	}
	for _, g := range q.Groups {
		s.group(g.status())
	}
	return s
}

// Statuses returns all downloads in order. They must not be changed.
func (q *Queue) Statuses() []*status.Status {
	all := make([]*status.Status, 0, len(q.order))
	for _, id := range q.order {
		all = append(all, q.entries[id].Status)
	}
	return all
}
