package core

import (
	"runtime"
	"sync"

	"github.com/hilo-app/hilo/core/download"
)

// processors decides on how many processors MP3 is encoded: on half of them while a
// player reads a download or downloads are slowed down, otherwise on all. Its methods
// may be called by any goroutine.
type processors struct {
	limit func(n int) // such as mp3.LimitCores; 0 is all

	mu      sync.Mutex
	slowed  bool
	watched map[*watched]struct{} // what players read now
}

func newProcessors(limit func(n int)) *processors {
	return &processors{limit: limit, watched: map[*watched]struct{}{}}
}

// slow says whether downloads are slowed down.
func (p *processors) slow(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.slowed = on
	p.update()
}

// watch says whether a player reads w.
func (p *processors) watch(w *watched, on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if on {
		p.watched[w] = struct{}{}
	} else {
		delete(p.watched, w)
	}
	p.update()
}

// update sets the limit. p.mu is held.
func (p *processors) update() {
	n := 0
	if p.slowed || len(p.watched) > 0 {
		n = max(1, runtime.GOMAXPROCS(0)/2)
	}
	p.limit(n)
}

// watched is what a watch.Server serves of a download. It tells processors whether a
// player reads it.
type watched struct {
	*download.Playback
	processors *processors
}

// Wanted implements watch.Media.
func (w *watched) Wanted(places []int64) {
	w.processors.watch(w, len(places) > 0)
	w.Playback.Wanted(places)
}
