package queue

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/store"
)

// The pauses between attempts to write to a store that fails: the first, and the
// longest. Each is twice as long as the one before.
const (
	firstRewrite   = time.Second
	longestRewrite = 30 * time.Second
)

// Persister writes changes to the store from a goroutine of its own, so that a
// slow disk delays nobody; its methods need no lock. During a write the next changes collect, the newest
// of each key. Changes that could not be written stay and are written together
// with the next ones. A nil *Persister stores nothing.
type Persister struct {
	store    storage
	log      *slog.Logger
	notSaved func(*problem.Problem) // called from the goroutine, see Update.NotSaved
	done     chan struct{}          // closed when the goroutine has ended; unsaved is set before
	unsaved  error                  // of the last attempt of all, nil when everything is written

	mu      sync.Mutex
	pending map[[2]string]store.Change
	wake    chan struct{} // has a value when something is pending
	closing chan struct{} // closed by close
}

// storage is what a persister needs of a *store.Store.
type storage interface {
	Apply(...store.Change) error
	Close() error
}

// newPersister starts a persister. notSaved is called with a problem after each
// write that fails, and with nil when one succeeds after that.
func newPersister(s storage, log *slog.Logger, notSaved func(*problem.Problem)) *Persister {
	p := &Persister{
		store: s, log: log, notSaved: notSaved, done: make(chan struct{}),
		pending: map[[2]string]store.Change{}, wake: make(chan struct{}, 1), closing: make(chan struct{}),
	}
	go p.run()
	return p
}

func (p *Persister) entry(e *Entry) {
	p.put(store.Change{Bucket: bucketQueue, Key: string(e.Status.ID), Value: recordOf(e)})
}

func (p *Persister) forget(id status.ID) { p.put(store.Change{Bucket: bucketQueue, Key: string(id)}) }

func (p *Persister) order(order []status.ID) {
	p.put(store.Change{Bucket: bucketOrder, Key: keyOrder, Value: slices.Clone(order)})
}

func (p *Persister) group(g status.Group) {
	p.put(store.Change{Bucket: bucketGroups, Key: string(g.ID), Value: recordOfGroup(g)})
}

func (p *Persister) forgetGroup(id status.GroupID) {
	p.put(store.Change{Bucket: bucketGroups, Key: string(id)})
}

// Saved stores an entry of the history, or removes it. It is a history.Keep.
func (p *Persister) Saved(key string, e *history.Entry) {
	c := store.Change{Bucket: bucketHistory, Key: key}
	if e != nil {
		c.Value = *e
	}
	p.put(c)
}

// Followed stores a list that is followed, or removes it.
func (p *Persister) Followed(key string, r *follow.Record) {
	c := store.Change{Bucket: bucketFollowing, Key: key}
	if r != nil {
		c.Value = *r
	}
	p.put(c)
}

// Setting stores the value of a key, which must not be "schema", as JSON.
func (p *Persister) Setting(key string, value any) {
	p.put(store.Change{Bucket: bucketSettings, Key: key, Value: value})
}

// put has a change written soon.
func (p *Persister) put(c store.Change) {
	if p == nil {
		return
	}
	p.mu.Lock()
	p.pending[[2]string{c.Bucket, c.Key}] = c
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// run writes what is pending until close is called, and once more after that.
// A panic of the store is an error of Apply.
func (p *Persister) run() {
	defer close(p.done)
	var pause time.Duration
	for closing := false; !closing; {
		select {
		case <-p.closing:
			closing = true
		case <-p.wake:
		}
		if p.unsaved = p.write(); p.unsaved == nil {
			if pause > 0 {
				p.notSaved(nil)
			}
			pause = 0
			continue
		}
		p.log.Error("the queue could not be stored", "err", p.unsaved)
		p.notSaved(problemOfStore(p.unsaved))
		if pause = min(max(2*pause, firstRewrite), longestRewrite); closing {
			return
		}
		select {
		case <-p.closing:
		case <-time.After(pause):
		}
		select {
		case p.wake <- struct{}{}: // there is something to write again
		default:
		}
	}
}

// write writes what is pending. What could not be written is pending again,
// unless a newer change of the same key came meanwhile.
func (p *Persister) write() error {
	p.mu.Lock()
	changes := p.pending
	p.pending = map[[2]string]store.Change{}
	p.mu.Unlock()
	err := p.store.Apply(slices.Collect(maps.Values(changes))...)
	if err != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		maps.Copy(changes, p.pending)
		p.pending = changes
	}
	return err
}

