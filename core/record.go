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

// Where things stand in the store.
const (
	bucketQueue    = "queue" // ID -> record
	bucketOrder    = "order" // keyOrder -> []ID
	bucketSettings = "settings"
	keyOrder       = "order"
	keySettings    = "settings"
	keyAllowance   = "allowance"
	keyGated       = "gated" // which profiles YouTube turned away, and when
)

// record is what survives of a download.
type record struct {
	Status  Status
	List    *link.Link `json:",omitempty"`
	Part    string     `json:",omitempty"`
	Details string     `json:",omitempty"` // Status.Problem.Err as text
}

// Damaged is where the queue's file was moved to, because not all of it could
// be read when the queue was opened; empty if all was well. The queue has what
// could be read, and no file that was saved is touched.
func (m *Manager) Damaged() string {
	if m.saver == nil {
		return ""
	}
	return m.saver.store.Damaged
}

// load reads the queue. What cannot be read is left out; what was unfinished
// is queued again.
func (m *Manager) load() error {
	s, err := store.Open(m.config.Store)
	if err != nil {
		return err
	}
	if s.Damaged != "" {
		m.log.Warn("the queue's file was damaged and is kept aside", "as", s.Damaged)
	}
	var removed []string // of a damaged file also comes what was removed once
	if err := errors.Join(
		s.All(bucketSettings, m.loadSetting),
		s.All(bucketOrder, func(_ string, data []byte) { _ = json.Unmarshal(data, &m.order) }),
		s.All(bucketQueue, func(key string, data []byte) {
			var r record
			switch {
			case json.Unmarshal(data, &r) != nil || r.Status.ID != ID(key):
			case s.Damaged != "" && len(m.order) > 0 && !slices.Contains(m.order, r.Status.ID):
				removed = append(removed, key)
			default:
				m.keep(r.revive())
			}
		}),
	); err != nil {
		_ = s.Close()
		return err
	}
	m.order = slices.DeleteFunc(m.order, func(id ID) bool { return m.downloads[id] == nil })
	if len(m.order) < len(m.downloads) { // killed between the two writes
		for id := range m.downloads {
			if !slices.Contains(m.order, id) {
				m.order = append(m.order, id)
			}
		}
	}
	m.saver = newSaver(s, m.log)
	for _, key := range removed {
		m.save(store.Change{Bucket: bucketQueue, Key: key})
	}
	return nil
}

func (m *Manager) loadSetting(key string, data []byte) {
	switch key {
	case keySettings:
		var kept Settings
		if json.Unmarshal(data, &kept) == nil && filepath.IsAbs(kept.Dir) {
			m.settings = kept
		}
	case keyAllowance:
		var a allowance
		if json.Unmarshal(data, &a) == nil {
			m.pacing.restore(a, time.Now())
		}
	case keyGated:
		_ = json.Unmarshal(data, &m.gated)
	}
}

func (r record) revive() *download {
	s := r.Status
	s.Speed, s.ETA, s.Until, s.Note = 0, 0, time.Time{}, ""
	if !s.State.Ended() && s.State != Paused {
		s.State, s.Problem = Queued, nil
	}
	if s.Problem != nil && r.Details != "" {
		s.Problem.Err = errors.New(r.Details)
	}
	return &download{status: s, list: r.List, part: r.Part}
}

// saveDownload has a download stored soon. m.mu is held.
func (m *Manager) saveDownload(d *download) {
	r := record{Status: d.status, List: d.list, Part: d.part}
	if p := d.status.Problem; p != nil && p.Err != nil {
		r.Details = p.Err.Error()
	}
	m.save(store.Change{Bucket: bucketQueue, Key: string(d.status.ID), Value: r})
}

func (m *Manager) forgetDownload(d *download) {
	m.save(store.Change{Bucket: bucketQueue, Key: string(d.status.ID)})
}

func (m *Manager) saveOrder() {
	m.save(store.Change{Bucket: bucketOrder, Key: keyOrder, Value: slices.Clone(m.order)})
}

func (m *Manager) save(c store.Change) {
	if m.saver != nil {
		m.saver.put(c)
	}
}

// saver writes changes to the store from a goroutine of its own, so that a
// slow disk holds nobody up. While one write is under way the next ones
// gather, the newest of each key.
type saver struct {
	store *store.Store
	log   *slog.Logger
	done  chan struct{}

	mu      sync.Mutex
	wake    *sync.Cond
	pending map[[2]string]store.Change
	closing bool
}

func newSaver(s *store.Store, log *slog.Logger) *saver {
	v := &saver{store: s, log: log, done: make(chan struct{}), pending: map[[2]string]store.Change{}}
	v.wake = sync.NewCond(&v.mu)
	go v.run()
	return v
}

func (v *saver) put(c store.Change) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.pending[[2]string{c.Bucket, c.Key}] = c
	v.wake.Signal()
}

func (v *saver) run() {
	defer close(v.done)
	for {
		v.mu.Lock()
		for len(v.pending) == 0 && !v.closing {
			v.wake.Wait()
		}
		changes := make([]store.Change, 0, len(v.pending))
		for _, c := range v.pending {
			changes = append(changes, c)
		}
		clear(v.pending)
		v.mu.Unlock()
		if len(changes) == 0 {
			return
		}
		if err := v.store.Apply(changes...); err != nil {
			v.log.Error("the queue could not be stored", "err", err)
		}
	}
}

// close writes what is left and closes the store.
func (v *saver) close() error {
	v.mu.Lock()
	v.closing = true
	v.wake.Signal()
	v.mu.Unlock()
	<-v.done
	return v.store.Close()
}
