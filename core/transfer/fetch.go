package transfer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/panics"
)

// Fetch fetches the ranges of a job and returns nil when all are written.
//
// Network failures are retried until six attempts in a row brought no byte of a
// stream; then the cause is returned. That is one of the Err… values of this
// package, *NetworkError, *StatusError (with After set when the server asked to wait: tell the
// user, then call Fetch again), *ChangedError, an error of Refresh, or
// ctx.Err(). After any error, what was written stays written and is in the
// journal; to resume, fetch Journal.Missing.
//
// When ctx ends, connections close at once; Fetch returns after the calls of
// Write and Sync that are running, and one last checkpoint.
func (c *Client) Fetch(ctx context.Context, j Job) error {
	f, err := c.begin(j)
	if err != nil {
		return err
	}
	return f.run(ctx)
}

// begin checks a job and divides it into pieces.
func (c *Client) begin(j Job) (*fetch, error) {
	f := &fetch{c: c, job: j, connections: j.Connections, changed: make(chan struct{}), streams: make([]stream, len(j.Addresses))}
	f.addresses = newAddresses(j, c.timing.expiryMargin)
	f.recorder = newRecorder(j, c.timing, &f.gate)
	if f.connections <= 0 {
		f.connections = defaultConnections
	}
	f.connections = min(f.connections, maxConnections)
	var err error
	if f.queue, err = planPieces(j, f.connections); err != nil {
		return nil, err
	}
	most := make([]int, len(j.Addresses))
	for _, p := range f.queue {
		most[p.Stream] += int((p.To - p.From + minPiece - 1) / minPiece)
	}
	for _, n := range most {
		f.workers += min(n, f.connections)
	}
	if needsReorder(j, f.connections, len(f.queue)) {
		f.reorder = &reorderBuffer{order: joinRanges(j.Ranges), pool: &c.pieces}
	} else if j.InOrder {
		f.workers = min(f.workers, 1)
	}
	return f, nil
}

// run runs the workers and the recorder until the job ends.
func (f *fetch) run(ctx context.Context) error {
	work, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	f.stop = stop
	if f.job.Priority != nil && !f.job.InOrder {
		defer f.job.Priority.attach(f.prefer)()
	}

	var workers, recorder sync.WaitGroup
	ended := make(chan struct{})
	var recordErr error
	recorder.Go(func() { recordErr = f.record(ended) })
	for range f.workers {
		workers.Go(func() {
			if err := f.work(work); err != nil {
				f.stop(err)
			}
		})
	}
	workers.Wait()
	f.reorder.close()
	for i := range f.streams {
		if s := &f.streams[i]; s.kept != nil { // the job ended early
			s.kept.close()
		}
	}
	close(ended)
	recorder.Wait()

	var err error
	if len(f.queue) > 0 || len(f.running) > 0 {
		if err = ctx.Err(); err == nil {
			err = context.Cause(work)
		}
	}
	if recordErr != nil && !errors.Is(err, ErrWrite) {
		err = errors.Join(err, recordErr)
	}
	return err
}

// record writes the checkpoints of the job until it has ended.
func (f *fetch) record(ended <-chan struct{}) (err error) {
	defer func() {
		var crash *panics.Error
		if errors.As(err, &crash) {
			f.stop(err)
			<-ended
		}
	}()
	defer panics.Catch(&err)
	return f.recorder.run(ended, f.stop)
}

// work fetches one piece after the other, until none is left or the job ends. An
// error ends the job.
func (f *fetch) work(ctx context.Context) (err error) {
	defer panics.Catch(&err)
	buf := f.c.buffers.Get().(*[]byte)
	defer f.c.buffers.Put(buf)
	for {
		t := f.next(ctx)
		if t == nil {
			return nil
		}
		if err := f.complete(ctx, t, *buf); err != nil {
			return err
		}
		f.finish(t)
		f.dropWhole(t.stream)
	}
}

// next waits for a task; nil when there is none and will be none.
func (f *fetch) next(ctx context.Context) *task {
	for ctx.Err() == nil {
		f.mu.Lock()
		t := f.take()
		if t == nil {
			t = f.split(time.Now())
		}
		ended := len(f.queue) == 0 && len(f.running) == 0
		changed := f.changed
		f.mu.Unlock()
		if t != nil || ended {
			return t
		}
		poll := time.NewTimer(f.c.timing.poll)
		select {
		case <-ctx.Done():
		case <-changed:
		case <-poll.C:
		}
		poll.Stop()
	}
	return nil
}

// take hands out what is preferred, or the first piece whose stream has a free connection. With a
// reorder buffer it hands out the first piece or none.
func (f *fetch) take() *task {
	if t := f.takePreferred(); t != nil {
		return t
	}
	for i, r := range f.queue {
		if f.streams[r.Stream].active < f.connections && f.reorder.admits() {
			f.queue = slices.Delete(f.queue, i, i+1)
			f.reorder.hold(r)
			return f.start(&task{stream: r.Stream, pos: r.From, end: r.To})
		}
		if f.reorder != nil {
			break
		}
	}
	return nil
}

// split takes work for an idle worker from a slow one: half of what is left of
// the longest task, or all that is left of a silent one.
func (f *fetch) split(now time.Time) *task {
	var best *task
	for _, t := range f.running {
		if t.cancel == nil || t.pos >= t.end || f.streams[t.stream].active >= f.connections || f.streams[t.stream].whole >= maxWhole {
			continue
		}
		if !t.takenOver && now.Sub(t.last) > f.c.timing.silence {
			taken := &task{stream: t.stream, pos: t.pos, end: t.end, takenOver: true, failures: t.failures, streamGot: t.streamGot}
			t.end = t.pos
			t.cancel(errTakenOver)
			return f.start(taken)
		}
		if t.end-t.pos >= 2*minPiece && f.slow(t, now) && (best == nil || t.end-t.pos > best.end-best.pos) {
			best = t
		}
	}
	if best == nil {
		return nil
	}
	middle := best.pos + (best.end-best.pos)/2
	taken := &task{stream: best.stream, pos: middle, end: best.end}
	best.end = middle
	return f.start(taken)
}

// slow reports whether a task will take long at its speed so far, for another
// reason than its share of the speed limit.
func (f *fetch) slow(t *task, now time.Time) bool {
	spent, long := now.Sub(t.started), f.c.timing.slow
	if t.got == 0 {
		return spent > long
	}
	speed := float64(t.got) / spent.Seconds()
	limit := float64(f.c.limit.rate())
	if spent < f.c.timing.poll || limit > 0 && speed*float64(len(f.running)) > limit/2 {
		return false
	}
	return float64(t.end-t.pos) > speed*long.Seconds()
}

// finish removes a completed task from the running ones.
func (f *fetch) finish(t *task) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.running = slices.DeleteFunc(f.running, func(q *task) bool { return q == t })
	f.streams[t.stream].active--
	f.recorder.tasks.Add(-1)
	f.signal()
}

// complete fetches all of a task, with as many requests as it takes.
func (f *fetch) complete(ctx context.Context, t *task, buf []byte) error {
	for {
		f.mu.Lock()
		left := t.end - t.pos
		f.mu.Unlock()
		if left <= 0 {
			return nil
		}
		err := f.request(ctx, t, buf)
		if err == nil || errors.Is(err, errTakenOver) || errors.Is(err, errGivenUp) ||
			errors.Is(err, errWhole) && f.readsWhole(t.stream) {
			continue
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := f.recover(ctx, t, err); err != nil {
			return fmt.Errorf("stream %d, byte %d: %w", t.stream, t.pos, err)
		}
	}
}
