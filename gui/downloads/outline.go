package downloads

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core"
)

// autoClosed is how many rows a group has at least that is closed until somebody
// opens it.
const autoClosed = 11

// folding says whether a group is open.
type folding int

const (
	foldAuto folding = iota // open while it has few rows
	foldOpen
	foldClosed
)

// group is what was added together: its header, and the rows below that.
type group struct {
	head    *rowData
	members map[core.ID]*rowData
	stopped map[core.ID]*rowData // members that wait until a time
	moving  map[core.ID]*rowData // members that bytes arrive for
	quality map[string]int       // how many members have each
	fold    folding
	hidden  bool // closed while a filter is on
	changed bool // the header has to be set again
}

// headed says whether the group has a header: a single row needs none.
func (g *group) headed() bool { return g.head.group.ID != "" && len(g.members) > 1 }

// open says whether the rows of the group are shown. With a filter it is open, so that
// what was found is seen, unless somebody closed it since the filter was set.
func (g *group) open(filtering bool) bool {
	if filtering {
		return !g.hidden
	}
	if g.fold == foldAuto && len(g.members) >= autoClosed {
		g.fold = foldClosed
	}
	return g.fold != foldClosed
}

func (g *group) setOpen(on, filtering bool) {
	switch {
	case filtering:
		g.hidden = !on
	case on:
		g.fold = foldOpen
	default:
		g.fold = foldClosed
	}
}

// onlyQuality returns the quality of all members, empty when they differ.
func (g *group) onlyQuality() string {
	if len(g.quality) == 1 {
		for q := range g.quality {
			return q
		}
	}
	return ""
}

// nextStopped returns the member that continues first of those that wait.
func (g *group) nextStopped() *core.Status {
	var first *core.Status
	for _, d := range g.stopped {
		if first == nil || d.status.Until.Before(first.Until) || d.status.Until.Equal(first.Until) && d.status.ID < first.ID {
			first = d.status
		}
	}
	return first
}

// longest returns the longest time left of a member. The group takes at least as long,
// though at the speed of all members it would end earlier.
func (g *group) longest() (left time.Duration) {
	for _, d := range g.moving {
		left = max(left, d.status.ETA)
	}
	return left
}

// groups are all groups of the model by their ID.
type groups map[core.GroupID]*group

// headID returns the ID that the header of a group has in the list.
func headID(id core.GroupID) core.ID { return core.ID("group:" + id) }

// of returns the group of a header, nil if there is none of that ID.
func (all groups) of(head core.ID) *group {
	id, ok := strings.CutPrefix(string(head), "group:")
	if !ok {
		return nil
	}
	return all[core.GroupID(id)]
}

// get returns a group, which is new if it is not known.
func (all groups) get(id core.GroupID) *group {
	g := all[id]
	if g == nil {
		g = &group{head: newHeadData(headID(id)), members: map[core.ID]*rowData{}, stopped: map[core.ID]*rowData{}, moving: map[core.ID]*rowData{}, quality: map[string]int{}}
		all[id] = g
	}
	return g
}

// add makes a row a member of the group that its status names.
func (all groups) add(d *rowData) {
	s := d.status
	if s.Group == "" {
		return
	}
	g := all.get(s.Group)
	g.members[s.ID] = d
	g.changed = true
	if s.Quality != "" {
		g.quality[s.Quality]++
	}
	if s.State == core.Downloading {
		g.moving[s.ID] = d
	}
	if s.State == core.Waiting || s.State == core.Queued && s.Note == core.NotePaced {
		g.stopped[s.ID] = d
	}
}

// remove takes a row out of its group.
func (all groups) remove(s core.Status) {
	g := all[s.Group]
	if g == nil {
		return
	}
	delete(g.members, s.ID)
	delete(g.stopped, s.ID)
	delete(g.moving, s.ID)
	g.changed = true
	if g.quality[s.Quality]--; g.quality[s.Quality] <= 0 {
		delete(g.quality, s.Quality)
	}
}

// set takes in the newest value of a group, and says whether it was not known before
// or has another title.
func (all groups) set(now core.Group) bool {
	g := all.get(now.ID)
	before := *g.head.group
	*g.head.group, g.changed = now, true
	return before.ID == "" || before.Title != now.Title
}

// foldings has those of groups that ended: what is removed may be put back.
type foldings map[core.GroupID]folding

// forget removes a group that ended.
func (all groups) forget(id core.GroupID, ended foldings) {
	if g := all[id]; g.fold != foldAuto {
		ended[id] = g.fold
	}
	delete(all, id)
}

// show sets the headers of the groups that changed, and forgets those that ended.
func (all groups) show(now time.Time, ended foldings) {
	for id, g := range all {
		if len(g.members) == 0 && g.changed && g.head.group.Count == 0 {
			all.forget(id, ended)
			continue
		}
		if fold, ok := ended[id]; ok && len(g.members) > 0 {
			g.fold = fold
			delete(ended, id)
		}
		if g.changed {
			g.changed = false
			g.head.updateGroup(g.onlyQuality(), g.nextStopped(), g.longest(), now)
		}
	}
}

// unhide opens what was closed while a filter was on.
func (all groups) unhide() {
	for _, g := range all {
		g.hidden = false
	}
}

// line is one line of the list: a header, or a download.
type line struct {
	*rowData
	open   bool // a header whose rows are shown
	nested bool // a row of a group
	last   bool // the last of them
}

// unit is what keeps together: a row on its own, or the rows of a group.
type unit struct {
	group *group // nil for a row on its own
	rows  []*rowData
}

func (u unit) first() *rowData {
	if u.group != nil {
		return u.group.head
	}
	return u.rows[0]
}

// unitsOf puts rows that are in the order of the queue together: a group stands
// where its first row does.
func (all groups) unitsOf(rows []*rowData) []unit {
	units := make([]unit, 0, len(rows))
	at := map[*group]int{}
	for _, d := range rows {
		g := all[d.status.Group]
		if g == nil || !g.headed() {
			units = append(units, unit{rows: []*rowData{d}})
			continue
		}
		i, ok := at[g]
		if !ok {
			i = len(units)
			at[g] = i
			units = append(units, unit{group: g})
		}
		units[i].rows = append(units[i].rows, d)
	}
	return units
}

// sortUnits sorts units, and the rows of each.
func sortUnits(units []unit, o Order) {
	compare := map[Order]func(a, b *rowData) int{
		OrderTitle: func(a, b *rowData) int { return cmp.Compare(fold(a.title()), fold(b.title())) },
		OrderSize:  func(a, b *rowData) int { return cmp.Compare(b.size(), a.size()) },
		OrderState: func(a, b *rowData) int { return cmp.Compare(groupOf(a.doing()), groupOf(b.doing())) },
	}[o]
	if compare == nil {
		return
	}
	for _, u := range units {
		slices.SortStableFunc(u.rows, compare)
	}
	slices.SortStableFunc(units, func(a, b unit) int { return compare(a.first(), b.first()) })
}

// appendLines appends the lines of a unit, and those of its rows if it is open.
func (u unit) appendLines(lines []line, filtering bool) []line {
	if u.group == nil {
		return append(lines, line{rowData: u.rows[0]})
	}
	open := u.group.open(filtering)
	lines = append(lines, line{rowData: u.group.head, open: open})
	if open {
		for i, d := range u.rows {
			lines = append(lines, line{rowData: d, nested: true, last: i == len(u.rows)-1})
		}
	}
	return lines
}
