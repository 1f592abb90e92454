package core

import (
	"slices"
	"sync"
)

// Subscription has the newest Status of each download until somebody takes it.
// However many are put in, a Take costs one value per download that changed, and
// the last value of each is never lost.
type Subscription struct {
	mu      sync.Mutex
	update  Update
	index   map[ID]int      // into update.Changed
	groups  map[GroupID]int // into update.Groups
	wake    chan struct{}
	onClose func(*Subscription)
}

// Update is what changed since the last Take.
type Update struct {
	Changed []Status // newest of each, in the order of first change
	Removed []ID
	Order   []ID // the whole queue in order; nil when neither membership nor order changed

	Groups        []Group   // newest of each that changed, in no order: a group stands where its first download does
	RemovedGroups []GroupID // those that have no download any more
	Following     bool      // Manager.Following has changed

	AllDone bool // everything has ended since the last Take: nothing is active, waiting or paused
	Saved   int  // with AllDone: how many were saved in this run of the queue
	Failed  int  // with AllDone: how many failed

	// NotSaved is why the queue's file lacks the latest changes, nil while it has
	// them: the disk is full (DiskFull) or cannot be written (NotWritable). Unlike
	// the other fields it is the present state and not a change: every Update has
	// it until the changes are stored. Hilo tries again by itself, at least every
	// 30 seconds and once more when it is closed; what is not stored by then is
	// lost for the next start. problem.NotSaved has the sentence for people.
	NotSaved *Problem

	// News is what the page for updates said last, nil before it was asked. It is
	// the present state, too, and must not be changed.
	News *News
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
			u.Changed[i].ID = ""
		}
	}
	u.Changed = slices.DeleteFunc(u.Changed, func(s Status) bool { return s.ID == "" })
	for _, id := range u.RemovedGroups {
		if i, ok := s.groups[id]; ok {
			u.Groups[i].ID = ""
		}
	}
	u.Groups = slices.DeleteFunc(u.Groups, func(g Group) bool { return g.ID == "" })
	clear(s.index)
	clear(s.groups)
	return u
}

// Close ends the subscription.
func (s *Subscription) Close() { s.onClose(s) }

func newSubscription(onClose func(*Subscription)) *Subscription {
	return &Subscription{index: map[ID]int{}, groups: map[GroupID]int{}, wake: make(chan struct{}, 1), onClose: onClose}
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

func (s *Subscription) status(status Status) {
	s.put(func(u *Update) {
		if i, ok := s.index[status.ID]; ok {
			u.Changed[i] = status
			return
		}
		s.index[status.ID] = len(u.Changed)
		u.Changed = append(u.Changed, status)
	})
}

func (s *Subscription) group(g Group) {
	s.put(func(u *Update) {
		u.RemovedGroups = slices.DeleteFunc(u.RemovedGroups, func(id GroupID) bool { return id == g.ID }) // it was put back
		if i, ok := s.groups[g.ID]; ok {
			u.Groups[i] = g
			return
		}
		s.groups[g.ID] = len(u.Groups)
		u.Groups = append(u.Groups, g)
	})
}

// subscriptions are all that are open. Manager.mu guards them.
type subscriptions map[*Subscription]struct{}

func (all subscriptions) status(status Status) {
	for s := range all {
		s.status(status)
	}
}

func (all subscriptions) removed(id ID) {
	for s := range all {
		s.put(func(u *Update) { u.Removed = append(u.Removed, id) })
	}
}

func (all subscriptions) group(g Group) {
	for s := range all {
		s.group(g)
	}
}

func (all subscriptions) groupRemoved(id GroupID) {
	for s := range all {
		s.put(func(u *Update) { u.RemovedGroups = append(u.RemovedGroups, id) })
	}
}

func (all subscriptions) following() {
	for s := range all {
		s.put(func(u *Update) { u.Following = true })
	}
}

// notRemoved takes back what removed told of downloads, where it was not taken yet.
func (all subscriptions) notRemoved(ids map[ID]bool) {
	for s := range all {
		s.put(func(u *Update) { u.Removed = slices.DeleteFunc(u.Removed, func(id ID) bool { return ids[id] }) })
	}
}

func (all subscriptions) order(order []ID) {
	for s := range all {
		s.put(func(u *Update) { u.Order = slices.Clone(order) })
	}
}

func (all subscriptions) notSaved(p *Problem) {
	for s := range all {
		s.put(func(u *Update) { u.NotSaved = p })
	}
}

func (all subscriptions) news(n *News) {
	for s := range all {
		s.put(func(u *Update) { u.News = n })
	}
}

func (all subscriptions) allDone(saved, failed int) {
	for s := range all {
		s.put(func(u *Update) { u.AllDone, u.Saved, u.Failed = true, u.Saved+saved, u.Failed+failed })
	}
}
