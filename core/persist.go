package core

import (
	"encoding/json"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/store"
)

// The buckets and keys of the store.
const (
	bucketQueue    = "queue" // ID -> record
	bucketOrder    = "order" // keyOrder -> []ID
	bucketSettings = "settings"
	keyOrder       = "order"
	keySettings    = "settings"
	keyAllowance   = "allowance"
	keyGated       = "gated" // which client profiles YouTube refused, and when
)

// record is what the store has of a download. The names are those of its JSON.
type record struct {
	Status  Status
	List    *link.Link `json:",omitempty"`
	Part    string     `json:",omitempty"` // path of the partial file
	Details string     `json:",omitempty"` // Status.Problem.Err as text
}

func recordOf(e *entry) record {
	r := record{Status: e.status, List: e.list, Part: e.partial}
	if p := e.status.Problem; p != nil && p.Err != nil {
		r.Details = p.Err.Error()
	}
	return r
}

// entry returns the download of a record. One that had not ended is queued.
func (r record) entry() *entry {
	s := r.Status
	s.Speed, s.ETA, s.Until, s.Note = 0, 0, time.Time{}, ""
	if !s.State.Ended() && s.State != Paused {
		s.State, s.Problem = Queued, nil
	}
	if s.Problem != nil && r.Details != "" {
		s.Problem.Err = errors.New(r.Details)
	}
	return &entry{status: s, list: r.List, partial: r.Part}
}

// restored is what a store had. Fields that it did not have, or that could not
// be read, are nil.
type restored struct {
	settings  *Settings
	allowance *allowance
	gated     map[string]time.Time
	entries   []*entry
	order     []ID
}

// openStore opens the store at path and reads it.
func openStore(path string, log *slog.Logger) (*persister, restored, error) {
	s, err := store.Open(path)
	if err != nil {
		return nil, restored{}, err
	}
	if s.Damaged != "" {
		log.Warn("the queue's file was damaged and is kept under another name", "as", s.Damaged)
	}
	var r restored
	var stale []string // what a damaged file still has of downloads that were removed
	if err := errors.Join(
		s.All(bucketSettings, r.readSetting),
		s.All(bucketOrder, func(_ string, data []byte) { _ = json.Unmarshal(data, &r.order) }),
		s.All(bucketQueue, func(key string, data []byte) {
			var one record
			switch {
			case json.Unmarshal(data, &one) != nil || one.Status.ID != ID(key):
			case s.Damaged != "" && len(r.order) > 0 && !slices.Contains(r.order, one.Status.ID):
				stale = append(stale, key)
			default:
				r.entries = append(r.entries, one.entry())
			}
		}),
	); err != nil {
		_ = s.Close()
		return nil, restored{}, err
	}
	p := newPersister(s, log)
	for _, key := range stale {
		p.forget(ID(key))
	}
	return p, r, nil
}

func (r *restored) readSetting(key string, data []byte) {
	switch key {
	case keySettings:
		var s Settings
		if json.Unmarshal(data, &s) == nil && filepath.IsAbs(s.Dir) {
			r.settings = &s
		}
	case keyAllowance:
		var a allowance
		if json.Unmarshal(data, &a) == nil {
			r.allowance = &a
		}
	case keyGated:
		_ = json.Unmarshal(data, &r.gated)
	}
}

// persister writes changes to the store from a goroutine of its own, so that a
// slow disk delays nobody. During a write the next changes collect, the newest
// of each key. A nil *persister stores nothing.
type persister struct {
	store *store.Store
	log   *slog.Logger
	done  chan struct{}

	mu      sync.Mutex
	wake    *sync.Cond
	pending map[[2]string]store.Change
	closing bool
}

func newPersister(s *store.Store, log *slog.Logger) *persister {
	p := &persister{store: s, log: log, done: make(chan struct{}), pending: map[[2]string]store.Change{}}
	p.wake = sync.NewCond(&p.mu)
	go p.run()
	return p
}

func (p *persister) entry(e *entry) {
	p.put(store.Change{Bucket: bucketQueue, Key: string(e.status.ID), Value: recordOf(e)})
}

func (p *persister) forget(id ID) { p.put(store.Change{Bucket: bucketQueue, Key: string(id)}) }

func (p *persister) order(order []ID) {
	p.put(store.Change{Bucket: bucketOrder, Key: keyOrder, Value: slices.Clone(order)})
}

func (p *persister) setting(key string, value any) {
	p.put(store.Change{Bucket: bucketSettings, Key: key, Value: value})
}

// put has a change stored soon.
func (p *persister) put(c store.Change) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pending[[2]string{c.Bucket, c.Key}] = c
	p.wake.Signal()
}

func (p *persister) run() {
	defer close(p.done)
	for {
		p.mu.Lock()
		for len(p.pending) == 0 && !p.closing {
			p.wake.Wait()
		}
		changes := make([]store.Change, 0, len(p.pending))
		for _, c := range p.pending {
			changes = append(changes, c)
		}
		clear(p.pending)
		p.mu.Unlock()
		if len(changes) == 0 {
			return
		}
		if err := p.store.Apply(changes...); err != nil {
			p.log.Error("the queue could not be stored", "err", err)
		}
	}
}

// damaged returns where a damaged store was moved to, empty if it was not.
func (p *persister) damaged() string {
	if p == nil {
		return ""
	}
	return p.store.Damaged
}

// close writes what is pending and closes the store.
func (p *persister) close() error {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	p.closing = true
	p.wake.Signal()
	p.mu.Unlock()
	<-p.done
	return p.store.Close()
}
