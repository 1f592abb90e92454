package follow_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
)

// fake is a follow.Tools.
type fake struct {
	mu      sync.Mutex
	lists   map[string]follow.Page // by text
	err     error
	checks  []string // texts, with the time since start
	taken   []string
	kept    map[string]follow.Record
	changes int
	start   time.Time
}

func newFake() *fake {
	return &fake{lists: map[string]follow.Page{}, kept: map[string]follow.Record{}, start: time.Now()}
}

func (f *fake) List(_ context.Context, l follow.Followed, _ func(string) bool) (follow.Page, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.checks = append(f.checks, fmt.Sprint(l.Text, "@", time.Since(f.start)))
	p := f.lists[l.Text]
	p.Entries = slices.Clone(p.Entries)
	return p, f.err
}

func (f *fake) Take(l follow.Followed, entries []follow.Entry) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range entries {
		f.taken = append(f.taken, fmt.Sprint(l.Title, " ", e.Number, " ", e.VideoID))
	}
}

func (f *fake) Keep(key string, r *follow.Record) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r == nil {
		delete(f.kept, key)
		return
	}
	f.kept[key] = *r
}

func (f *fake) Changed() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.changes++
}

func (f *fake) set(text string, newestFirst bool, ids string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p := follow.Page{ListID: "PL" + text, Title: strings.ToUpper(text), NewestFirst: newestFirst}
	for _, id := range strings.Fields(ids) {
		p.Entries = append(p.Entries, follow.Entry{VideoID: id})
	}
	f.lists[text] = p
}

func (f *fake) takeAll() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := strings.Join(f.taken, ", ")
	f.taken = nil
	return all
}

func (f *fake) checked() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := strings.Join(f.checks, " ")
	f.checks = nil
	return all
}

// run runs a test in virtual time with a Follower that is running.
func run(t *testing.T, tools func() *fake, stored func() map[string]follow.Record, test func(*testing.T, *fake, *follow.Follower)) {
	synctest.Test(t, func(t *testing.T) {
		f := tools()
		var records map[string]follow.Record
		if stored != nil {
			records = stored()
		}
		follower := follow.New(f, records, 0)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { follower.Run(ctx); close(ended) }()
		test(t, f, follower)
		cancel()
		<-ended
	})
}

func ids(all []follow.Entry) string {
	var s []string
	for _, e := range all {
		s = append(s, fmt.Sprint(e.Number, ":", e.VideoID))
	}
	return strings.Join(s, " ")
}

func TestNewEntriesAreOfferedOnce(t *testing.T) {
	run(t, newFake, nil, func(t *testing.T, tools *fake, f *follow.Follower) {
		tools.set("bridges", false, "a b c")
		l, err := f.Add(follow.Followed{Kind: status.Playlist, Text: "bridges"}, nil, true)
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if got := f.List()[0]; len(got.New) != 0 || got.Title != "BRIDGES" || got.ListID != "PLbridges" || got.Checked.IsZero() || got.Total != 3 {
			t.Errorf("%+v", got)
		}
		tools.set("bridges", false, "a b c d e")
		time.Sleep(follow.DefaultEvery + time.Minute)
		synctest.Wait()
		if got := f.List()[0]; ids(got.New) != "4:d 5:e" || got.Found != 2 || f.New() != 2 {
			t.Errorf("%+v", got)
		}
		tools.set("bridges", false, "a d e f") // some are removed from the list, one is added
		f.Check(l.ID)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if got := f.List()[0]; ids(got.New) != "4:d 5:e 6:f" || got.Found != 1 {
			t.Errorf("%+v", got)
		}
		f.Take(l.ID, "e")
		f.Dismiss(l.ID, "d")
		if got := tools.takeAll(); got != "BRIDGES 5 e" {
			t.Errorf("taken %q", got)
		}
		f.Take(l.ID)
		f.Check()
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if got := tools.takeAll(); got != "BRIDGES 6 f" || f.New() != 0 {
			t.Errorf("taken %q, %d are new", got, f.New())
		}
	})
}

// New entries of a channel are taken oldest first and numbered on.
func TestAutomatic(t *testing.T) {
	run(t, newFake, nil, func(t *testing.T, tools *fake, f *follow.Follower) {
		tools.set("ana", true, "c b a")
		l, _ := f.Add(follow.Followed{Kind: status.Channel, Text: "ana", Automatic: true, Total: 40}, []string{"a", "b", "c"}, false)
		synctest.Wait()
		if got := tools.takeAll(); got != "" {
			t.Errorf("taken what was there: %q", got)
		}
		tools.set("ana", true, "e d c b a")
		time.Sleep(follow.DefaultEvery + time.Minute)
		synctest.Wait()
		if got := tools.takeAll(); got != "ANA 41 d, ANA 42 e" {
			t.Errorf("taken %q", got)
		}
		f.SetAutomatic(l.ID, false)
		tools.set("ana", true, "f e d c b a")
		time.Sleep(follow.DefaultEvery + time.Minute)
		synctest.Wait()
		if got := f.List()[0]; tools.takeAll() != "" || ids(got.New) != "43:f" {
			t.Errorf("%+v", got)
		}
	})
}

// Without a baseline, all that is there is new.
func TestAllIsNew(t *testing.T) {
	run(t, newFake, nil, func(t *testing.T, tools *fake, f *follow.Follower) {
		tools.set("x", false, "a b")
		_, _ = f.Add(follow.Followed{Kind: status.Playlist, Text: "x", Automatic: true}, nil, false)
		synctest.Wait()
		if got := tools.takeAll(); got != "X 1 a, X 2 b" {
			t.Errorf("taken %q", got)
		}
	})
}

