package core

import (
	"slices"
	"sync"
)

// Update is what changed since the last Take.
type Update struct {
	Changed []Status // newest of each, in the order of first change
	Removed []ID
	Order   []ID // the whole queue in order; nil when neither membership nor order changed
	AllDone bool // everything that was started has ended since the last Take
	Saved   int  // with AllDone: how many were saved in this run of the queue
	Failed  int  // with AllDone: how many failed
}

// Mailbox holds the newest Status of each download until somebody takes it.
// However many are put in, a Take costs one value per download that changed,
// and the last value of each is never lost.
type Mailbox struct {
	mu      sync.Mutex
	update  Update
	index   map[ID]int // into update.Changed
	wake    chan struct{}
	onClose func(*Mailbox)
}

func newMailbox(onClose func(*Mailbox)) *Mailbox {
	return &Mailbox{index: map[ID]int{}, wake: make(chan struct{}, 1), onClose: onClose}
}

// Wake receives a value when there is something to take. Reading it is
// optional: a window that takes ten times a second need not.
func (b *Mailbox) Wake() <-chan struct{} { return b.wake }

// Take empties the mailbox.
func (b *Mailbox) Take() Update {
	b.mu.Lock()
	defer b.mu.Unlock()
	u := b.update
	b.update = Update{}
	for _, id := range u.Removed {
		if i, ok := b.index[id]; ok {
			u.Changed[i].ID = ""
		}
	}
	u.Changed = slices.DeleteFunc(u.Changed, func(s Status) bool { return s.ID == "" })
	clear(b.index)
	return u
}

// Close ends the subscription.
func (b *Mailbox) Close() { b.onClose(b) }

func (b *Mailbox) put(change func(*Update)) {
	b.mu.Lock()
	change(&b.update)
	b.mu.Unlock()
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

func (b *Mailbox) status(s Status) {
	b.put(func(u *Update) {
		if i, ok := b.index[s.ID]; ok {
			u.Changed[i] = s
			return
		}
		b.index[s.ID] = len(u.Changed)
		u.Changed = append(u.Changed, s)
	})
}

func (b *Mailbox) removed(id ID) {
	b.put(func(u *Update) { u.Removed = append(u.Removed, id) })
}
