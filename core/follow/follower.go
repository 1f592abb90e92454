package follow

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/problem"
)

// The times of checks.
const (
	DefaultEvery = 6 * time.Hour
	recent       = 15 * time.Minute // at start, a list that was checked within is not checked again
	betweenLists = 3 * time.Second  // from the end of a check to the next
	afterFailure = 30 * time.Minute // at most, until a check that failed is repeated
)

// errTooMany says that MaxFollowed lists are followed.
var errTooMany = errors.New("500 lists are followed already")

// ErrFollowed says that a list is followed already.
var ErrFollowed = errors.New("this list is followed already")

// Follower checks the lists that are followed. Its methods may be called from
// several goroutines.
type Follower struct {
	tools Tools
	wake  chan struct{} // has a value when what is due may have changed

	mu    sync.Mutex
	every time.Duration
	lists map[string]*list
}

// list is one that is followed.
type list struct {
	Record
	seen map[string]bool
	due  time.Time // of the next check
}

// New returns a Follower of stored lists, by their keys. every is the time between
// two checks of a list: 0 means DefaultEvery, and a negative one that lists are only
// checked by Check.
func New(tools Tools, stored map[string]Record, every time.Duration) *Follower {
	f := &Follower{tools: tools, wake: make(chan struct{}, 1), lists: map[string]*list{}}
	now := time.Now()
	for key, r := range stored {
		r.ID = key
		if r.Class != "" {
			r.Problem = &problem.Problem{Class: r.Class, Message: r.Message}
		}
		l := &list{Record: r, seen: map[string]bool{}, due: now}
		for _, id := range r.Seen {
			l.seen[id] = true
		}
		if now.Sub(r.Checked) < recent {
			l.due = r.Checked.Add(recent)
		}
		f.lists[key] = l
	}
	f.setEvery(every)
	return f
}

// SetEvery changes the time between two checks, see New.
func (f *Follower) SetEvery(every time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.setEvery(every)
	f.poke()
}

func (f *Follower) setEvery(every time.Duration) {
	if every == 0 {
		every = DefaultEvery
	}
	f.every = every
}

