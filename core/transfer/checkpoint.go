package transfer

import (
	"fmt"
	"time"

	"github.com/hilo-app/hilo/core/byterange"
)

// maxUnrecorded is how many bytes may wait for a checkpoint at any speed.
const maxUnrecorded = 16 << 20

// unrecordedPerConnection is how many bytes of each connection may wait at
// ordinary speeds. After a crash they are fetched again, as is what comes while
// they are being synced.
const unrecordedPerConnection = 512 << 10

// recordLoop writes checkpoints until the job has ended, and then a last one.
func (f *fetch) recordLoop(ended <-chan struct{}) error {
	if f.job.Journal == nil {
		<-ended
		return nil
	}
	tick := time.NewTicker(f.c.timing.checkpoint)
	defer tick.Stop()
	last, took := time.Now(), time.Duration(0)
	for {
		select {
		case <-ended:
			return f.checkpoint()
		case <-tick.C:
		case <-f.wake:
			if !f.checkpointDue(last, took) {
				continue
			}
		}
		begun := time.Now()
		if err := f.checkpoint(); err != nil {
			f.stop(err)
			<-ended
			return err
		}
		last = time.Now()
		took = last.Sub(begun)
	}
}

// checkpointDue reports whether enough bytes wait for a checkpoint before the
// next tick. On a slow disk the time between checkpoints is at least twice the
// time that the last one took.
func (f *fetch) checkpointDue(last time.Time, took time.Duration) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.unrecordedBytes >= maxUnrecorded || time.Since(last) >= max(f.c.timing.checkpointSoon, 2*took) && f.unrecordedBytes >= f.checkpointBytes()
}

// checkpointBytes is how many waiting bytes wake recordLoop.
func (f *fetch) checkpointBytes() int64 {
	return min(maxUnrecorded, int64(max(len(f.running), 1))*unrecordedPerConnection)
}

// checkpoint records what was written. The order makes it safe: first take the
// list of ranges, then sync their bytes, then record the list.
func (f *fetch) checkpoint() error {
	if f.job.State != nil {
		f.gate.Lock()
	}
	f.mu.Lock()
	done, waiting := f.unrecorded, f.unrecordedBytes
	if waiting > 0 {
		f.unrecorded, f.unrecordedBytes = make([]byterange.Set, len(f.streams)), 0
	}
	f.mu.Unlock()
	var state []byte
	if f.job.State != nil {
		state = f.job.State()
		f.gate.Unlock()
	}
	if waiting == 0 {
		return nil
	}
	if f.job.Sync != nil {
		if err := f.job.Sync(); err != nil {
			return fmt.Errorf("%w: sync: %w", ErrWrite, err)
		}
	}
	if err := f.job.Journal.Checkpoint(done, state); err != nil {
		return fmt.Errorf("%w: %w", ErrWrite, err)
	}
	return nil
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
