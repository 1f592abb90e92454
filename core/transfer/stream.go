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

// request makes one request for the rest of a task and writes what comes. It
// returns nil when it is all of it, or so much that the rest is worth another
// request.
func (f *fetch) request(ctx context.Context, p *task, buf []byte) error {
	if err := f.waitRetryAfter(ctx); err != nil {
		return err
	}
	address, gen, err := f.address(ctx, p.stream)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer f.setRequest(p, gen, nil)

	from, to := p.pos, p.end // split leaves a task without a request alone
	ans, err := f.c.open(ctx, order{
		Address: address, from: from, to: to, job: f,
		begun:  func() { f.setRequest(p, gen, cancel) },
		giveUp: func() { cancel(errGivenUp) },
	})
	if err != nil {
		return err
	}
	defer ans.close()
	f.noteAnswer(p.stream, gen, ans)

	stall := time.AfterFunc(f.c.timing.stall, func() { cancel(ErrStalled) })
	defer stall.Stop()
	src := &bodyReader{ctx: ctx, c: f.c, body: ans.body, stall: stall}
	err = src.skip(ans.skip, buf)
	for err == nil {
		var n int
		n, err = src.read(buf)
		more, werr := f.deliver(p, buf[:n])
		if werr != nil {
			return werr
		}
		if !more {
			return nil
		}
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if errors.Is(err, io.EOF) {
		if f.received(p) >= shortAnswer {
			return nil // the rest takes another request
		}
		err = io.ErrUnexpectedEOF
	}
	return &NetworkError{"read", err}
}

// setRequest notes that a request of the task is running, or with a nil cancel
// that none is.
func (f *fetch) setRequest(p *task, gen int, cancel context.CancelCauseFunc) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p.gen, p.cancel = gen, cancel
	p.started = time.Now()
	p.last, p.got = p.started, 0
}

// received returns how many bytes the current request of a task has brought.
func (f *fetch) received(p *task) int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return p.got
}

// bodyReader reads a body within the speed limit, and ends the request when no
// byte comes for too long.
type bodyReader struct {
	ctx   context.Context
	c     *Client
	body  io.Reader
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

// skip reads past n bytes.
func (s *bodyReader) skip(n int64, buf []byte) error {
	for n > 0 {
		m, err := s.read(buf[:min(n, int64(len(buf)))])
		n -= int64(m)
		if err != nil {
			return err
		}
	}
	return nil
}

// deliver writes the next bytes of a task and says whether it needs more.
func (f *fetch) deliver(p *task, b []byte) (more bool, err error) {
	if f.job.State != nil || f.reorder != nil {
		f.gate.Lock()
		defer f.gate.Unlock()
	}
	off, b, more := f.claim(p, b)
	if len(b) == 0 {
		return more, nil
	}
	if f.reorder != nil {
		err = f.writeInOrder(p.stream, b, off)
	} else {
		err = f.write(p.stream, b, off)
	}
	f.countArrived(p, int64(len(b)))
	return more, err
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
func (f *fetch) claim(p *task, b []byte) (off int64, keep []byte, more bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	off = p.pos
	keep = b[:min(int64(len(b)), p.end-p.pos)]
	p.pos += int64(len(keep))
	if len(b) > 0 {
		p.got += int64(len(b))
		p.last = time.Now()
	}
	return off, keep, p.pos < p.end
}

// countArrived counts bytes that came for a task.
func (f *fetch) countArrived(p *task, n int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := &f.streams[p.stream]
	s.got += n
	if p.gen == f.generation {
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