// problemOfStore returns an error of the store as a Problem of one of the two
// classes that an error of writing can have.
func problemOfStore(err error) *problem.Problem {
	if disk.IsFull(err) {
		return &problem.Problem{Class: problem.DiskFull, Err: err}
	}
	return &problem.Problem{Class: problem.NotWritable, Err: err}
}

// Close writes what is pending and closes the store. The error says that changes
// were not written.
func (p *Persister) Close() error {
	if p == nil {
		return nil
	}
	close(p.closing)
	<-p.done
	if p.unsaved != nil {
		p.unsaved = fmt.Errorf("the last changes to the list of downloads could not be saved: %w", p.unsaved)
	}
	return errors.Join(p.unsaved, p.store.Close())
}

// The buckets and keys of the store.
const (
	bucketQueue     = "queue"     // ID -> record
	bucketOrder     = "order"     // keyOrder -> []ID
	bucketGroups    = "groups"    // GroupID -> groupRecord
	bucketHistory   = "history"   // history.Entry.Key -> history.Entry
	bucketSettings  = "settings"  // keySchema, and the keys of Persister.Setting
	bucketFollowing = "following" // follow.Followed.ID -> follow.Record
	keyOrder        = "order"
	keySchema       = "schema" // see schema
)

// groupRecord is what the store has of a group: the fields of Group that are not
// computed from its downloads.
type groupRecord struct {
	ID          status.GroupID  `json:"id"`
	Kind        status.ListKind `json:"kind"`
	ListID      string          `json:"list_id,omitempty"`
	URL         string          `json:"url,omitempty"`
	Title       string          `json:"title,omitempty"`
	Channel     string          `json:"channel,omitempty"`
	Thumbnail   string          `json:"thumbnail,omitempty"`
	Dir         string          `json:"dir,omitempty"`
	M3U         bool            `json:"m3u,omitempty"`
	Known       int             `json:"known,omitempty"`
	Unavailable int             `json:"unavailable,omitempty"`
}

func recordOfGroup(g status.Group) groupRecord {
	return groupRecord{
		ID: g.ID, Kind: g.Kind, ListID: g.ListID, URL: g.URL, Title: g.Title, Channel: g.Channel, Thumbnail: g.Thumbnail, Dir: g.Dir, M3U: g.M3U,
		Known: g.Known, Unavailable: g.Unavailable,
	}
}

// group returns the group of a record.
func (r groupRecord) group() status.Group {
	return status.Group{
		ID: r.ID, Kind: r.Kind, ListID: r.ListID, URL: r.URL, Title: r.Title, Channel: r.Channel, Thumbnail: r.Thumbnail, Dir: r.Dir, M3U: r.M3U,
		Known: r.Known, Unavailable: r.Unavailable,
	}
}

// record is what the store has of a download. The names are those of its JSON.
type record struct {
	Status  status.Status
	List    *ListLink `json:",omitempty"`
	Part    string    `json:",omitempty"` // path of the partial file
	Details string    `json:",omitempty"` // Status.Problem.Err as text
	Crashes int       `json:",omitempty"` // see entry.crashes
	Urgent  bool      `json:",omitempty"`
}

func recordOf(e *Entry) record {
	r := record{Status: *e.Status, List: e.List, Part: e.Partial, Crashes: e.Crashes, Urgent: e.Urgent}
	if p := e.Status.Problem; p != nil && p.Err != nil {
		r.Details = p.Err.Error()
	}
	return r
}

// entry returns the download of a record. One that had not ended is queued.
func (r record) entry() *Entry {
	s := r.Status
	s.Speed, s.ETA, s.Until, s.Note = 0, 0, time.Time{}, ""
	if !s.State.Ended() && s.State != status.Paused {
		s.State, s.Problem = status.Queued, nil
	}
	if s.Problem != nil && r.Details != "" {
		s.Problem.Err = errors.New(r.Details)
	}
	return &Entry{Status: &s, List: r.List, Partial: r.Part, Crashes: r.Crashes, Urgent: r.Urgent}
}
