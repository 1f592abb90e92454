package downloads

import (
	"time"

	"github.com/hilo-app/hilo/core"
)

// Group is the downloads that a chip of the Filter shows.
type Group int

// The groups. GroupAll has every download.
const (
	GroupAll Group = iota
	GroupActive
	GroupWaiting
	GroupDone
	GroupFailed
	GroupCancelled
	groupCount
)

func groupOf(s core.State) Group {
	switch {
	case s == core.Done:
		return GroupDone
	case s == core.Failed:
		return GroupFailed
	case s == core.Cancelled:
		return GroupCancelled
	case s.Active():
		return GroupActive
	}
	return GroupWaiting
}

// Model is what the window knows of the queue: the data of every row, in order,
// and which rows the filter shows. Only the UI goroutine uses it.
type Model struct {
	order  []core.ID
	rows   map[core.ID]*rowData
	filter Group
	shown  []*rowData
	index  map[core.ID]int // in shown
	counts [groupCount]int
	active map[core.ID]*rowData
	paused int
}

// NewModel returns a model of the downloads that a queue has.
func NewModel(all []core.Status, now time.Time) *Model {
	m := &Model{rows: map[core.ID]*rowData{}, index: map[core.ID]int{}, active: map[core.ID]*rowData{}}
	for _, s := range all {
		m.put(s, now)
	}
	m.refilter()
	return m
}

// Apply takes in an update. It says whether the list itself changed: which rows are
// shown, or in which order.
func (m *Model) Apply(u core.Update, now time.Time) bool {
	moved := false
	for _, s := range u.Changed {
		moved = m.put(s, now) || moved
	}
	for _, id := range u.Removed {
		if d := m.rows[id]; d != nil {
			m.counted(d.status.State, -1)
			delete(m.rows, id)
			delete(m.active, id)
			moved = true
		}
	}
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
	return moved
}

// put takes in one status and says whether that changes what is shown.
func (m *Model) put(s core.Status, now time.Time) bool {
	d := m.rows[s.ID]
	fresh := d == nil
	if fresh {
		d = newRowData(s.ID)
		m.rows[s.ID] = d
		m.order = append(m.order, s.ID)
	} else {
		m.counted(d.status.State, -1)
	}
	before := d.status.State
	d.update(s, now)
	m.counted(s.State, 1)
	if s.State.Active() {
		m.active[s.ID] = d
	} else {
		delete(m.active, s.ID)
	}
	return fresh || m.filter != GroupAll && groupOf(before) != groupOf(s.State)
}

func (m *Model) counted(s core.State, by int) {
	m.counts[GroupAll] += by
	if s == core.Paused {
		m.paused += by
	}
	m.counts[groupOf(s)] += by
}

// refilter finds the rows that are shown, and their order.
func (m *Model) refilter() {
	m.shown = m.shown[:0]
	clear(m.index)
	kept := m.order[:0]
	for _, id := range m.order {
		d := m.rows[id]
		if d == nil {
			continue
		}
		kept = append(kept, id)
		if m.filter == GroupAll || groupOf(d.status.State) == m.filter {
			m.index[id] = len(m.shown)
			m.shown = append(m.shown, d)
		}
	}
	m.order = kept
}

// Filter returns the group that is shown.
func (m *Model) Filter() Group { return m.filter }

// SetFilter shows the rows of a group only.
func (m *Model) SetFilter(g Group) {
	m.filter = g
	m.refilter()
}

// Counts returns how many rows are in each group.
func (m *Model) Counts() [groupCount]int { return m.counts }

// Len returns how many rows there are, whatever the filter.
func (m *Model) Len() int { return len(m.order) }

// Shown returns how many rows the filter shows.
func (m *Model) Shown() int { return len(m.shown) }

// Status returns the newest status of a download; false if there is no such row.
func (m *Model) Status(id core.ID) (core.Status, bool) {
	if d := m.rows[id]; d != nil {
		return d.status, true
	}
	return core.Status{}, false
}

// Unfinished returns how many downloads continue by themselves.
func (m *Model) Unfinished() int {
	n := 0
	for _, d := range m.rows {
		if s := d.status.State; !s.Ended() && s != core.Paused {
			n++
		}
	}
	return n
}

// Top returns the first download of the queue, and whether another one that is
// shown is not the first of those.
func (m *Model) Top(id core.ID) (first core.ID, below bool) {
	before, ok := m.next(id, -1)
	if !ok || len(m.order) == 0 {
		return "", false
	}
	return m.order[0], before != id
}

// Totals are the sums over all downloads that are not finished.
type Totals struct {
	Active, Waiting int
	Paused          int   // of those that wait
	Finished        int   // done or cancelled: what ClearFinished removes
	Speed           int64 // bytes per second
	Left            time.Duration
}

// Totals returns the sums as they are now.
func (m *Model) Totals() Totals {
	t := Totals{
		Active:   m.counts[GroupActive],
		Waiting:  m.counts[GroupWaiting],
		Paused:   m.paused,
		Finished: m.counts[GroupDone] + m.counts[GroupCancelled],
	}
	var rest int64
	for _, d := range m.active {
		t.Speed += d.status.Speed
		rest += max(0, d.status.Total-d.status.Received)
	}
	if t.Speed > 0 {
		t.Left = time.Duration(float64(rest) / float64(t.Speed) * float64(time.Second))
	}
	return t
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

// next returns the shown row that is by rows after id, at most the first or last one;
// false if none is shown.
func (m *Model) next(id core.ID, by int) (core.ID, bool) {
	if len(m.shown) == 0 {
		return "", false
	}
	i, ok := m.index[id]
	switch {
	case !ok && by < 0:
		i = len(m.shown) - 1
	case !ok:
		i = 0
	default:
		i = max(0, min(len(m.shown)-1, i+by))
	}
	return m.shown[i].id, true
}
