package gui

import "time"

// watchDisk keeps an eye on the free space, away from the UI goroutine. A disk
// on the network may never answer, and must not keep the window from closing.
func (w *Window) watchDisk() {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	answer := make(chan int64, 1)
	for {
		dir, _ := w.freeIn.Load().(string)
		go func() {
			free, err := w.queue.Free(dir)
			if err != nil {
				free = 0 // unknown
			}
			answer <- free
		}()
		select {
		case <-w.ctx.Done():
			return
		case free := <-answer:
			w.free.Store(free)
		}
		select {
		case <-w.ctx.Done():
			return
		case <-tick.C:
		}
	}
}
