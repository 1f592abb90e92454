package transfer

import (
	"slices"
	"time"

	"github.com/hilo-app/hilo/core/byterange"
)

// breakOff is how long a request for other bytes may last yet before it is broken off,
// which costs a new connection: some two round trips.
const breakOff = 400 * time.Millisecond

// urgent is what of a job is preferred.
type urgent struct{ *fetch }

// set makes the workers fetch these ranges first.
func (f urgent) set(ranges []Range) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.preferred = slices.DeleteFunc(slices.Clone(ranges), func(r Range) bool { return r.Stream < 0 || r.Stream >= len(f.streams) })
	for _, r := range f.preferred {
		if f.streams[r.Stream].whole < maxWhole {
			f.divide(r)
		}
	}
	f.makeRoom(time.Now())
	f.signal()
}

// divide takes the end of a running task away that begins with r, or that is in r but
// comes late, so that other connections share it.
func (f urgent) divide(r Range) {
	size := f.preferredSize(r.Stream, time.Now())
	for _, t := range f.running {
		if t.stream != r.Stream || t.end <= r.From || t.pos >= r.To {
			continue
		}
		end := r.From
		if end <= t.pos+size { // the task is there soon
			end = max(t.pos, r.From) + size
		}
		if end+size < t.end {
			f.queue = slices.Insert(f.queue, 0, Range{Stream: t.stream, From: end, To: t.end})
			t.end = end
		}
	}
}

// makeRoom breaks a request off when all connections of a stream are busy with what
// is less urgent than what is queued. Of several it takes the one with the most left.
func (f urgent) makeRoom(now time.Time) {
	for stream := range f.streams {
		s := &f.streams[stream]
		if s.active < f.connections || s.whole >= maxWhole || !f.queuedAndPreferred(stream) {
			continue
		}
		var most *task
		for _, t := range f.running {
			if t.stream == stream && t.cancel != nil && t.pos < t.end && !f.isPreferred(t) && f.lasts(t, now) > breakOff && (most == nil || t.end-t.pos > most.end-most.pos) {
				most = t
			}
		}
		if most != nil {
			f.queue = slices.Insert(f.queue, 0, Range{Stream: stream, From: most.pos, To: most.end})
			most.end = most.pos
			most.cancel(errTakenOver)
		}
	}
}

// lasts estimates how long a task will take yet.
func (f urgent) lasts(t *task, now time.Time) time.Duration {
	if t.got == 0 {
		return time.Hour // nothing is known, and nothing of it would be lost
	}
	return time.Duration(float64(t.end-t.pos) / float64(t.got) * float64(now.Sub(t.started)))
}

// isPreferred reports whether a task fetches bytes that are preferred.
func (f urgent) isPreferred(t *task) bool {
	rest := byterange.Range{From: t.pos, To: t.end}
	return slices.ContainsFunc(f.preferred, func(r Range) bool {
		return r.Stream == t.stream && rest.Overlaps(byterange.Range{From: r.From, To: r.To})
	})
}

// queuedAndPreferred reports whether preferred bytes of a stream wait.
func (f urgent) queuedAndPreferred(stream int) bool {
	for _, r := range f.preferred {
		if r.Stream == stream {
			if i, _ := f.queued(r); i >= 0 {
				return true
			}
		}
	}
	return false
}

// queued returns the piece of the queue that has the first bytes of r that wait, and
// which of r it has; or -1.
func (f urgent) queued(r Range) (i int, part byterange.Range) {
	i = -1
	for k, q := range f.queue {
		if q.Stream != r.Stream {
			continue
		}
		p := byterange.Range{From: max(q.From, r.From), To: min(q.To, r.To)}
		if !p.Empty() && (i < 0 || p.From < part.From) {
			i, part = k, p
		}
	}
	return i, part
}

// take hands out the most urgent bytes that are queued and whose stream has a
// free connection, nil when there are none. It asks for little at a time, so that
// several connections share what is urgent and the next wish need not wait.
func (f urgent) take() *task {
	for _, r := range f.preferred {
		s := &f.streams[r.Stream]
		if s.active >= f.connections || s.whole >= maxWhole {
			continue
		}
		i, part := f.queued(r)
		if i < 0 {
			continue
		}
		q := f.queue[i]
		part.To = min(q.To, part.From+f.preferredSize(r.Stream, time.Now()))
		var rest []Range
		for _, b := range []Range{{Stream: q.Stream, From: q.From, To: part.From}, {Stream: q.Stream, From: part.To, To: q.To}} {
			if b.From < b.To {
				rest = append(rest, b)
			}
		}
		f.queue = slices.Replace(f.queue, i, i+1, rest...)
		return f.start(&task{stream: q.Stream, pos: part.From, end: part.To})
	}
	return nil
}

// preferredSize returns how many bytes of a stream to ask for in one request for what is
// preferred: what a connection brings in preferredTime.
func (f urgent) preferredSize(stream int, now time.Time) int64 {
	var speed float64
	n := 0
	for _, t := range f.running {
		if t.stream == stream && t.got > 0 {
			speed += float64(t.got) / max(now.Sub(t.started), time.Millisecond).Seconds()
			n++
		}
	}
	if n == 0 {
		return minPiece
	}
	return min(max(int64(speed/float64(n)*preferredTime.Seconds()), minPreferred), maxPreferredPiece)
}

const (
	preferredTime     = 500 * time.Millisecond
	minPreferred      = 32 << 10 // bytes; less is not worth a round trip
	maxPreferredPiece = 1 << 20
)
