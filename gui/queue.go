package gui

import (
	"time"

	"github.com/hilo-app/hilo/core"
)

// Group is a filter over the list.
type Group int

const (
	groupAll Group = iota
	groupActive
	groupWaiting
	groupDone
	groupFailed
	groupCancelled
	groupCount
)

func groupOf(s core.State) Group {
	switch {
	case s == core.Done:
		return groupDone
	case s == core.Failed:
		return groupFailed
	case s == core.Cancelled:
		return groupCancelled
	case s.Active():
		return groupActive
	}
	return groupWaiting
}

// Model is the window's picture of the queue: every row's data, in order, and
// which of them the filter lets through. Only the UI goroutine touches it.
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

func NewModel(all []core.Status, now time.Time) *Model {
	q := &Model{rows: map[core.ID]*rowData{}, index: map[core.ID]int{}, active: map[core.ID]*rowData{}}
	for _, s := range all {
		q.put(s, now)
	}
	q.Refilter()
	return q
}

// apply takes in an update. It says whether the list itself changed: which
// rows are shown, or in which order.
func (q *Model) apply(u core.Update, now time.Time) bool {
	moved := false
	for _, s := range u.Changed {
		moved = q.put(s, now) || moved
	}
	for _, id := range u.Removed {
		if d := q.rows[id]; d != nil {
			q.counted(d.status.State, -1)
			delete(q.rows, id)
			delete(q.active, id)
			moved = true
		}
	}
	if u.Order != nil {
		q.order = q.order[:0]
		for _, id := range u.Order {
			if q.rows[id] != nil {
				q.order = append(q.order, id)
			}
		}
		moved = true
	}
	if moved {
		q.Refilter()
	}
	return moved
}

// put takes in one status and says whether that changes what is shown.
func (q *Model) put(s core.Status, now time.Time) bool {
	d := q.rows[s.ID]
	fresh := d == nil
	if fresh {
		d = newRowData(s.ID)
		q.rows[s.ID] = d
		q.order = append(q.order, s.ID)
	} else {
		q.counted(d.status.State, -1)
	}
	before := d.status.State
	d.update(s, now)
	q.counted(s.State, 1)
	if s.State.Active() {
		q.active[s.ID] = d
	} else {
		delete(q.active, s.ID)
	}
	return fresh || q.filter != groupAll && groupOf(before) != groupOf(s.State)
}

func (q *Model) counted(s core.State, by int) {
	q.counts[groupAll] += by
	if s == core.Paused {
		q.paused += by
	}
	q.counts[groupOf(s)] += by
}

// Refilter works out what is shown.
func (q *Model) Refilter() {
	q.shown = q.shown[:0]
	clear(q.index)
	kept := q.order[:0]
	for _, id := range q.order {
		d := q.rows[id]
		if d == nil {
			continue
		}
		kept = append(kept, id)
		if q.filter == groupAll || groupOf(d.status.State) == q.filter {
			q.index[id] = len(q.shown)
			q.shown = append(q.shown, d)
		}
	}
	q.order = kept
}

// totals are the sums of all that is on its way.
type totals struct {
	active, waiting int
	paused          int   // of those that wait
	finished        int   // done or cancelled: what ClearFinished takes away
	speed           int64 // bytes per second
	left            time.Duration
}

func (q *Model) totals() totals {
	t := totals{
		active:   q.counts[groupActive],
		waiting:  q.counts[groupWaiting],
		paused:   q.paused,
		finished: q.counts[groupDone] + q.counts[groupCancelled],
	}
	var rest int64
	for _, d := range q.active {
		t.speed += d.status.Speed
		rest += max(0, d.status.Total-d.status.Received)
	}
	if t.speed > 0 {
		t.left = time.Duration(float64(rest) / float64(t.speed) * float64(time.Second))
	}
	return t
}

// Contains says whether the video is in the queue already.
func (q *Model) Contains(videoID string) bool {
	if videoID == "" {
		return false
	}
	for _, d := range q.rows {
		if d.status.VideoID == videoID {
			return true
		}
	}
	return false
}

// next returns the row that many places after id, or the first or last one.
func (q *Model) next(id core.ID, by int) (core.ID, bool) {
	if len(q.shown) == 0 {
		return "", false
	}
	i, ok := q.index[id]
	switch {
	case !ok && by < 0:
		i = len(q.shown) - 1
	case !ok:
		i = 0
	default:
		i = max(0, min(len(q.shown)-1, i+by))
	}
	return q.shown[i].id, true
}
