package transfer

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hilo-app/hilo/core/transfer/journal"
)

// maxUnrecorded is how many bytes may wait for a checkpoint at any speed.
const maxUnrecorded = 16 << 20

// unrecordedPerConnection is how many bytes of each connection may wait at
// ordinary speeds. After a crash they are fetched again, as is what comes while
// they are being synced.
const unrecordedPerConnection = 512 << 10

// recorder writes the checkpoints of a job, if it has a journal.
type recorder struct {
	job    Job
	timing timing
	gate   *sync.Mutex  // keeps Write and State apart
	tasks  atomic.Int64 // that run, each over one connection
	wake   chan struct{}

	mu      sync.Mutex
	written []journal.Sums // since the last checkpoint
	bytes   int64          // in written
}

func newRecorder(j Job, t timing, gate *sync.Mutex) *recorder {
	return &recorder{job: j, timing: t, gate: gate, wake: make(chan struct{}, 1), written: make([]journal.Sums, len(j.Addresses))}
}

// run writes checkpoints until the job has ended, and then a last one. Before it
// returns an error that is not of the last one, it calls stop with it.
func (r *recorder) run(ended <-chan struct{}, stop func(error)) error {
	if r.job.Journal == nil {
		<-ended
		return nil
	}
	tick := time.NewTicker(r.timing.checkpoint)
	defer tick.Stop()
	last, took := time.Now(), time.Duration(0)
	for {
		select {
		case <-ended:
			return r.checkpoint()
		case <-tick.C:
		case <-r.wake:
			if !r.due(last, took) {
				continue
			}
		}
		begun := time.Now()
		if err := r.checkpoint(); err != nil {
			stop(err)
			<-ended
			return err
		}
		last = time.Now()
		took = last.Sub(begun)
	}
}

// due reports whether enough bytes wait for a checkpoint before the next tick. On
// a slow disk the time between checkpoints is at least twice the time that the
// last one took.
func (r *recorder) due(last time.Time, took time.Duration) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.bytes >= maxUnrecorded || time.Since(last) >= max(r.timing.checkpointSoon, 2*took) && r.bytes >= r.enough()
}

// enough is how many waiting bytes wake run.
func (r *recorder) enough() int64 {
	return min(maxUnrecorded, max(r.tasks.Load(), 1)*unrecordedPerConnection)
}

// checkpoint records what was written. The order makes it safe: first take the
// list of ranges, then sync their bytes, then record the list.
func (r *recorder) checkpoint() error {
	done, waiting, state := r.take()
	if waiting == 0 {
		return nil
	}
	if r.job.Sync != nil {
		if err := r.job.Sync(); err != nil {
			return fmt.Errorf("%w: sync: %w", ErrWrite, err)
		}
	}
	if err := r.job.Journal.Checkpoint(done, state); err != nil {
		return fmt.Errorf("%w: %w", ErrWrite, err)
	}
	return nil
}

// take returns what was written since the last checkpoint, how many bytes those
// are, and the state that fits them.
func (r *recorder) take() (done []journal.Sums, waiting int64, state []byte) {
	if r.job.State != nil {
		r.gate.Lock()
		defer r.gate.Unlock()
	}
	r.mu.Lock()
	done, waiting = r.written, r.bytes
	if waiting > 0 {
		r.written, r.bytes = make([]journal.Sums, len(done)), 0
	}
	r.mu.Unlock()
	if r.job.State != nil {
		state = r.job.State()
	}
	return done, waiting, state
}

// note notes bytes that were written, and their checksum, for the next checkpoint.
func (r *recorder) note(stream int, off int64, b []byte) {
	if r.job.Journal == nil {
		return
	}
	sum := journal.SumOf(off, b)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.written[stream].Add(sum)
	r.bytes += sum.Len()
	if r.bytes >= r.enough() {
		select {
		case r.wake <- struct{}{}:
		default:
		}
	}
}
