package downloads

import (
	"time"

	"github.com/hilo-app/hilo/core"
)

// Totals are the sums over all downloads that are not finished.
type Totals struct {
	Active, Waiting, Paused int
	Done, Failed            int
	Finished                int   // done or cancelled: what can be cleared
	Speed                   int64 // bytes per second
}

// Unfinished returns how many downloads have something left to do.
func (t Totals) Unfinished() int { return t.Active + t.Waiting + t.Paused }

// OnlyPaused says whether only paused downloads are left, to resume; else there is
// something to pause.
func (t Totals) OnlyPaused() bool { return t.Paused > 0 && t.Active+t.Waiting == 0 }

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
			part += progressOf(*d.status)
		}
	}
	return part / float64(all), m.batch, all
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