// List returns what is followed, the latest addition first.
func (f *Follower) List() []Followed {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := make([]Followed, 0, len(f.lists))
	for _, l := range f.lists {
		all = append(all, l.Followed)
	}
	slices.SortFunc(all, func(a, b Followed) int {
		return cmp.Or(b.Since.Compare(a.Since), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// New returns how many entries are offered and not taken yet.
func (f *Follower) New() int {
	n := 0
	for _, l := range f.List() {
		n += len(l.New)
	}
	return n
}

// Add follows a list and checks it soon. Entries of present are not new; with
// onlyNewer, none that the first check finds is. The error is ErrFollowed when the
// same text and tab is followed, or says that there are too many.
func (f *Follower) Add(l Followed, present []string, onlyNewer bool) (Followed, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, o := range f.lists {
		if o.Text == l.Text && o.Kind == l.Kind && o.Tab == l.Tab {
			return o.Followed, ErrFollowed
		}
	}
	if len(f.lists) >= MaxFollowed {
		return Followed{}, errTooMany
	}
	l.ID, l.Since = rand.Text()[:12], time.Now().Round(0).UTC()
	l.Checked, l.Problem, l.Found, l.New = time.Time{}, nil, 0, nil
	one := &list{Record: Record{Followed: l, Begun: !onlyNewer, Next: max(l.Total, len(present)) + 1}, seen: map[string]bool{}, due: time.Now()}
	one.see(present...)
	f.lists[l.ID] = one
	f.changed(one)
	f.poke()
	return l, nil
}

// Remove follows a list no more. Its files stay.
func (f *Follower) Remove(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lists[id] != nil {
		delete(f.lists, id)
		f.tools.Keep(id, nil)
		f.tools.Changed()
	}
}

// SetAutomatic sets whether new entries are downloaded and not only offered. Those
// that are offered already stay so.
func (f *Follower) SetAutomatic(id string, on bool) {
	f.edit(id, func(l *list) { l.Automatic = on })
}

// Check checks lists as soon as possible, all if none is named.
func (f *Follower) Check(ids ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for id, l := range f.lists {
		if len(ids) == 0 || slices.Contains(ids, id) {
			l.due = time.Time{}
		}
	}
	f.poke()
}

// Take downloads entries of a list that are offered, all if none is named.
func (f *Follower) Take(id string, videoIDs ...string) {
	var taken []Entry
	l := f.edit(id, func(l *list) { taken = l.pick(videoIDs) })
	if len(taken) > 0 {
		f.tools.Take(l, taken)
	}
}

// Dismiss offers entries no more, all if none is named.
func (f *Follower) Dismiss(id string, videoIDs ...string) {
	f.edit(id, func(l *list) { l.pick(videoIDs) })
}

// edit changes a list and returns it.
func (f *Follower) edit(id string, change func(*list)) Followed {
	f.mu.Lock()
	defer f.mu.Unlock()
	l := f.lists[id]
	if l == nil {
		return Followed{}
	}
	change(l)
	f.changed(l)
	return l.Followed
}

// pick removes entries from those that are offered and returns them.
func (l *list) pick(videoIDs []string) (picked []Entry) {
	var left []Entry
	for _, e := range l.New {
		if len(videoIDs) == 0 || slices.Contains(videoIDs, e.VideoID) {
			picked = append(picked, e)
		} else {
			left = append(left, e)
		}
	}
	l.New = left
	return picked
}

// see makes entries known.
func (l *list) see(videoIDs ...string) {
	for _, id := range videoIDs {
		if !l.seen[id] {
			l.seen[id] = true
			l.Seen = append(l.Seen, id)
		}
	}
	if n := len(l.Seen) - maxSeen; n > 0 {
		for _, id := range l.Seen[:n] {
			delete(l.seen, id)
		}
		l.Seen = slices.Delete(l.Seen, 0, n)
	}
}

// changed stores a list. f.mu is held.
func (f *Follower) changed(l *list) {
	l.Class, l.Message = "", ""
	if l.Problem != nil {
		l.Class, l.Message = l.Problem.Class, l.Problem.Message
	}
	r := l.Record
	r.New, r.Seen = slices.Clone(r.New), slices.Clone(r.Seen)
	f.tools.Keep(l.ID, &r)
	f.tools.Changed()
}

// poke makes Run look again.
func (f *Follower) poke() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// Run checks lists when they are due, until ctx ends.
func (f *Follower) Run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.wake:
		case <-timer.C:
		}
		next, wait := f.due(time.Now())
		if next == "" {
			timer.Reset(wait)
			continue
		}
		f.check(ctx, next)
		timer.Reset(betweenLists)
		select { // whatever is due waits so long
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		timer.Reset(0)
	}
}

// due returns the list that is to be checked now, or how long none is.
func (f *Follower) due(now time.Time) (id string, wait time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var first *list
	for _, l := range f.lists {
		if byHand := l.due.IsZero(); f.every < 0 && !byHand && !l.Checked.IsZero() {
			continue
		}
		if first == nil || l.due.Before(first.due) {
			first = l
		}
	}
	switch {
	case first == nil:
		return "", 24 * time.Hour
	case first.due.After(now):
		return "", first.due.Sub(now)
	}
	return first.ID, 0
}

// check reads a list and offers or takes what is new.
func (f *Follower) check(ctx context.Context, id string) {
	f.mu.Lock()
	l := f.lists[id]
	if l == nil {
		f.mu.Unlock()
		return
	}
	before, begun := l.Followed, l.Begun
	f.mu.Unlock()

	page, err := f.tools.List(ctx, before, func(videoID string) bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return begun && l.seen[videoID]
	})
	if ctx.Err() != nil {
		return
	}

	f.mu.Lock()
	if f.lists[id] != l { // removed meanwhile
		f.mu.Unlock()
		return
	}
	l.Checked, l.Found, l.Problem = time.Now().Round(0).UTC(), 0, nil
	l.due = l.Checked.Add(max(f.every, recent))
	var taken []Entry
	if err != nil {
		l.Problem = problem.Classify(err)
		l.due = l.Checked.Add(min(max(f.every, recent), afterFailure))
	} else {
		taken = l.accept(page)
	}
	after := l.Followed
	f.changed(l)
	f.mu.Unlock()
	if len(taken) > 0 {
		f.tools.Take(after, taken)
	}
}

// accept takes over what a check found, and returns the entries to download.
func (l *list) accept(p Page) (taken []Entry) {
	l.ListID, l.Title, l.Channel = cmp.Or(p.ListID, l.ListID), cmp.Or(p.Title, l.Title), cmp.Or(p.Channel, l.Channel)
	var fresh []Entry
	for _, e := range p.Entries {
		if !l.seen[e.VideoID] {
			l.see(e.VideoID)
			fresh = append(fresh, e)
		}
	}
	if !l.Begun {
		l.Begun, l.Next = true, max(l.Next, len(p.Entries)+1)
		l.Total = max(l.Total, len(p.Entries))
		return nil
	}
	if p.NewestFirst {
		slices.Reverse(fresh)
	}
	for i := range fresh {
		fresh[i].Number = l.Next
		l.Next++
	}
	l.Found = len(fresh)
	if l.Automatic {
		return fresh
	}
	l.New = append(l.New, fresh...)
	l.New = slices.Clone(l.New[max(0, len(l.New)-MaxNew):])
	return nil
}
