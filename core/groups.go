package core

import (
	"crypto/rand"
	"time"
)

// groups are what was added together, with the sums of the downloads in each. A
// change of a download costs the same in a group of any size. Manager.mu guards
// them.
type groups map[GroupID]*group

// group is one of them: what is stored of it, its members, and their sums.
type group struct {
	stored  Group // without sums
	members map[ID]struct{}
	sums    sums
}

// sums are of the downloads of one group.
type sums struct {
	states                map[State]int
	received, total       int64 // bytes of those that did not fail
	speed                 int64
	duration, ofKnownSize time.Duration // of all that did not fail, and of those that have a total
}

// count adds s to the sums n times; n is 1 or -1.
func (t *sums) count(s Status, n int) {
	t.states[s.State] += n
	if s.State == Failed || s.State == Cancelled {
		return
	}
	t.received += int64(n) * s.Received
	t.total += int64(n) * s.Total
	t.speed += int64(n) * s.Speed
	t.duration += time.Duration(n) * s.Duration
	if s.Total > 0 {
		t.ofKnownSize += time.Duration(n) * s.Duration
	}
}

// status returns the group as it is now.
func (g *group) status() Group {
	s, t := g.stored, &g.sums
	s.Count = len(g.members)
	s.Done, s.Failed, s.Cancelled = t.states[Done], t.states[Failed], t.states[Cancelled]
	s.Active = t.states[LookingUp] + t.states[Downloading] + t.states[Finishing]
	s.Waiting, s.Paused = t.states[Waiting], t.states[Paused]
	s.Received, s.Total, s.Expected, s.Speed = t.received, t.total, t.total, t.speed
	if t.ofKnownSize > 0 && t.duration > t.ofKnownSize {
		s.Expected = int64(float64(t.total) * t.duration.Seconds() / t.ofKnownSize.Seconds())
	}
	if left := s.Expected - s.Received; s.Speed > 0 && left > 0 {
		s.ETA = time.Duration(float64(left) / float64(s.Speed) * float64(time.Second))
	}
	return s
}

// create returns a new group, which is empty. It becomes known with its first
// member.
func (all groups) create(stored Group) GroupID {
	stored.ID = GroupID(rand.Text()[:12])
	all.put(stored)
	return stored.ID
}

// ofList returns the group of the same list and folder, empty when there is none.
func (all groups) ofList(g Group) GroupID {
	for id, o := range all {
		if s := o.stored; g.ListID != "" && s.ListID == g.ListID && s.Kind == g.Kind && s.Dir == g.Dir && len(o.members) > 0 {
			return id
		}
	}
	return ""
}

// put makes a group findable.
func (all groups) put(stored Group) *group {
	g := &group{stored: stored, members: map[ID]struct{}{}, sums: sums{states: map[State]int{}}}
	all[stored.ID] = g
	return g
}

// changed replaces what a download adds to the sums of its group, and returns the
// group, nil when the download has none.
func (all groups) changed(before, after Status) *group {
	g := all[after.Group]
	if g == nil {
		return nil
	}
	g.sums.count(before, -1)
	g.sums.count(after, 1)
	return g
}

// add makes a download a member of the group that its status names.
func (all groups) add(s Status) *group {
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
func (all groups) remove(s Status) (g *group, last bool) {
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