// Lists are checked one after the other, those that were checked a moment ago not at
// the start, and failures are repeated sooner.
func TestTimesOfChecks(t *testing.T) {
	stored := func() map[string]follow.Record {
		now := time.Now()
		return map[string]follow.Record{
			"1": {Followed: follow.Followed{Kind: status.Playlist, Text: "old", Checked: now.Add(-time.Hour)}, Begun: true},
			"2": {Followed: follow.Followed{Kind: status.Playlist, Text: "recent", Checked: now.Add(-5 * time.Minute)}, Begun: true},
		}
	}
	run(t, newFake, stored, func(t *testing.T, tools *fake, f *follow.Follower) {
		synctest.Wait()
		if got := tools.checked(); got != "old@0s" {
			t.Errorf("at start: %q", got)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := tools.checked(); got != "recent@10m0s" {
			t.Errorf("in an hour: %q", got)
		}
		f.Check()
		time.Sleep(time.Minute)
		got := strings.Fields(tools.checked())
		slices.Sort(got)
		if strings.Join(got, " ") != "old@1h0m0s recent@1h0m3s" && strings.Join(got, " ") != "old@1h0m3s recent@1h0m0s" {
			t.Errorf("by hand: %q", got)
		}
		tools.mu.Lock()
		tools.err = &problem.Problem{Class: problem.Offline}
		tools.mu.Unlock()
		f.Check("1")
		time.Sleep(time.Minute)
		_ = tools.checked()
		for _, l := range f.List() {
			if l.Text == "old" && (l.Problem == nil || l.Problem.Class != problem.Offline) {
				t.Errorf("%+v", l)
			}
		}
		time.Sleep(30 * time.Minute)
		if got := tools.checked(); got != "old@1h31m0s" {
			t.Errorf("after a failure: %q", got)
		}
		f.SetEvery(-1)
		time.Sleep(48 * time.Hour)
		if got := tools.checked(); got != "" {
			t.Errorf("only by hand: %q", got)
		}
		f.Check("2")
		time.Sleep(time.Minute)
		if got := tools.checked(); !strings.HasPrefix(got, "recent@") {
			t.Errorf("by hand: %q", got)
		}
	})
}

// What was stored is restored: what was seen, offered and the reason of a failure.
func TestStored(t *testing.T) {
	var kept map[string]follow.Record
	run(t, newFake, nil, func(t *testing.T, tools *fake, f *follow.Follower) {
		tools.set("x", false, "a b")
		_, _ = f.Add(follow.Followed{Kind: status.Playlist, Text: "x", Names: naming.Rules{Folder: true, Number: true}}, nil, true)
		gone, _ := f.Add(follow.Followed{Kind: status.Search, Text: "x"}, nil, true)
		time.Sleep(10 * time.Second) // the lists are checked one after the other
		f.Remove(gone.ID)
		tools.set("x", false, "a b c")
		f.Check()
		time.Sleep(time.Minute)
		tools.mu.Lock()
		tools.err = errors.New("something")
		tools.mu.Unlock()
		f.Check()
		time.Sleep(time.Minute)
		kept = maps.Clone(tools.kept)
	})
	if len(kept) != 1 {
		t.Fatalf("stored %+v", kept)
	}
	run(t, newFake, func() map[string]follow.Record { return kept }, func(t *testing.T, tools *fake, f *follow.Follower) {
		if got := f.List()[0]; ids(got.New) != "3:c" || got.Problem == nil || got.Problem.Class != problem.Unknown || !got.Names.Folder {
			t.Errorf("%+v", got)
		}
		tools.set("x", false, "a b c d")
		f.Check()
		time.Sleep(time.Minute)
		if got := f.List()[0]; ids(got.New) != "3:c 4:d" || got.Problem != nil {
			t.Errorf("%+v", got)
		}
	})
}

func TestTheSameListIsFollowedOnce(t *testing.T) {
	tools := newFake()
	f := follow.New(tools, nil, 0)
	first, err := f.Add(follow.Followed{Kind: status.Playlist, Text: "x"}, nil, true)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := f.Add(follow.Followed{Kind: status.Playlist, Text: "x"}, nil, true); !errors.Is(err, follow.ErrFollowed) || got.ID != first.ID {
		t.Errorf("%+v, %v", got, err)
	}
	for i := range follow.MaxFollowed + 5 {
		_, err = f.Add(follow.Followed{Kind: status.Playlist, Text: fmt.Sprint(i)}, nil, true)
	}
	if err == nil || len(f.List()) != follow.MaxFollowed {
		t.Errorf("%d are followed, %v", len(f.List()), err)
	}
}

func TestBounds(t *testing.T) {
	run(t, newFake, nil, func(t *testing.T, tools *fake, f *follow.Follower) {
		var many strings.Builder
		for i := range 25_000 {
			fmt.Fprintf(&many, "%d ", i)
		}
		tools.set("x", false, many.String())
		_, _ = f.Add(follow.Followed{Kind: status.Playlist, Text: "x"}, nil, false)
		synctest.Wait()
		got := f.List()[0]
		if len(got.New) != follow.MaxNew || got.New[0].VideoID != "24500" || got.Found != 25_000 {
			t.Errorf("%d new, found %d", len(got.New), got.Found)
		}
		for _, r := range tools.kept {
			if len(r.Seen) != 20_000 {
				t.Errorf("%d are remembered", len(r.Seen))
			}
		}
	})
}
