package transfer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/byterange"
)

// Fetch brings all that the job wants and returns nil when it is written.
//
// Faults of the network are retried until nothing of a stream has come for
// six attempts; then the cause is returned. Besides the Err… values of this
// package that is *StatusError (with After set when the server asked to wait:
// let the user see it, then call again), *ChangedError, what Refresh said, or
// ctx.Err(). Whatever the error, what was written stays written and is in the
// journal; fetch Journal.Missing to go on.
//
// When ctx ends, connections close at once; Fetch returns after the Writes
// and the Sync that are under way, and one last checkpoint.
func (c *Client) Fetch(ctx context.Context, j Job) error {
	f, err := c.begin(j)
	if err != nil {
		return err
	}
	return f.run(ctx)
}

// fetch is a job being done.
type fetch struct {
	c           *Client
	job         Job
	connections int // per stream
	workers     int

	stop context.CancelCauseFunc // ends the job with its first error
	gate sync.Mutex              // holds Write and State apart, and Writes when there is a window

	reorder *reorderBuffer // nil unless bytes must be put in order

	mu        sync.Mutex
	queue     []Range // pieces not handed out
	running   []*task
	changed   chan struct{} // closed and replaced when queue, running or the window change
	streams   []stream
	notBefore time.Time // the server asked for no request before

	generation int           // counts refreshes
	refreshing chan struct{} // closed when the refresh under way ends
	clockWrong bool          // the present addresses were given out as if about to expire

	unrecorded      []byterange.Set // written since the last checkpoint
	unrecordedBytes int64           // bytes of fresh
	wake            chan struct{}
}

// stream is what a job knows of one of its streams.
type stream struct {
	address         Address
	redirected      string // where its address led, while that works
	active          int    // parts running
	got             int64  // bytes that came
	gotSinceRefresh int64  // bytes that came from the address of the last refresh
	lowYields       int    // refreshes in a row that brought little
	total           int64  // size as the server says
}

// task is a piece in the hands of a worker.
type task struct {
	stream    int
	pos       int64 // first byte not claimed for writing
	end       int64 // may come down while the part is running
	takenOver bool  // taken over from a silent connection

	// Of the request under way, if any:
	cancel  context.CancelCauseFunc
	gen     int // generation of the address
	started time.Time
	last    time.Time // when bytes last came
	got     int64

	failures      int   // in a row, without a byte of the stream
	streamGot     int64 // stream.got at the last failure
	tries         int   // in a row, for the backoff
	lastFailureAt int64 // pos at the last failure
}

// errTakenOver ends the request of a part that an idle worker took over.
var errTakenOver = errors.New("taken over by another connection")

func (c *Client) begin(j Job) (*fetch, error) {
	f := &fetch{c: c, job: j, connections: j.Connections, changed: make(chan struct{}), wake: make(chan struct{}, 1)}
	if f.connections <= 0 {
		f.connections = defaultConnections
	}
	f.connections = min(f.connections, maxConnections)
	var err error
	if f.queue, err = planPieces(j, f.connections); err != nil {
		return nil, err
	}
	f.unrecorded = make([]byterange.Set, len(j.Addresses))
	most := make([]int, len(j.Addresses))
	for _, p := range f.queue {
		most[p.Stream] += int((p.To - p.From + minPiece - 1) / minPiece)
	}
	for i, a := range j.Addresses {
		f.streams = append(f.streams, stream{address: a})
		f.workers += min(most[i], f.connections)
	}
	if needsReorder(j, f.connections, len(f.queue)) {
		f.reorder = &reorderBuffer{order: joinRanges(j.Ranges)}
	} else if j.InOrder {
		f.workers = min(f.workers, 1)
	}
	return f, nil
}

func (f *fetch) run(ctx context.Context) error {
	work, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	f.stop = stop

	var workers, saver sync.WaitGroup
	ended := make(chan struct{})
	var saved error
	saver.Go(func() { saved = f.recordLoop(ended) })
	for range f.workers {
		workers.Go(func() { f.work(work) })
	}
	workers.Wait()
	f.closeReorder()
	close(ended)
	saver.Wait()

	var err error
	if len(f.queue) > 0 || len(f.running) > 0 {
		if err = ctx.Err(); err == nil {
			err = context.Cause(work)
		}
	}
	if saved != nil && !errors.Is(err, ErrWrite) {
		err = errors.Join(err, saved)
	}
	return err
}

