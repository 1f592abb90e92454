package queue

import (
	"slices"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/update"
)

// Subscription has the newest Status of each download until somebody takes it.
// However many are put in, a Take costs one value per download that changed, and
// the last value of each is never lost.
type Subscription struct {
	mu      sync.Mutex
	update  Update
	index   map[status.ID]int      // into update.Changed
	groups  map[status.GroupID]int // into update.Groups
	wake    chan struct{}
	onClose func(*Subscription)
}

// Update is what changed since the last Take.
type Update struct {
	Changed []*status.Status // newest of each, in the order of first change; they must not be changed
	Removed []status.ID
	Order   []status.ID // the whole queue in order; nil when neither membership nor order changed

	Groups        []status.Group   // newest of each that changed, in no order: a group stands where its first download does
	RemovedGroups []status.GroupID // those that have no download any more
	Following     bool             // core.Manager.Following has changed

	AllDone bool // everything has ended since the last Take: nothing is active, waiting or paused
	Saved   int  // with AllDone: how many were saved in this run of the queue
	Failed  int  // with AllDone: how many failed

	// NotSaved is why the queue's file lacks the latest changes, nil while it has
	// them: the disk is full (DiskFull) or cannot be written (NotWritable). Unlike
	// the other fields it is the present state and not a change: every Update has
	// it until the changes are stored. Hilo tries again by itself, at least every
	// 30 seconds and once more when it is closed; what is not stored by then is
	// lost for the next start. problem.NotSaved has the sentence for people.
	NotSaved *problem.Problem

	// News is what the page for updates said last, nil before it was asked. It is
	// the present state, too, and must not be changed.
	News *News
}

// News is what the page for updates says, and what was done about it.
type News struct {
	Newer    []update.Version // than this Hilo, newest first; empty when it is the newest
	Profiles bool             // newer client profiles were loaded and are in use
	Checked  time.Time        // when the page answered
}

// Wake receives a value when there is something to take. Reading it is
// optional: a window that takes ten times a second need not.
func (s *Subscription) Wake() <-chan struct{} { return s.wake }

// Take returns what changed since the last Take.
func (s *Subscription) Take() Update {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.update
	s.update = Update{NotSaved: u.NotSaved, News: u.News}
	for _, id := range u.Removed {
		if i, ok := s.index[id]; ok {
			u.Changed[i] = nil
		}
	}
	u.Changed = slices.DeleteFunc(u.Changed, func(s *status.Status) bool { return s == nil })
	for _, id := range u.RemovedGroups {
		if i, ok := s.groups[id]; ok {
			u.Groups[i].ID = ""
		}
	}
	u.Groups = slices.DeleteFunc(u.Groups, func(g status.Group) bool { return g.ID == "" })
	clear(s.index)
	clear(s.groups)
	return u
}

// Close ends the subscription.
func (s *Subscription) Close() { s.onClose(s) }

func newSubscription(onClose func(*Subscription)) *Subscription {
	return &Subscription{index: map[status.ID]int{}, groups: map[status.GroupID]int{}, wake: make(chan struct{}, 1), onClose: onClose}
}

// put changes the pending update and wakes the subscriber.
func (s *Subscription) put(change func(*Update)) {
	s.mu.Lock()
	change(&s.update)
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *Subscription) status(status *status.Status) {
	s.put(func(u *Update) {
		if i, ok := s.index[status.ID]; ok {
			u.Changed[i] = status
			return
		}
		s.index[status.ID] = len(u.Changed)
		u.Changed = append(u.Changed, status)
	})
}

func (s *Subscription) group(g status.Group) {
	s.put(func(u *Update) {
		u.RemovedGroups = slices.DeleteFunc(u.RemovedGroups, func(id status.GroupID) bool { return id == g.ID }) // it was put back
		if i, ok := s.groups[g.ID]; ok {
			u.Groups[i] = g
			return
		}
		s.groups[g.ID] = len(u.Groups)
		u.Groups = append(u.Groups, g)
	})
}

func (s *Subscription) order(order []status.ID) {
	s.put(func(u *Update) { u.Order = slices.Clone(order) })
}

// Subscriptions are all that are open, and the present state that every Update has.
type Subscriptions struct {
	all      map[*Subscription]struct{}
	notSaved *problem.Problem // see Update.NotSaved
	news     *News            // see Update.News
}

// add opens a subscription.
func (all *Subscriptions) add(onClose func(*Subscription)) *Subscription {
	s := newSubscription(onClose)
	all.all[s] = struct{}{}
	s.put(func(u *Update) { u.NotSaved, u.News = all.notSaved, all.news })
	return s
}

// Remove ends a subscription.
func (all *Subscriptions) Remove(s *Subscription) { delete(all.all, s) }

// SetNews tells all what the page for updates says.
func (all *Subscriptions) SetNews(n *News) {
	all.news = n
	all.put(func(u *Update) { u.News = n })
}

// FollowingChanged tells all that what is followed, or what it found, has changed.
func (all *Subscriptions) FollowingChanged() {
	all.put(func(u *Update) { u.Following = true })
}

// setNotSaved tells all whether the store has the latest changes.
func (all *Subscriptions) setNotSaved(p *problem.Problem) {
	all.notSaved = p
	all.put(func(u *Update) { u.NotSaved = p })
}

// put changes the pending update of each.
func (all *Subscriptions) put(change func(*Update)) {
	for s := range all.all {
		s.put(change)
	}
}

func (all *Subscriptions) status(status *status.Status) {
	for s := range all.all {
		s.status(status)
	}
}

func (all *Subscriptions) group(g status.Group) {
	for s := range all.all {
		s.group(g)
	}
}

func (all *Subscriptions) order(order []status.ID) {
	for s := range all.all {
		s.order(order)
	}
}

func (all *Subscriptions) removed(id status.ID) {
	all.put(func(u *Update) { u.Removed = append(u.Removed, id) })
}

// notRemoved takes back what removed told of downloads, where it was not taken yet.
func (all *Subscriptions) notRemoved(ids map[status.ID]bool) {
	all.put(func(u *Update) {
		u.Removed = slices.DeleteFunc(u.Removed, func(id status.ID) bool { return ids[id] })
	})
}

func (all *Subscriptions) groupRemoved(id status.GroupID) {
	all.put(func(u *Update) { u.RemovedGroups = append(u.RemovedGroups, id) })
}

func (all *Subscriptions) allDone(saved, failed int) {
	all.put(func(u *Update) { u.AllDone, u.Saved, u.Failed = true, u.Saved+saved, u.Failed+failed })
}
