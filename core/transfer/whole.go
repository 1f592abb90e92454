package transfer

import (
	"context"
	"errors"
)

// A server that ignores Range answers each request with the whole stream. After
// maxWhole such answers in a row one connection reads the stream from its start
// and skips what is not needed: the tasks of the stream wait for each other, in
// the order of the stream, and each continues with the answer of the one before.
// Requests still have a Range. The first answer to it ends this.
const maxWhole = 2

// maxSkip is how many bytes in front of a range are read and dropped before that.
const maxSkip = 1 << 20

// readsWhole reports whether a stream is read over one connection.
func (f *fetch) readsWhole(stream int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.streams[stream].whole >= maxWhole
}

// noteAnswer notes what an answer tells of its stream: the size, the redirect, and
// whether the server ignores Range.
func (f *fetch) noteAnswer(stream, gen int, ans *answer, err error) {
	if err == nil && ans.redirected {
		f.addresses.redirect(stream, gen, ans.url)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	s := &f.streams[stream]
	switch {
	case errors.Is(err, errWhole):
		s.whole++
		return
	case err != nil:
		return
	case ans.whole:
		s.whole++
	case s.whole > 0:
		s.whole = 0
		f.signal() // wakes those that wait in waitTurn
	}
	s.total = ans.total
}

// waitTurn waits until no task reads or needs bytes that come before those of t, if
// its stream is read over one connection.
func (f *fetch) waitTurn(ctx context.Context, t *task) error {
	for {
		f.mu.Lock()
		turn := true
		if f.streams[t.stream].whole >= maxWhole {
			for _, other := range f.running {
				if other != t && other.stream == t.stream && other.pos <= t.pos && (other.pos < other.end || other.cancel != nil) {
					turn = false // even if it only has to call keepWhole
				}
			}
		}
		changed := f.changed
		f.mu.Unlock()
		if turn {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// keepWhole keeps the response that completed a task for the next task of the
// stream. It reports false when there is none, or the response is of no use to it.
func (f *fetch) keepWhole(t *task, r *response) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := &f.streams[t.stream]
	if !r.whole || s.whole < maxWhole || t.pos < t.end || r.ctx.Err() != nil || s.kept != nil || !f.wants(t.stream, t) {
		return false
	}
	s.kept = r
	return true
}

// resumeWhole returns the response that an earlier task of the stream left, nil if
// there is none that still has the bytes of t.
func (f *fetch) resumeWhole(t *task) *response {
	f.mu.Lock()
	r := f.streams[t.stream].kept
	f.streams[t.stream].kept = nil
	f.mu.Unlock()
	if r == nil {
		return nil
	}
	if r.pos > t.pos {
		r.close()
		return nil
	}
	f.beginRequest(t, r.gen, r.cancel)
	return r
}

// dropWhole closes the response that is kept for a stream when no task needs it
// any more.
func (f *fetch) dropWhole(stream int) {
	f.mu.Lock()
	r := f.streams[stream].kept
	if r == nil || f.wants(stream, nil) {
		f.mu.Unlock()
		return
	}
	f.streams[stream].kept = nil
	f.mu.Unlock()
	r.close()
}

// wants reports whether a stream has pieces or tasks besides t that are not
// complete.
func (f *fetch) wants(stream int, t *task) bool {
	for _, r := range f.queue {
		if r.Stream == stream {
			return true
		}
	}
	for _, other := range f.running {
		if other != t && other.stream == stream && other.pos < other.end {
			return true
		}
	}
	return false
}
