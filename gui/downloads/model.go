package downloads

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
)

// Model is what the window knows of the queue: the data of every row, in order,
// and which rows the filter shows. Only the UI goroutine uses it.
type Model struct {
	order  []core.ID
	rows   map[core.ID]*rowData
	groups groups
	ended  foldings
	filter Group
	query  string // folded words that titles, channels or addresses must have
	sorted Order
	shown  []*rowData      // what passes the filter, also in groups that are closed
	lines  []line          // of the list
	index  map[core.ID]int // in lines
	counts [groupCount]int
	active map[core.ID]*rowData
	Folded func() // called when somebody opens or closes a group; see Folds
	turn   turn
	batch  int // downloads that were saved since the queue was last idle
}

// NewModel returns a model of the downloads that a queue has, which must not be changed.
func NewModel(all []*core.Status, now time.Time) *Model {
	m := &Model{rows: map[core.ID]*rowData{}, groups: groups{}, ended: foldings{}, index: map[core.ID]int{}, active: map[core.ID]*rowData{}, Folded: func() {}}
	for _, s := range all {
		m.add(s, now)
	}
	m.refilter()
	m.turn.show(m, now)
	return m
}

// Apply takes in an update. It says whether the list itself changed: which rows are
// shown, or in which order.
func (m *Model) Apply(u core.Update, now time.Time) bool {
	moved := false
	for _, s := range u.Changed {
		if m.rows[s.ID] == nil {
			m.add(s, now)
			moved = true
		} else {
			moved = m.change(s, now) || moved
		}
	}
	for _, id := range u.Removed {
		if d := m.rows[id]; d != nil {
			m.counted(d.status.State, -1)
			m.groups.remove(*d.status)
			delete(m.rows, id)
			delete(m.active, id)
			moved = true
		}
	}
	m.turn.stale = m.turn.stale || moved || u.Order != nil
	for _, g := range u.Groups {
		moved = m.groups.set(g) || m.sorted > OrderTitle || moved
	}
	for _, id := range u.RemovedGroups {
		if g := m.groups[id]; g != nil && len(g.members) == 0 {
			m.groups.forget(id, m.ended)
		}
	}
	m.groups.show(now, m.ended)
	if u.Order != nil {
		m.order = m.order[:0]
		for _, id := range u.Order {
			if m.rows[id] != nil {
				m.order = append(m.order, id)
			}
		}
		moved = true
	}
	if moved {
		m.refilter()
	}
	m.turn.show(m, now)
	return moved
}

// add makes a row of a download.
func (m *Model) add(s *core.Status, now time.Time) {
	d := &rowData{id: s.ID, status: s, at: now}
	m.rows[s.ID] = d
	m.order = append(m.order, s.ID)
	m.turn.stale = true
	m.takeIn(d)
}

// change gives the row of a download a newer status, and says whether that changes what is
// shown.
func (m *Model) change(s *core.Status, now time.Time) bool {
	d := m.rows[s.ID]
	before, title, total := d.status.State, titleOf(*d.status), d.status.Total
	m.turn.stale = m.turn.stale || before != s.State || title != titleOf(*s) || d.status.Note != s.Note
	regrouped := d.status.Group != s.Group
	m.counted(before, -1)
	m.groups.remove(*d.status)
	d.update(s, now)
	m.takeIn(d)
	if s.State == core.Done && before != core.Done {
		m.batch++
	}
	return regrouped || m.filter != GroupAll && groupOf(before) != groupOf(s.State) || m.sorted == OrderState && before != s.State ||
		(m.query != "" || m.sorted == OrderTitle) && title != titleOf(*s) || m.sorted == OrderSize && total != s.Total
}

// takeIn counts the status of a row.
func (m *Model) takeIn(d *rowData) {
	m.groups.add(d)
	m.counted(d.status.State, 1)
	if !d.status.State.Active() {
		delete(m.active, d.id)
		return
	}
	if len(m.active) == 0 && m.counts[GroupWaiting]+m.counts[GroupPaused] == 0 && m.counts[GroupActive] == 1 {
		m.batch = 0 // the first after everything was done
	}
	m.active[d.id] = d
}

