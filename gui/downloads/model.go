package downloads

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/hilo-app/hilo/core"
)

// Group is the downloads that a chip of the Filter shows.
type Group int

// The groups. GroupAll has every download.
const (
	GroupAll Group = iota
	GroupActive
	GroupWaiting
	GroupPaused
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
	case s == core.Paused:
		return GroupPaused
	case s == core.Cancelled:
		return GroupCancelled
	case s.Active():
		return GroupActive
	}
	return GroupWaiting
}

// Order is how the rows that are shown are sorted.
type Order int

// The orders. OrderQueue is that in which downloads start.
const (
	OrderQueue Order = iota
	OrderTitle
	OrderSize // largest first
	OrderState
)

// Model is what the window knows of the queue: the data of every row, in order,
// and which rows the filter shows. Only the UI goroutine uses it.
type Model struct {
	order  []core.ID
	rows   map[core.ID]*rowData
	filter Group
	query  string // folded words that titles, channels or addresses must have
	sorted Order
	shown  []*rowData
	index  map[core.ID]int // in shown
	counts [groupCount]int
	active map[core.ID]*rowData
	batch  int // downloads that were saved since the queue was last idle
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
	before, title, total := d.status.State, titleOf(d.status), d.status.Total
	d.update(s, now)
	m.counted(s.State, 1)
	if s.State.Active() {
		if len(m.active) == 0 && m.counts[GroupWaiting]+m.counts[GroupPaused] == 0 && m.counts[GroupActive] == 1 {
			m.batch = 0 // the first after everything was done
		}
		m.active[s.ID] = d
	} else {
		delete(m.active, s.ID)
	}
	if !fresh && s.State == core.Done && before != core.Done {
		m.batch++
	}
	return fresh || m.filter != GroupAll && groupOf(before) != groupOf(s.State) || m.sorted == OrderState && before != s.State ||
		(m.query != "" || m.sorted == OrderTitle) && title != titleOf(s) || m.sorted == OrderSize && total != s.Total
}

func (m *Model) counted(s core.State, by int) {
	m.counts[GroupAll] += by
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
		if (m.filter == GroupAll || groupOf(d.status.State) == m.filter) && d.matches(m.query) {
			m.shown = append(m.shown, d)
		}
	}
	m.order = kept
	switch m.sorted {
	case OrderTitle:
		slices.SortStableFunc(m.shown, func(a, b *rowData) int { return cmp.Compare(fold(titleOf(a.status)), fold(titleOf(b.status))) })
	case OrderSize:
		slices.SortStableFunc(m.shown, func(a, b *rowData) int { return cmp.Compare(b.status.Total, a.status.Total) })
	case OrderState:
		slices.SortStableFunc(m.shown, func(a, b *rowData) int { return cmp.Compare(groupOf(a.status.State), groupOf(b.status.State)) })
	}
	for i, d := range m.shown {
		m.index[d.id] = i
	}
}

