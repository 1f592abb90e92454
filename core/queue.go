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
	groups  groups

	withheld   map[ID]*entry     // removed, but can be put back: see Undo
	lostGroups map[GroupID]Group // that have no download but one that can be put back

	subscriptions subscriptions
	persister     *persister // nil without a store
	notSaved      *Problem   // see Update.NotSaved
	news          *News      // see Update.News
	claims        *download.Claims

	saved, failed int       // downloads that ended since the queue was last idle
	received      time.Time // when bytes of a download last arrived; zero when none did
}

func newQueue() queue {
	return queue{
		entries: map[ID]*entry{}, byURL: map[string][]ID{}, groups: groups{}, withheld: map[ID]*entry{}, lostGroups: map[GroupID]Group{},
		subscriptions: subscriptions{}, claims: &download.Claims{},
	}
}

// restore fills an empty queue with what was stored. An entry that the order
// lacks, because the process was killed between two writes, comes last. For the
// same reason a group can lack its downloads, and a download its group.
func (q *queue) restore(all []*entry, order []ID, stored []Group) {
	for _, g := range stored {
		q.groups.put(g)
	}
	for _, e := range all {
		if q.groups.add(e.status) == nil {
			e.status.Group = ""
		}
		q.register(e)
	}
	for id, g := range q.groups {
		if len(g.members) == 0 {
			delete(q.groups, id)
			q.persister.forgetGroup(id)
		}
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
	if g := q.groups.add(e.status); g != nil {
		if len(g.members) == 1 {
			q.persister.group(g.stored)
		}
		q.subscriptions.group(g.status())
	}
	q.subscriptions.status(e.status)
	q.persister.entry(e)
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

// change edits the status of an entry, tells the subscriptions and stores it. Of
// one that was removed nobody is told.
func (q *queue) change(e *entry, edit func(*Status)) {
	q.show(e, edit)
	if !e.removed {
		q.persister.entry(e)
	}
}

// show edits the status of an entry and tells the subscriptions.
func (q *queue) show(e *entry, edit func(*Status)) {
	before := e.status
	edit(&e.status)
	if e.removed {
		return
	}
	q.subscriptions.status(e.status)
	if g := q.groups.changed(before, e.status); g != nil {
		q.subscriptions.group(g.status())
	}
}

// remove takes an entry out of the queue. The caller calls prune.
func (q *queue) remove(e *entry) {
	q.unregister(e)
	q.forget(e)
}

// forget takes an entry that was unregistered out of the store, and its group if
// that has neither a download nor one that can be put back.
func (q *queue) forget(e *entry) {
	q.persister.forget(e.status.ID)
	id := e.status.Group
	if id == "" || q.groups[id] != nil {
		return
	}
	for _, o := range q.withheld {
		if o.status.Group == id {
			return
		}
	}
	delete(q.lostGroups, id)
	q.persister.forgetGroup(id)
}

// unregister takes an entry out of everything but the order and the store.
func (q *queue) unregister(e *entry) {
	e.removed = true
	id, url := e.status.ID, e.status.URL
	delete(q.entries, id)
	if q.byURL[url] = slices.DeleteFunc(q.byURL[url], func(o ID) bool { return o == id }); len(q.byURL[url]) == 0 {
		delete(q.byURL, url)
	}
	q.subscriptions.removed(id)
	switch g, last := q.groups.remove(e.status); {
	case last:
		q.lostGroups[g.stored.ID] = g.stored
		q.subscriptions.groupRemoved(g.stored.ID)
	case g != nil:
		q.subscriptions.group(g.status())
	}
}

// discard deletes the partial file of a download, unless another one that is in the
// queue or can be put back has it too. The download has no goroutine, or its
// goroutine has turned to another partial file.
func (q *queue) discard(e *entry) {
	path := e.partial
	if path == "" {
		return
	}
	e.partial = ""
	if !e.removed {
		q.persister.entry(e)
	}
	for _, all := range []map[ID]*entry{q.entries, q.withheld} {
		for _, o := range all {
			if o.partial == path && o.status.State != Done {
				return
			}
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

// moveAll puts entries before another one, or at the end if that is not there.
func (q *queue) moveAll(ids []ID, before ID) {
	moved := map[ID]bool{}
	for _, id := range ids {
		moved[id] = true
	}
	q.order = slices.DeleteFunc(q.order, func(o ID) bool { return moved[o] })
	at := slices.Index(q.order, before)
	if at < 0 {
		at = len(q.order)
	}
	q.order = slices.Insert(q.order, at, ids...)
	q.announceOrder()
}

// members returns the downloads of a group in the order of the queue.
func (q *queue) members(id GroupID) []ID {
	g := q.groups[id]
	if g == nil {
		return nil
	}
	all := make([]ID, 0, len(g.members))
	for _, o := range q.order {
		if _, ok := g.members[o]; ok {
			all = append(all, o)
		}
	}
	return all
}

// announceOrder tells the subscriptions of the order and stores it.
func (q *queue) announceOrder() {
	q.subscriptions.order(q.order)
	q.persister.order(q.order)
}

// announceIdle tells the subscriptions, once, when everything has ended. What is
// paused has not.
func (q *queue) announceIdle() {
	if q.saved+q.failed == 0 {
		return
	}
	for _, e := range q.entries {
		if s := e.status.State; e.stop != nil || s == Queued || s == Waiting || s == Paused {
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

// setNews tells the subscriptions what the page for updates says.
func (q *queue) setNews(n *News) {
	q.news = n
	q.subscriptions.news(n)
}

// subscribe adds a subscription and gives it the whole queue.
func (q *queue) subscribe(s *Subscription) {
	q.subscriptions[s] = struct{}{}
	only := subscriptions{s: {}}
	only.notSaved(q.notSaved)
	only.news(q.news)
	only.order(q.order)
	for _, id := range q.order {
		only.status(q.entries[id].status)
	}
	for _, g := range q.groups {
		only.group(g.status())
	}
}

func (q *queue) statuses() []Status {
	all := make([]Status, 0, len(q.order))
	for _, id := range q.order {
		all = append(all, q.entries[id].status)
	}
	return all
}