// turn is which download starts next, and what its row says of that.
type turn struct {
	id    core.ID
	note  string
	stale bool // it has to be found again
}

// show finds the download that starts next, and has its row say so.
func (t *turn) show(m *Model, now time.Time) {
	if !t.stale {
		return
	}
	before := turn{id: t.id, note: t.note}
	if *t = turnOf(m); *t == before {
		return
	}
	for _, x := range []turn{{id: before.id}, *t} {
		if d := m.rows[x.id]; d != nil {
			d.turn, d.at = x.note, now
			if d.boundData != nil {
				d.showState()
			}
		}
	}
}

// turnOf returns the first download of the queue that waits for a place, or nothing
// while none has one.
func turnOf(m *Model) turn {
	if len(m.active) == 0 || m.counts[GroupWaiting] == 0 {
		return turn{}
	}
	for _, id := range m.order {
		d := m.rows[id]
		if d == nil || d.status.State != core.Queued {
			continue
		}
		if d.status.Note == core.NotePaced || !d.status.Until.IsZero() {
			return turn{}
		}
		if len(m.active) == 1 {
			for _, running := range m.active {
				return turn{id: id, note: lang.L("Next, when {{.Title}} is done", i18n.With("Title", shortened(titleOf(*running.status), 20)))}
			}
		}
		return turn{id: id, note: lang.L("Next in line")}
	}
	return turn{}
}

