package download

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/panics"
	"github.com/hilo-app/hilo/core/problem"
)

const (
	reportEvery = 100 * time.Millisecond
	spaceEvery  = 30              // reports between two checks of the free space
	speedOver   = 3 * time.Second // what the reported speed is averaged over
	spareSpace  = 32 << 20        // bytes that a download leaves free
)

// report reports the progress of a partial file until stop is called. It cancels
// the transfer, with a *problem.Problem, when the disk is full, the partial file
// has been removed or the row panics.
func (a *attempt) report(p *partial, cancel context.CancelCauseFunc) (stop func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		var crash error
		defer func() {
			if crash != nil {
				cancel(&problem.Problem{Class: problem.Unknown, Err: crash})
			}
		}()
		defer panics.Catch(&crash)
		t := time.NewTicker(reportEvery)
		defer t.Stop()
		m := newMeter(p.used(a.received.Load()), time.Now())
		for n := 1; ; n++ {
			select {
			case <-done:
				return
			case now := <-t.C:
				received := p.used(a.received.Load())
				a.row.Progress(received, m.add(received, now))
			}
			if n%spaceEvery == 0 {
				if err := errors.Join(enoughSpace(a.initial.Dir, 0), p.checkPlace()); err != nil {
					cancel(err)
				}
			}
		}
	}()
	return func() { close(done); <-ended }
}

// meter averages the growth of a count over the last speedOver.
type meter struct {
	samples []sample
}

type sample struct {
	when  time.Time
	count int64
}

func newMeter(count int64, now time.Time) *meter { return &meter{[]sample{{now, count}}} }

// add adds a sample and returns the growth per second, 0 during the first half
// second.
func (m *meter) add(count int64, now time.Time) int64 {
	m.samples = append(m.samples, sample{now, count})
	for len(m.samples) > 2 && now.Sub(m.samples[1].when) >= speedOver {
		m.samples = m.samples[1:]
	}
	first := m.samples[0]
	d := now.Sub(first.when)
	if d < 500*time.Millisecond {
		return 0
	}
	return int64(float64(count-first.count) / d.Seconds())
}

// enoughSpace returns a DiskFull problem unless dir has space for need bytes and
// spareSpace more. A file system that does not say counts as having enough.
func enoughSpace(dir string, need int64) error {
	if free, err := disk.Free(dir); err == nil && free < need+spareSpace {
		return &problem.Problem{Class: problem.DiskFull, Err: fmt.Errorf("%d bytes are free in %s, %d are needed", free, dir, need+spareSpace)}
	}
	return nil
}
