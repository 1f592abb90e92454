package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/hilo-app/hilo/core/byterange"
)

// shortAnswer is how many bytes an answer must bring that is not all that was
// asked for. One that brings fewer is a failure, so that requests for the rest
// come at growing intervals.
const shortAnswer = 64 << 10

// response is an answer that is being read.
type response struct {
	*answer
	bodyReader
	gen    int // generation of the address
	cancel context.CancelCauseFunc
}

// close ends the request.
func (r *response) close() {
	r.stall.Stop()
	r.cancel(nil)
	r.answer.close()
}

// request makes one request for the rest of a task and writes what comes. It
// returns nil when it is all of it, or so much that the rest is worth another
// request.
func (f *fetch) request(ctx context.Context, t *task, buf []byte) error {
	if err := f.waitTurn(ctx, t); err != nil {
		return err
	}
	defer f.endRequest(t)
	r := f.resumeWhole(t)
	if r == nil {
		var err error
		if r, err = f.open(ctx, t); err != nil {
			return err
		}
	}
	err := f.read(r, t, buf)
	if !f.keepWhole(t, r) {
		r.close()
	}
	return err
}

// open requests the rest of a task.
func (f *fetch) open(ctx context.Context, t *task) (*response, error) {
	if err := f.waitRetryAfter(ctx); err != nil {
		return nil, err
	}
	address, gen, err := f.address(ctx, t.stream)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	o := order{
		Address: address, from: t.pos, to: t.end, // split leaves a task without a request alone
		maxSkip: maxSkip, job: f,
		header: f.headerLimit(t.stream),
		late:   func() { cancel(errLate) },
		begun:  func() { f.beginRequest(t, gen, cancel) },
		giveUp: func() { cancel(errGivenUp) },
	}
	if f.readsWhole(t.stream) {
		o.maxSkip, o.giveUp = address.Size, nil // another request would begin at byte 0 again
	}
	ans, err := f.c.open(ctx, o)
	f.noteAnswer(t.stream, gen, ans, err)
	f.noteHeader(t.stream, o.header, ans, err)
	if err != nil {
		cancel(nil)
		return nil, err
	}
	stall := time.AfterFunc(f.c.timing.stall, func() { cancel(ErrStalled) })
	body := bodyReader{ctx: ctx, c: f.c, body: ans.body, pos: o.from - ans.skip, stall: stall}
	return &response{ans, body, gen, cancel}, nil
}

// read writes what comes of a response until a task is complete. It returns nil
// also when the response ends early, but was worth its request.
func (f *fetch) read(r *response, t *task, buf []byte) error {
	pos, left := f.rest(t)
	err := r.skipTo(pos, buf)
	for err == nil {
		var n int
		n, err = r.read(buf[:min(int64(len(buf)), left)])
		var werr error
		if left, werr = f.deliver(t, buf[:n]); werr != nil {
			return werr
		}
		if left <= 0 {
			return nil
		}
	}
	if cause := context.Cause(r.ctx); cause != nil {
		return cause
	}
	if errors.Is(err, io.EOF) {
		if f.received(t) >= shortAnswer {
			return nil
		}
		err = io.ErrUnexpectedEOF
	}
	return &NetworkError{"read", err}
}

// beginRequest notes that a request of the task is running.
func (f *fetch) beginRequest(t *task, gen int, cancel context.CancelCauseFunc) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t.gen, t.cancel = gen, cancel
	t.started = time.Now()
	t.last, t.got = t.started, 0
}

// endRequest notes that no request of the task is running.
func (f *fetch) endRequest(t *task) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t.cancel = nil
}

// rest returns the first byte of what is left of a task, and how much that is.
func (f *fetch) rest(t *task) (pos, left int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return t.pos, t.end - t.pos
}

// received returns how many bytes the current request of a task has brought.
func (f *fetch) received(t *task) int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return t.got
}

// bodyReader reads a body within the speed limit, and ends the request when no
// byte comes for too long.
type bodyReader struct {
	ctx   context.Context
	c     *Client
	body  io.Reader
	pos   int64       // of the next byte of the body in the stream
	stall *time.Timer // reset by each read
}

// gatherTime is how long bytes are kept back to be written together.
const gatherTime = 20 * time.Millisecond

// read fills buf with what comes within gatherTime, at least one read.
func (s *bodyReader) read(buf []byte) (n int, err error) {
	for begun := time.Now(); n < len(buf); {
		to := buf[n:]
		chunk := s.c.limit.chunk()
		if chunk > 0 && len(to) > chunk {
			to = to[:chunk]
		}
		s.stall.Reset(s.c.timing.stall)
		var m int
		m, err = s.body.Read(to)
		s.stall.Stop()
		n += m
		s.pos += int64(m)
		if err != nil {
			return n, err
		}
		if chunk > 0 {
			return n, s.c.limit.wait(s.ctx, m)
		}
		if time.Since(begun) > gatherTime {
			return n, nil
		}
	}
	return n, nil
}

// skipTo reads past what comes before a byte of the stream.
func (s *bodyReader) skipTo(pos int64, buf []byte) error {
	for s.pos < pos {
		if _, err := s.read(buf[:min(pos-s.pos, int64(len(buf)))]); err != nil {
			return err
		}
	}
	return nil
}

// deliver writes the next bytes of a task and returns how many it still needs.
func (f *fetch) deliver(t *task, b []byte) (left int64, err error) {
	if f.job.State != nil || f.reorder != nil {
		f.gate.Lock()
		defer f.gate.Unlock()
	}
	off, b, left := f.claim(t, b)
	if len(b) == 0 {
		return left, nil
	}
	if f.reorder != nil {
		err = f.writeInOrder(t.stream, b, off)
	} else {
		err = f.write(t.stream, b, off)
	}
	f.countArrived(t, int64(len(b)))
	return left, err
}

// write gives bytes to the job, and notes them for the next checkpoint.
func (f *fetch) write(stream int, b []byte, off int64) error {
	if err := f.job.Write(stream, b, off); err != nil {
		return fmt.Errorf("%w: %w", ErrWrite, err)
	}
	f.noteWritten(stream, off, int64(len(b)))
	if f.job.Received != nil {
		f.job.Received(len(b))
	}
	return nil
}

// claim advances the task by the next bytes, so that an idle worker takes over
// only what comes after them. Bytes beyond what is left of the task are dropped.
func (f *fetch) claim(t *task, b []byte) (off int64, keep []byte, left int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	off = t.pos
	keep = b[:min(int64(len(b)), t.end-t.pos)]
	t.pos += int64(len(keep))
	if len(b) > 0 {
		t.got += int64(len(b))
		t.last = time.Now()
	}
	return off, keep, t.end - t.pos
}

// countArrived counts bytes that came for a task.
func (f *fetch) countArrived(t *task, n int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := &f.streams[t.stream]
	s.got += n
	if t.gen == f.generation {
		s.gotSinceRefresh += n
	}
}

// noteWritten notes bytes for the next checkpoint.
func (f *fetch) noteWritten(stream int, off, n int64) {
	if f.job.Journal == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.unrecorded[stream].Add(byterange.Range{From: off, To: off + n})
	f.unrecordedBytes += n
	if f.unrecordedBytes >= f.checkpointBytes() {
		select {
		case f.wake <- struct{}{}:
		default:
		}
	}
}
