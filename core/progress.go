package core

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/problem"
)

// The pace at which a running download tells of itself.
const (
	tick       = 100 * time.Millisecond
	spaceTicks = 30              // between two looks at the free space
	speedOver  = 3 * time.Second // what Status.Speed is averaged over
	spareSpace = 32 << 20        // bytes that a download leaves free
)

// report tells of a download's progress until stopped, and ends the download
// when the disk fills up or the partial file is gone.
func (m *Manager) report(d *download, p *part, cancel context.CancelCauseFunc) (stop func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		t := time.NewTicker(tick)
		defer t.Stop()
		meter := newMeter(p.used(d.received.Load()), time.Now())
		for n := 1; ; n++ {
			select {
			case <-done:
				return
			case now := <-t.C:
				received := p.used(d.received.Load())
				m.progress(d, received, meter.at(received, now))
			}
			if n%spaceTicks == 0 {
				if err := errors.Join(enoughSpace(d.status.Dir, 0), p.inPlace()); err != nil {
					cancel(err)
				}
			}
		}
	}()
	return func() { close(done); <-ended }
}

// progress is what changes ten times a second and is never stored.
func (m *Manager) progress(d *download, received, speed int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := &d.status
	if d.gone || s.State != Downloading || (received == s.Received && speed == s.Speed) {
		return
	}
	if received > s.Received {
		d.retries = problem.Retries{}
	}
	s.Received, s.Speed, s.ETA = received, speed, 0
	if speed > 0 {
		s.ETA = time.Duration(float64(s.Total-received) / float64(speed) * float64(time.Second))
	}
	m.tell(d)
}

// meter averages a growing count over the last seconds.
type meter struct {
	at0 []sample
}

type sample struct {
	when  time.Time
	count int64
}

func newMeter(count int64, now time.Time) *meter { return &meter{at0: []sample{{now, count}}} }

// at notes the count and returns its growth per second. It has no opinion
// during the first half second.
func (m *meter) at(count int64, now time.Time) int64 {
	m.at0 = append(m.at0, sample{now, count})
	for len(m.at0) > 2 && now.Sub(m.at0[1].when) >= speedOver {
		m.at0 = m.at0[1:]
	}
	first := m.at0[0]
	d := now.Sub(first.when)
	if d < 500*time.Millisecond {
		return 0
	}
	return int64(float64(count-first.count) / d.Seconds())
}

// enoughSpace fails with a DiskFull problem unless need bytes and some to
// spare are free. A file system that does not say is trusted.
func enoughSpace(dir string, need int64) error {
	if free, err := disk.Free(dir); err == nil && free < need+spareSpace {
		return &Problem{Class: DiskFull, Err: fmt.Errorf("%d bytes are free in %s, %d are needed", free, dir, need+spareSpace)}
	}
	return nil
}
