package core

import (
	"log/slog"
	"sync"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/watch"
)

// ErrNotPlayable says that a download cannot be watched before it is finished, or
// not yet.
var ErrNotPlayable = download.ErrNotPlayable

// Players serves running downloads to players on this computer. Its methods may be
// called from any goroutine.
type Players struct {
	log        *slog.Logger
	processors *processors

	mu     sync.Mutex
	rows   map[ID]*playedRow
	closed bool
}

// playedRow is a download that runs, or is served.
type playedRow struct {
	playback *download.Playback
	server   *watch.Server // nil until somebody watches
}

func newPlayers(log *slog.Logger, p *processors) *Players {
	return &Players{log: log, processors: p, rows: map[ID]*playedRow{}}
}

// Serve returns the http address of a download that runs, on this computer, for a
// player. It stays valid until the download is cancelled or removed, also when it is
// done meanwhile; what has not come yet is waited for. The error is ErrNotPlayable, or
// of the file or the network.
func (p *Players) Serve(id ID) (address string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.rows[id]
	if r == nil || p.closed {
		return "", ErrNotPlayable
	}
	if r.server != nil {
		if r.playback.Open() == nil {
			return r.server.URL(), nil
		}
		p.end(r) // the streams changed
	}
	if err := r.playback.Open(); err != nil {
		return "", err
	}
	if r.server, err = watch.Serve(&watched{r.playback, p.processors}, p.log); err != nil {
		r.playback.Close()
		return "", err
	}
	return r.server.URL(), nil
}

// Place returns where a player reads a download, from 0 to 1 of the bytes; players read
// somewhat ahead of what they show. It is unknown while none reads, and of a file that
// grows without a known size.
func (p *Players) Place(id ID) (share float64, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r := p.rows[id]; r != nil && r.server != nil {
		return r.server.Place()
	}
	return 0, false
}

// of returns the Playback of a download that is about to run.
func (p *Players) of(id ID) *download.Playback {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.rows[id]
	if r == nil {
		r = &playedRow{playback: new(download.Playback)}
		p.rows[id] = r
	}
	return r.playback
}

// ran notes that a download does not run any more. One that nobody watches is
// forgotten.
func (p *Players) ran(id ID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r := p.rows[id]; r != nil && r.server == nil {
		delete(p.rows, id)
	}
}

// drop ends what is served of downloads that were cancelled or removed.
func (p *Players) drop(ids ...ID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, id := range ids {
		if r := p.rows[id]; r != nil {
			p.end(r)
			delete(p.rows, id)
		}
	}
}

// close ends everything.
func (p *Players) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, r := range p.rows {
		p.end(r)
	}
	clear(p.rows)
}

// end stops serving a row. p.mu is held.
func (p *Players) end(r *playedRow) {
	if r.server == nil {
		return
	}
	r.playback.Close()
	if err := r.server.Close(); err != nil {
		p.log.Warn("players: close", "err", err)
	}
	r.server = nil
}
