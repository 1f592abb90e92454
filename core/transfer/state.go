package transfer

import (
	"context"
	"errors"
	"sync"
	"time"
)

// fetch is a running job.
type fetch struct {
	c           *Client
	job         Job
	connections int // per stream
	workers     int

	stop context.CancelCauseFunc // ends the job with its first error
	gate sync.Mutex              // keeps Write and State apart, and calls of Write when there is a reorder buffer

	reorder   *reorderBuffer // nil unless bytes must be put in order
	recorder  *recorder
	addresses *addresses

	mu        sync.Mutex
	queue     []Range // pieces not handed out
	preferred []Range // what to hand out first, see Priority
	running   []*task
	changed   chan struct{} // closed and replaced when queue, running or reorder change
	streams   []stream
	notBefore time.Time // no request before this time, as the server asked
}

// stream is the state of one of the streams of a job.
type stream struct {
	active   int       // tasks running
	got      int64     // bytes that came
	total    int64     // size as the server says
	whole    int       // answers of the whole stream in a row, see maxWhole
	patience patience  // for the header of an answer
	kept     *response // of the whole stream, between two tasks
}

// task is a piece that a worker is fetching.
type task struct {
	stream    int
	pos       int64 // first byte not claimed for writing
	end       int64 // becomes less when another worker takes over the rest
	takenOver bool  // taken over from a silent connection

	// Of the current request, if any:
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

// errTakenOver ends the request of a task that an idle worker took over.
var errTakenOver = errors.New("taken over by another connection")

// start adds a task to the running ones.
func (f *fetch) start(t *task) *task {
	t.lastFailureAt, t.streamGot = t.pos, f.streams[t.stream].got
	f.running = append(f.running, t)
	f.streams[t.stream].active++
	f.recorder.tasks.Add(1)
	return t
}

// signal wakes idle workers.
func (f *fetch) signal() {
	close(f.changed)
	f.changed = make(chan struct{})
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

// generationOf returns the generation of the address of a task's last request.
func (f *fetch) generationOf(t *task) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return t.gen
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
