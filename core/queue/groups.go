package queue

import (
	"crypto/rand"
	"time"

	"github.com/hilo-app/hilo/core/status"
)

// Groups are what was added together, with the sums of the downloads in each. A
// change of a download costs the same in a group of any size.
type Groups map[status.GroupID]*group

// group is one of them: what is stored of it, its members, and their sums.
type group struct {
	stored  status.Group // without sums
	members map[status.ID]struct{}
	sums    sums
}

// sums are of the downloads of one group.
type sums struct {
	states          map[status.State]int
	received, total int64 // bytes of those that did not fail
	speed           int64

	// Of those that did not fail: how many have a total, how many are still to get one, how
	// many of these have no duration either, and the durations.
	sized, unsized, blank int
	ofSized, ofUnsized    time.Duration
}

// count adds s to the sums n times; n is 1 or -1.
func (t *sums) count(s *status.Status, n int) {
	t.states[s.State] += n
	if s.State == status.Failed || s.State == status.Cancelled {
		return
	}
	t.received += int64(n) * s.Received
	t.total += int64(n) * s.Total
	t.speed += int64(n) * s.Speed
	switch {
	case s.Total > 0:
		t.sized += n
		t.ofSized += time.Duration(n) * s.Duration
	case s.State != status.Done:
		t.unsized += n
		t.ofUnsized += time.Duration(n) * s.Duration
		if s.Duration <= 0 {
			t.blank += n
		}
	}
}

// expected returns how many bytes all have, 0 when nothing is known.
func (t *sums) expected() int64 {
	if t.sized == 0 {
		return t.total
	}
	all, likeMean := float64(t.total), t.unsized
	if t.ofSized > 0 {
		all += float64(t.total) * t.ofUnsized.Seconds() / t.ofSized.Seconds()
		likeMean = t.blank
	}
	return int64(all + float64(t.total)/float64(t.sized)*float64(likeMean))
}

// status returns the group as it is now.
func (g *group) status() status.Group {
	s, t := g.stored, &g.sums
	s.Count = len(g.members)
	s.Done, s.Failed, s.Cancelled = t.states[status.Done], t.states[status.Failed], t.states[status.Cancelled]
	s.Active = t.states[status.LookingUp] + t.states[status.Downloading] + t.states[status.Finishing]
	s.Waiting, s.Paused = t.states[status.Waiting], t.states[status.Paused]
	s.Received, s.Total, s.Expected, s.Speed = t.received, t.total, t.expected(), t.speed
	if left := s.Expected - s.Received; s.Speed > 0 && left > 0 {
		s.ETA = time.Duration(float64(left) / float64(s.Speed) * float64(time.Second))
	}
	return s
}

// Create returns a new group, which is empty. It becomes known with its first
// member.
func (all Groups) Create(stored status.Group) status.GroupID {
	stored.ID = status.GroupID(rand.Text()[:12])
	all.put(stored)
	return stored.ID
}

// OfList returns the group of the same list and folder, empty when there is none.
func (all Groups) OfList(g status.Group) status.GroupID {
	for id, o := range all {
		if s := o.stored; g.ListID != "" && s.ListID == g.ListID && s.Kind == g.Kind && s.Dir == g.Dir && len(o.members) > 0 {
			return id
		}
	}
	return ""
}

// Status returns a group as it is now.
func (all Groups) Status(id status.GroupID) (g status.Group, ok bool) {
	if one := all[id]; one != nil {
		return one.status(), true
	}
	return status.Group{}, false
}

// put makes a group findable.
func (all Groups) put(stored status.Group) *group {
	g := &group{stored: stored, members: map[status.ID]struct{}{}, sums: sums{states: map[status.State]int{}}}
	all[stored.ID] = g
	return g
}

// changed replaces what a download adds to the sums of its group, and returns the
// group, nil when the download has none.
func (all Groups) changed(before, after *status.Status) *group {
	g := all[after.Group]
	if g == nil {
		return nil
	}
	g.sums.count(before, -1)
	g.sums.count(after, 1)
	return g
}

// add makes a download a member of the group that its status names.
func (all Groups) add(s *status.Status) *group {
	g := all[s.Group]
	if g == nil {
		return nil
	}
	if g.stored.Thumbnail == "" {
		g.stored.Thumbnail = s.Thumbnail
	}
	g.members[s.ID] = struct{}{}
	g.sums.count(s, 1)
	return g
}

// remove takes a download out of its group. A group without members is removed,
// too; last reports that.
func (all Groups) remove(s *status.Status) (g *group, last bool) {
	if g = all[s.Group]; g == nil {
		return nil, false
	}
	delete(g.members, s.ID)
	g.sums.count(s, -1)
	if len(g.members) == 0 {
		delete(all, s.Group)
		return g, true
	}
	return g, false
}