// matches says whether a title, channel or address has all the words of a folded
// query.
func (d *rowData) matches(query string) bool {
	if query == "" {
		return true
	}
	text := fold(d.status.Title + " " + d.status.Channel + " " + d.status.Album + " " + d.status.URL)
	for word := range strings.FieldsSeq(query) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// fold returns a text in lower case and without accents, as people search.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Query returns the words that are searched for, folded.
func (m *Model) Query() string { return m.query }

// setQuery shows the rows that have all of some words.
func (m *Model) setQuery(words string) {
	m.query = strings.TrimSpace(fold(words))
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
	m.refilter()
}

// Counts returns how many rows are in each group.
func (m *Model) Counts() [groupCount]int { return m.counts }

// Len returns how many rows there are, whatever the filter.
func (m *Model) Len() int { return len(m.order) }

// Shown returns how many rows the filter shows.
func (m *Model) Shown() int { return len(m.shown) }

// Row returns the download of the row of that index, from 0 to below Shown.
func (m *Model) Row(i int) core.ID { return m.shown[i].id }

// Status returns the newest status of a download; false if there is no such row.
func (m *Model) Status(id core.ID) (core.Status, bool) {
	if d := m.rows[id]; d != nil {
		return d.status, true
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

// First returns the first download of the queue, empty if there is none.
func (m *Model) First() core.ID {
	if len(m.order) == 0 {
		return ""
	}
	return m.order[0]
}

// CanMove says whether a row is shown under another one, and above another one, in
// the order of the queue.
func (m *Model) CanMove(id core.ID) (up, down bool) {
	i, ok := m.index[id]
	ok = ok && m.ordered()
	return ok && i > 0, ok && i+1 < len(m.shown)
}

// Above returns the download that is shown above another one, empty if none is.
func (m *Model) Above(id core.ID) core.ID {
	if i, ok := m.index[id]; ok && i > 0 {
		return m.shown[i-1].id
	}
	return ""
}

// AfterNext returns the download that comes in the queue after the one that is shown
// below another one, empty if that is the last.
func (m *Model) AfterNext(id core.ID) core.ID {
	i, ok := m.index[id]
	if !ok || i+1 >= len(m.shown) {
		return ""
	}
	if at := slices.Index(m.order, m.shown[i+1].id); at+1 < len(m.order) {
		return m.order[at+1]
	}
	return ""
}

// Totals are the sums over all downloads that are not finished.
type Totals struct {
	Active, Waiting, Paused int
	Done, Failed            int
	Finished                int   // done or cancelled: what can be cleared
	Speed                   int64 // bytes per second
}

// Unfinished returns how many downloads have something left to do.
func (t Totals) Unfinished() int { return t.Active + t.Waiting + t.Paused }

// Totals returns the sums as they are now.
func (m *Model) Totals() Totals {
	t := Totals{
		Active:   m.counts[GroupActive],
		Waiting:  m.counts[GroupWaiting],
		Paused:   m.counts[GroupPaused],
		Finished: m.counts[GroupDone] + m.counts[GroupCancelled],
		Done:     m.counts[GroupDone],
		Failed:   m.counts[GroupFailed],
	}
	for _, d := range m.active {
		t.Speed += d.status.Speed
	}
	return t
}

// End returns when everything that is not paused will be done at the present speed,
// zero if that is unknown. No download starts later than last, which is zero if none
// is delayed. It looks at every row: call it once a second.
func (m *Model) End(last, now time.Time) time.Time {
	var known, bytes, rest, speed int64
	var unknown int64 // downloads whose size is not known yet
	for _, d := range m.rows {
		s := d.status
		if s.Total > 0 {
			known++
			bytes += s.Total
		}
		switch g := groupOf(s.State); {
		case g != GroupActive && g != GroupWaiting:
		case s.Total > 0:
			rest += max(0, s.Total-s.Received)
		default:
			unknown++
		}
		speed += s.Speed
	}
	if speed == 0 || known == 0 {
		return last
	}
	average := bytes / known
	after := func(n int64) time.Duration { return time.Duration(float64(n) / float64(speed) * float64(time.Second)) }
	end := now.Add(after(rest + unknown*average))
	if !last.IsZero() && last.Add(after(average)).After(end) {
		return last.Add(after(average))
	}
	return end
}

// Progress returns what the title of the window shows: the part, from 0 to 1, of
// everything that was added since the queue was last idle, how many of those are
// saved, and how many there are. The last is 0 while nothing is active.
func (m *Model) Progress() (part float64, saved, all int) {
	if len(m.active) == 0 {
		return 0, 0, 0
	}
	all = m.batch + m.Totals().Unfinished()
	part = float64(m.batch)
	for _, d := range m.rows {
		if !d.status.State.Ended() {
			part += progressOf(d.status)
		}
	}
	return part / float64(all), m.batch, all
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
