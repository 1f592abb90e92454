package gui

import (
	"context"
	"sync/atomic"
	"time"
)

// diskSpace watches the free space of the disk with the folder for downloads.
type diskSpace struct {
	measure func(dir string) (bytes int64, err error)
	dir     atomic.Value // string
	free    atomic.Int64 // bytes; 0 when unknown
}

// watch measures every five seconds until ctx ends. A disk on the network may
// never answer, and must not keep the window from closing.
func (d *diskSpace) watch(ctx context.Context) {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	answer := make(chan int64, 1)
	for {
		dir, _ := d.dir.Load().(string)
		go func() {
			free, err := d.measure(dir)
			if err != nil {
				free = 0
			}
			answer <- free
		}()
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
