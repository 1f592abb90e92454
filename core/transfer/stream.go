package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// shortAnswer is how many bytes an answer must bring that is not all that was
// asked for. One that brings fewer is a failure, so that requests for the rest
// come at growing intervals.
const shortAnswer = 64 << 10

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
	kept := false
	defer func() { // also after a panic, so that other downloads get the connection
		if !kept {
			r.close()
		}
	}()
	err := f.read(r, t, buf)
	kept = f.keepWhole(t, r)
	return err
}

// open requests the rest of a task.
func (f *fetch) open(ctx context.Context, t *task) (*response, error) {
	if err := f.waitRetryAfter(ctx); err != nil {
		return nil, err
	}
	address, gen, err := f.addresses.of(ctx, t.stream)
	if err != nil {
		return nil, err
	}
	patience := &f.streams[t.stream].patience
	ctx, cancel := context.WithCancelCause(ctx)
	o := order{
		Address: address, from: t.pos, to: t.end, // split leaves a task without a request alone
		maxSkip: maxSkip, job: f,
		header: patience.limit(f.c.timing.header),
		late:   func() { cancel(errLate) },
		begun:  func() { f.beginRequest(t, gen, cancel) },
		giveUp: func() { cancel(errGivenUp) },
	}
	if f.readsWhole(t.stream) {
		o.maxSkip, o.giveUp = address.Size, nil // another request would begin at byte 0 again
	}
	ans, err := f.c.open(ctx, o)
	f.noteAnswer(t.stream, gen, ans, err)
	if err != nil {
		patience.note(f.c.timing.header, o.header, 0, err)
		cancel(nil)
		return nil, err
	}
	patience.note(f.c.timing.header, o.header, ans.took, nil)
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
		var freed bool
		if freed, err = f.reorder.store(t.stream, b, off, f.write); freed {
			f.mu.Lock()
			f.signal()
			f.mu.Unlock()
		}
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
	f.recorder.note(stream, off, b)
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
	f.streams[t.stream].got += n
	gen := t.gen
	f.mu.Unlock()
	f.addresses.count(t.stream, gen, n)
}
