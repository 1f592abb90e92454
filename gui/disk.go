package gui

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// diskSpace watches the free space of the disk with the folder for downloads, and
// measures that of others on demand.
type diskSpace struct {
	measure func(dir string) (bytes int64, err error)
	dir     atomic.Value // string
	free    atomic.Int64 // bytes; 0 when unknown

	mu     sync.Mutex
	others map[string]*measured
}

// measured is the free space of the disk with another folder.
type measured struct {
	running bool
	at      time.Time
	free    int64 // bytes; 0 when unknown
}

// betweenMeasurements is the time between two measurements of a disk.
const betweenMeasurements = 5 * time.Second

// of returns the free space of the disk with a folder in bytes, 0 while it is unknown.
// It does not wait for the disk.
func (d *diskSpace) of(dir string) int64 {
	if watched, _ := d.dir.Load().(string); dir == watched {
		return d.free.Load()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	m := d.others[dir]
	if m == nil {
		m = &measured{}
		if d.others == nil {
			d.others = map[string]*measured{}
		}
		d.others[dir] = m
	}
	if !m.running && time.Since(m.at) >= betweenMeasurements {
		m.running = true
		go func() {
			free := d.ask(dir)
			d.mu.Lock()
			defer d.mu.Unlock()
			*m = measured{at: time.Now(), free: free}
		}()
	}
	return m.free
}

// ask measures. It may take as long as the disk wants.
func (d *diskSpace) ask(dir string) int64 {
	free, err := d.measure(dir)
	if err != nil {
		return 0
	}
	return free
}

// watch measures every five seconds until ctx ends. A disk on the network may
// never answer, and must not keep the window from closing.
func (d *diskSpace) watch(ctx context.Context) {
	tick := time.NewTicker(betweenMeasurements)
	defer tick.Stop()
	answer := make(chan int64, 1)
	for {
		dir, _ := d.dir.Load().(string)
		go func() { answer <- d.ask(dir) }()
		select {
		case <-ctx.Done():
			return
		case free := <-answer:
			d.free.Store(free)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