// work is one worker's life.
func (f *fetch) work(ctx context.Context) {
	buf := f.c.buffers.Get().(*[]byte)
	defer f.c.buffers.Put(buf)
	for {
		p := f.next(ctx)
		if p == nil {
			return
		}
		if err := f.complete(ctx, p, *buf); err != nil {
			f.stop(err)
			return
		}
		f.finish(p)
	}
}

// next waits for a part to do; nil when there is none and will be none.
func (f *fetch) next(ctx context.Context) *task {
	for ctx.Err() == nil {
		f.mu.Lock()
		p := f.take()
		if p == nil {
			p = f.split(time.Now())
		}
		ended := len(f.queue) == 0 && len(f.running) == 0
		changed := f.changed
		f.mu.Unlock()
		if p != nil || ended {
			return p
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

// take hands out the first piece whose stream has a connection to spare. For a
// window it is the first or none.
func (f *fetch) take() *task {
	for i, r := range f.queue {
		if f.streams[r.Stream].active < f.connections && f.reorder.admits() {
			f.queue = slices.Delete(f.queue, i, i+1)
			f.buffer(r)
			return f.start(&task{stream: r.Stream, pos: r.From, end: r.To})
		}
		if f.reorder != nil {
			break
		}
	}
	return nil
}

// split takes for an idle worker what another one would need long for: half
// of the rest of the longest part, or all of the rest of a silent one.
func (f *fetch) split(now time.Time) *task {
	var best *task
	for _, p := range f.running {
		if p.cancel == nil || p.pos >= p.end || f.streams[p.stream].active >= f.connections {
			continue
		}
		if !p.takenOver && now.Sub(p.last) > f.c.timing.silence {
			taken := &task{stream: p.stream, pos: p.pos, end: p.end, takenOver: true, failures: p.failures, streamGot: p.streamGot}
			p.end = p.pos
			p.cancel(errTakenOver)
			return f.start(taken)
		}
		if p.end-p.pos >= 2*minPiece && f.slow(p, now) && (best == nil || p.end-p.pos > best.end-best.pos) {
			best = p
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

// slow says whether a part would go on for long at the speed it has had, and
// whether that is not just its share of the speed limit.
func (f *fetch) slow(p *task, now time.Time) bool {
	spent, long := now.Sub(p.started), f.c.timing.slow
	if p.got == 0 {
		return spent > long
	}
	speed := float64(p.got) / spent.Seconds()
	limit := float64(f.c.limit.rate())
	if spent < f.c.timing.poll || limit > 0 && speed*float64(len(f.running)) > limit/2 {
		return false
	}
	return float64(p.end-p.pos) > speed*long.Seconds()
}

func (f *fetch) start(p *task) *task {
	p.lastFailureAt, p.streamGot = p.pos, f.streams[p.stream].got
	f.running = append(f.running, p)
	f.streams[p.stream].active++
	return p
}

// finish takes a part that was done off the list.
func (f *fetch) finish(p *task) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.running = slices.DeleteFunc(f.running, func(q *task) bool { return q == p })
	f.streams[p.stream].active--
	f.signal()
}

// signal wakes the workers that have nothing to do.
func (f *fetch) signal() {
	close(f.changed)
	f.changed = make(chan struct{})
}

// complete does a part, with as many requests as it takes.
func (f *fetch) complete(ctx context.Context, p *task, buf []byte) error {
	for {
		f.mu.Lock()
		left := p.end - p.pos
		f.mu.Unlock()
		if left <= 0 {
			return nil
		}
		err := f.request(ctx, p, buf)
		if err == nil || errors.Is(err, errTakenOver) {
			continue
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := f.recover(ctx, p, err); err != nil {
			return fmt.Errorf("stream %d, byte %d: %w", p.stream, p.pos, err)
		}
	}
}
