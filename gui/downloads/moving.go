package downloads

import (
	"slices"

	"github.com/hilo-app/hilo/core"
)

// Moving finds where in the queue rows go when they are moved in the list. A group
// moves whole, and a row of a group within it.
type Moving struct{ m *Model }

// Moving returns what finds the places that rows of the model can be moved to.
func (m *Model) Moving() Moving { return Moving{m} }

// Place is where in the queue rows go.
type Place struct {
	Before core.ID // the download that follows them; empty for the end
	OK     bool    // false when they cannot go further
}

// Up returns the place before the line that is above the first of some downloads.
func (v Moving) Up(ids []core.ID) Place {
	moved := setOf(ids)
	first, ok := v.outermost(moved, false)
	if !ok {
		return Place{}
	}
	for i := first - 1; i >= 0; i-- {
		l := v.m.lines[i]
		if !v.sibling(l, v.m.lines[first]) {
			if l.nested {
				continue // of another group
			}
			break // the header of its own
		}
		if before := v.firstOf(l, moved); before != "" {
			return Place{before, true}
		}
	}
	return Place{}
}

// Down returns the place after the line that is below the last of some downloads.
func (v Moving) Down(ids []core.ID) Place {
	moved := setOf(ids)
	last, ok := v.outermost(moved, true)
	if !ok {
		return Place{}
	}
	for i := last + 1; i < len(v.m.lines); i++ {
		l := v.m.lines[i]
		if !v.sibling(l, v.m.lines[last]) {
			if l.nested {
				continue
			}
			break
		}
		if v.firstOf(l, moved) != "" {
			return Place{v.after(l, moved), true}
		}
	}
	return Place{}
}

// gap is a place between lines of the list.
type gap struct {
	Place
	above  int  // the index of the line below it, from 0 to the number of lines
	nested bool // it is within a group
}

// drop returns the gap for downloads that are dropped at a height of the list, in lines
// from its top.
func (v Moving) drop(ids []core.ID, height float32) gap {
	moved := setOf(ids)
	at, ok := v.outermost(moved, false)
	if !ok {
		return gap{}
	}
	index, found := v.nearest(v.m.lines[at], height)
	if !found {
		return gap{}
	}
	return gap{v.between(v.m.lines[at], index, moved), index, v.m.lines[at].nested}
}

// between returns the place above a line for lines like one of those that are moved.
func (v Moving) between(of line, above int, moved map[core.ID]bool) Place {
	for i := above; i < len(v.m.lines); i++ {
		l := v.m.lines[i]
		if !v.sibling(l, of) {
			if l.nested {
				continue
			}
			break
		}
		if before := v.firstOf(l, moved); before != "" {
			return Place{before, true}
		}
	}
	for i := above - 1; i >= 0; i-- {
		l := v.m.lines[i]
		if v.sibling(l, of) && v.firstOf(l, moved) != "" {
			return Place{v.after(l, moved), true}
		}
	}
	return Place{}
}

// nearest returns the gap between lines that is nearest to a height and where a line
// can go.
func (v Moving) nearest(of line, height float32) (int, bool) {
	fits := func(index int) bool {
		below := index < len(v.m.lines) && v.sibling(v.m.lines[index], of)
		if of.nested {
			return below || index > 0 && v.sibling(v.m.lines[index-1], of)
		}
		return below || index == len(v.m.lines)
	}
	middle := max(0, min(len(v.m.lines), int(height+0.5)))
	for d := 0; d <= len(v.m.lines); d++ {
		if up := middle - d; up >= 0 && fits(up) {
			return up, true
		}
		if down := middle + d; down <= len(v.m.lines) && fits(down) {
			return down, true
		}
	}
	return 0, false
}

// outermost returns the first or last line of some downloads, or the header of their
// group when they are all of it; false while the list is not in the order of the
// queue.
func (v Moving) outermost(moved map[core.ID]bool, last bool) (int, bool) {
	at, found := -1, false
	for i, l := range v.m.lines {
		if v.m.ordered() && v.isMoved(l, moved) && (!found || last) {
			at, found = i, true
		}
	}
	if !found || !v.m.lines[at].nested {
		return at, found
	}
	// A part of one group moves within it; together with others it moves among those.
	id := v.m.lines[at].status.Group
	head := v.m.index[headID(id)]
	if v.isMoved(v.m.lines[head], moved) {
		return head, true
	}
	for o := range moved {
		if d := v.m.rows[o]; d != nil && d.status.Group != id {
			return head, true
		}
	}
	return at, true
}

// isMoved says whether a line is a moved download, or the header of a group of them.
func (v Moving) isMoved(l line, moved map[core.ID]bool) bool {
	if g := v.m.groups.of(l.id); g != nil {
		if len(g.members) > len(moved) {
			return false
		}
		for id := range g.members {
			if !moved[id] {
				return false
			}
		}
		return true
	}
	return moved[l.id]
}

// sibling says whether lines can change places: both are on the outermost level, or in
// the same group.
func (v Moving) sibling(a, b line) bool {
	return a.nested == b.nested && (!a.nested || a.status.Group == b.status.Group)
}

// firstOf returns the first download of a line in the queue that is not moved.
func (v Moving) firstOf(l line, moved map[core.ID]bool) core.ID {
	g := v.m.groups.of(l.id)
	if g == nil {
		if moved[l.id] {
			return ""
		}
		return l.id
	}
	for _, id := range v.m.order {
		if g.members[id] != nil && !moved[id] {
			return id
		}
	}
	return ""
}

// after returns the download that follows a line in the queue, and is not moved; empty
// when that is the last. Rows of its group that stand together are one.
func (v Moving) after(l line, moved map[core.ID]bool) core.ID {
	g := v.m.groups.of(l.id)
	at := slices.Index(v.m.order, v.firstOf(l, moved))
	for i := at + 1; i < len(v.m.order); i++ {
		if id := v.m.order[i]; !moved[id] && (g == nil || g.members[id] == nil) {
			return id
		}
	}
	return ""
}
