package queue_test

import (
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/hilo-app/hilo/core/queue"
	"github.com/hilo-app/hilo/core/status"
)

// entries returns queued downloads.
func entries(urls ...string) []*queue.Entry {
	var all []*queue.Entry
	for _, url := range urls {
		all = append(all, &queue.Entry{Status: &status.Status{URL: url, State: status.Queued}})
	}
	return all
}

// urls returns the links of a queue in order.
func urls(q *queue.Queue) (all []string) {
	for e := range q.All() {
		all = append(all, e.Status.URL)
	}
	return all
}

// TestQueueSurvives checks that a store gives back the order, the groups and the
// settings, and that what was removed stays removed.
func TestQueueSurvives(t *testing.T) {
	path, log := filepath.Join(t.TempDir(), "hilo.db"), slog.New(slog.NewTextHandler(io.Discard, nil))
	var mu sync.Mutex
	q, _, err := queue.Open(path, false, log, &mu)
	if err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	group := q.Groups.Create(status.Group{Kind: status.Links, Dir: t.TempDir()})
	all := entries("a", "b", "c", "d")
	for _, e := range all[:2] {
		e.Status.Group = group
	}
	q.Append(all...)
	q.AnnounceOrder()
	q.Move([]status.ID{all[3].Status.ID}, all[0].Status.ID)
	q.Move([]status.ID{"unknown"}, all[0].Status.ID)
	q.Remove(all[2])
	q.Prune()
	q.Persister.Setting("own", 42)
	mu.Unlock()
	if _, _, err := queue.Open(path, false, log, &mu); err != queue.ErrInUse {
		t.Errorf("opened twice: %v", err)
	}
	if err := q.Persister.Close(); err != nil {
		t.Fatal(err)
	}

	q, r, err := queue.Open(path, false, log, &mu)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Persister.Close()
	if got := urls(q); !slices.Equal(got, []string{"d", "a", "b"}) {
		t.Errorf("order %q", got)
	}
	if g, ok := q.Groups.Status(group); !ok || g.Count != 2 {
		t.Errorf("group %+v, %v", g, ok)
	}
	own := 0
	if !r.Setting("own", &own) || own != 42 || r.Setting("other", &own) {
		t.Errorf("setting %d", own)
	}
}

// TestReinstate checks that what was withheld comes back to its place, though the
// order changed meanwhile.
func TestReinstate(t *testing.T) {
	q := queue.New()
	all := entries("a", "b", "c")
	q.Append(all...)
	before := q.IDs()
	q.Withhold(all[1])
	q.Prune()
	if got := urls(q); !slices.Equal(got, []string{"a", "c"}) || !q.CanBePutBack(all[1]) {
		t.Fatalf("withheld: %q", got)
	}
	q.Move([]status.ID{all[0].Status.ID}, "") // to the end
	q.Reinstate(all[1])
	q.Merge(before, map[status.ID]bool{all[1].Status.ID: true})
	if got := urls(q); !slices.Equal(got, []string{"c", "a", "b"}) || q.CanBePutBack(all[1]) {
		t.Errorf("put back: %q", got)
	}
}

// TestStatusesStay checks that no command changes a status that was given out.
func TestStatusesStay(t *testing.T) {
	q := queue.New()
	sub := q.Subscribe(q.Subscriptions.Remove)
	defer sub.Close()
	given := map[*status.Status]status.Status{}
	list := func() {
		for _, s := range append(q.Statuses(), sub.Take().Changed...) {
			given[s] = *s
		}
	}
	all := entries("a", "b", "c")
	group := q.Groups.Create(status.Group{Kind: status.Links})
	for _, e := range all {
		e.Status.Group = group
	}
	q.Append(all...)
	list()
	order := q.IDs()
	for _, step := range []func(){
		func() { q.Change(all[0], func(s *status.Status) { s.State, s.Title = status.Downloading, "A" }) },
		func() { q.Show(all[0], func(s *status.Status) { s.Received = 1 }) },
		func() { q.Own(all[0], "a.part") },
		func() { q.Move(q.IDs()[2:], all[0].Status.ID) },
		func() { q.Withhold(all[1]); q.Prune() },
		func() { q.Reinstate(all[1]); q.Merge(order, map[status.ID]bool{all[1].Status.ID: true}) },
		func() { q.InsertAfter(all[0], entries("d")) },
		func() {
			q.Remove(all[2])
			q.Prune()
			q.Change(all[2], func(s *status.Status) { s.State = status.Cancelled })
		},
	} {
		step()
		list()
	}
	for now, then := range given {
		if *now != then {
			t.Errorf("%+v, given out as %+v", *now, then)
		}
	}
	if len(given) != 7 {
		t.Errorf("%d statuses were given out, want 4 new ones and 3 that replaced one", len(given))
	}
}

// TestPlaces checks that a place that was given away is had again before others start.
func TestPlaces(t *testing.T) {
	var p queue.Places
	all := entries("a", "b")
	p.Take(all[0])
	p.Leave(all[0])
	p.Leave(all[0]) // it has none any more
	p.Take(all[1])
	back := p.ComeBack(all[0])
	p.Grant(1)
	select {
	case <-back.Granted:
		t.Fatal("granted beyond the limit")
	default:
	}
	p.Leave(all[1])
	p.Grant(1)
	select {
	case <-back.Granted:
	default:
		t.Error("not granted")
	}
	if p.Taken != 1 {
		t.Errorf("%d places taken", p.Taken)
	}
}
