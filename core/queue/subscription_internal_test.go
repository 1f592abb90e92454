package queue

import (
	"fmt"
	"sync"
	"testing"

	"github.com/hilo-app/hilo/core/status"
)

func TestSubscriptionKeepsTheNewest(t *testing.T) {
	b := newSubscription(func(*Subscription) {})
	for i := range 100 {
		b.status(&status.Status{ID: "a", Received: int64(i)})
		b.status(&status.Status{ID: "b", Received: int64(-i)})
	}
	u := b.Take()
	if len(u.Changed) != 2 || u.Changed[0].Received != 99 || u.Changed[1].Received != -99 {
		t.Errorf("took %+v", u.Changed)
	}
	if u = b.Take(); len(u.Changed) != 0 || u.Order != nil || u.AllDone {
		t.Errorf("took again %+v", u)
	}
}

func TestSubscriptionForgetsTheRemoved(t *testing.T) {
	all := New().Subscriptions
	b := all.add(nil)
	for _, id := range []status.ID{"a", "b", "c"} {
		b.status(&status.Status{ID: id})
	}
	all.removed("b")
	u := b.Take()
	if len(u.Changed) != 2 || u.Changed[0].ID != "a" || u.Changed[1].ID != "c" || len(u.Removed) != 1 {
		t.Errorf("took %+v, removed %v", u.Changed, u.Removed)
	}
}

func TestSubscriptionLosesNothing(t *testing.T) {
	b := newSubscription(func(*Subscription) {})
	const writers, each = 8, 2000
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				b.status(&status.Status{ID: status.ID(fmt.Sprint(w)), Received: int64(i)})
			}
		})
	}
	last := map[status.ID]int64{}
	take := func() {
		for _, s := range b.Take().Changed {
			if s.Received < last[s.ID] {
				t.Errorf("%s went back from %d to %d", s.ID, last[s.ID], s.Received)
			}
			last[s.ID] = s.Received
		}
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	for open := true; open; {
		select {
		case <-b.Wake():
			take()
		case <-done:
			open = false
		}
	}
	take()
	for id, n := range last {
		if n != each-1 {
			t.Errorf("%s ended with %d", id, n)
		}
	}
	if len(last) != writers {
		t.Errorf("%d of %d heard of", len(last), writers)
	}
}