func setOf(ids []core.ID) map[core.ID]bool {
	set := make(map[core.ID]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

func (m *Model) counted(s core.State, by int) {
	m.counts[GroupAll] += by
	m.counts[groupOf(s)] += by
}

// refilter finds what is shown, and the lines of the list.
func (m *Model) refilter() {
	kept, passed := m.order[:0], make([]*rowData, 0, len(m.order))
	numbers := map[core.GroupID]int{}
	for _, id := range m.order {
		d := m.rows[id]
		if d == nil {
			continue
		}
		kept = append(kept, id)
		if d.status.Group != "" {
			numbers[d.status.Group]++
			d.number = numbers[d.status.Group]
		}
		title := ""
		if g := m.groups[d.status.Group]; g != nil {
			title = g.head.group.Title
		}
		if (m.filter == GroupAll || groupOf(d.status.State) == m.filter) && matches(*d.status, title, m.query) {
			passed = append(passed, d)
		}
	}
	m.order = kept
	units := m.groups.unitsOf(passed)
	sortUnits(units, m.sorted)
	m.shown, m.lines = m.shown[:0], m.lines[:0]
	for _, u := range units {
		m.shown = append(m.shown, u.rows...)
		m.lines = u.appendLines(m.lines, m.filtering())
	}
	clear(m.index)
	for i, l := range m.lines {
		m.index[l.id] = i
	}
}

// filtering says whether a part of the queue is looked for.
func (m *Model) filtering() bool { return m.filter != GroupAll || m.query != "" }

// lineOf returns the line of a download or header, or that of the header of a
// download whose group is closed; false when the filter hides it.
func (m *Model) lineOf(id core.ID) (int, bool) {
	i, ok := m.index[id]
	if d := m.rows[id]; !ok && d != nil && m.passes(id) {
		i, ok = m.index[headID(d.status.Group)]
	}
	return i, ok
}

// passes says whether the filter lets a download through.
func (m *Model) passes(id core.ID) bool {
	return slices.ContainsFunc(m.shown, func(d *rowData) bool { return d.id == id })
}

// Members returns the downloads that a line stands for, in the order of the queue: all
// of the group of a header, whatever the filter, or the download itself.
func (m *Model) Members(id core.ID) []core.ID {
	g := m.groups.of(id)
	if g == nil {
		if m.rows[id] == nil {
			return nil
		}
		return []core.ID{id}
	}
	ids := make([]core.ID, 0, len(g.members))
	for _, o := range m.order {
		if g.members[o] != nil {
			ids = append(ids, o)
		}
	}
	return ids
}

// passing returns those of Members that the filter lets through, in the order of the
// list.
func (m *Model) passing(id core.ID) []core.ID {
	g := m.groups.of(id)
	if g == nil {
		if _, ok := m.index[id]; !ok {
			return nil
		}
		return []core.ID{id}
	}
	var ids []core.ID
	for _, d := range m.shown {
		if g.members[d.id] != nil {
			ids = append(ids, d.id)
		}
	}
	return ids
}

// setOpen shows the rows of a group, or its header alone.
func (m *Model) setOpen(head core.ID, on bool) {
	if g := m.groups.of(head); g != nil {
		g.setOpen(on, m.filtering())
		m.refilter()
		m.Folded()
	}
}

// Query returns the words that are searched for, folded.
func (m *Model) Query() string { return m.query }

// setQuery shows the rows that have all of some words.
func (m *Model) setQuery(words string) {
	m.query = strings.TrimSpace(fold(words))
	m.groups.unhide()
	m.refilter()
}

// Sorted returns how the rows are sorted.
func (m *Model) Sorted() Order { return m.sorted }

// setSorted sorts the rows that are shown. The queue stays as it is.
func (m *Model) setSorted(o Order) {
	m.sorted = o
	m.refilter()
}

// ordered says whether the rows are shown in the order of the queue.
func (m *Model) ordered() bool { return m.sorted == OrderQueue }

// Filter returns the group that is shown.
func (m *Model) Filter() Group { return m.filter }

// SetFilter shows the rows of a group only.
func (m *Model) SetFilter(g Group) {
	m.filter = g
	m.groups.unhide()
	m.refilter()
}

// Counts returns how many rows are in each group.
func (m *Model) Counts() [groupCount]int { return m.counts }

// Len returns how many rows there are, whatever the filter.
func (m *Model) Len() int { return len(m.order) }

// Shown returns how many downloads the filter lets through, also in groups that are
// closed.
func (m *Model) Shown() int { return len(m.shown) }

// Row returns the download of that index among those, from 0 to below Shown.
func (m *Model) Row(i int) core.ID { return m.shown[i].id }

// Status returns the newest status of a download; false if there is no such row.
func (m *Model) Status(id core.ID) (core.Status, bool) {
	if d := m.rows[id]; d != nil {
		return *d.status, true
	}
	return core.Status{}, false
}

// In returns the downloads that are in one of those states, in order.
func (m *Model) In(states ...core.State) []core.ID {
	var ids []core.ID
	for _, id := range m.order {
		if d := m.rows[id]; d != nil && slices.Contains(states, d.status.State) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Among returns those of some downloads that are in one of those states.
func (m *Model) Among(ids []core.ID, states ...core.State) []core.ID {
	return m.filtered(ids, func(s core.State) bool { return slices.Contains(states, s) })
}

// filtered returns those of some downloads that are in a state that fits.
func (m *Model) filtered(ids []core.ID, fits func(core.State) bool) []core.ID {
	var fit []core.ID
	for _, id := range ids {
		if d := m.rows[id]; d != nil && fits(d.status.State) {
			fit = append(fit, id)
		}
	}
	return fit
}

// First returns the first download of the queue that is none of some; empty if there
// is none, or if those are the first already.
func (m *Model) First(but []core.ID) core.ID {
	moved := setOf(but)
	for i, id := range m.order {
		if !moved[id] {
			if i == len(but) {
				return "" // they are the first already
			}
			return id
		}
	}
	return ""
}

// Contains says whether there is a download of a video.
func (m *Model) Contains(videoID string) bool {
	if videoID == "" {
		return false
	}
	for _, d := range m.rows {
		if d.status.VideoID == videoID {
			return true
		}
	}
	return false
}

// next returns the line that is by lines after id, at most the first or last one;
// false if none is shown.
func (m *Model) next(id core.ID, by int) (core.ID, bool) {
	if len(m.lines) == 0 {
		return "", false
	}
	i, ok := m.index[id]
	switch {
	case !ok && by < 0:
		i = max(0, len(m.lines)+by)
	case !ok:
		i = 0
	default:
		i = max(0, min(len(m.lines)-1, i+by))
	}
	return m.lines[i].id, true
}
