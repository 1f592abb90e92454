package queue

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/panics"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/store"
)

// maxCrashes is in how many crashes of the process a download can have been active
// before it fails.
const maxCrashes = 2

// errCrashed is why a download failed at the start of the process.
var errCrashed = errors.New("this download was active in two crashes of Hilo; crash.txt in the folder of its settings says more")

// countCrash counts a crash of the process during which the download was active.
// After the first one the download is queued again: it may be active by chance.
// After the second one it fails, so that no download can make every start crash.
func (r *record) countCrash() {
	if r.Crashes++; r.Crashes >= maxCrashes {
		r.Status.State, r.Status.Problem = status.Failed, &problem.Problem{Class: problem.Unknown, Err: errCrashed}
		r.Details = errCrashed.Error()
	}
}

// openStore opens the store at path and reads it. crashed says that the process
// which had it before ended in a crash, see core.Config.Crashed. notSaved is what a
// persister takes.
func openStore(path string, crashed bool, log *slog.Logger, notSaved func(*problem.Problem)) (*Persister, Restored, error) {
	s, err := store.Open(path)
	if errors.Is(err, ErrInUse) {
		return nil, Restored{}, err
	}
	if err != nil {
		return nil, Restored{}, fmt.Errorf("the list of downloads cannot be opened. It stays as it is, and starting Hilo again may help (%w)", err)
	}
	if s.Damaged != "" {
		log.Warn("the queue's file was damaged and is kept under another name", "as", s.Damaged)
	}
	r := Restored{Damaged: s.Damaged, settings: map[string][]byte{}, Following: map[string]follow.Record{}}
	var changes []store.Change
	if err := errors.Join(
		s.All(bucketSettings, r.readSetting),
		s.All(bucketGroups, r.readGroup),
		s.All(bucketFollowing, r.readFollowed),
		s.All(bucketOrder, func(_ string, data []byte) { _ = json.Unmarshal(data, &r.order) }),
		s.All(bucketQueue, func(key string, data []byte) {
			var one record
			if json.Unmarshal(data, &one) != nil || one.Status.ID != status.ID(key) {
				return
			}
			if r.Damaged != "" && len(r.order) > 0 && !slices.Contains(r.order, one.Status.ID) {
				// A damaged file still has it, though the download was removed.
				changes = append(changes, store.Change{Bucket: bucketQueue, Key: key})
				return
			}
			if crashed && one.Status.State.Active() {
				one.countCrash()
				changes = append(changes, store.Change{Bucket: bucketQueue, Key: key, Value: one})
			}
			r.entries = append(r.entries, one.entry())
		}),
	); err != nil {
		_ = s.Close()
		return nil, Restored{}, err
	}
	r.keepOther(s, log)
	changes = append(changes, r.migrate(log)...)
	p := newPersister(s, log, notSaved)
	// Crashes are counted on disk before a download is started again: the next
	// crash may come soon.
	if err := s.Apply(changes...); err != nil {
		for _, c := range changes {
			p.put(c)
		}
	}
	r.History = func(each func(history.Entry)) {
		if err := loadHistory(s, each); err != nil {
			log.Error("the history could not be read", "err", err)
		}
	}
	return p, r, nil
}

// loadHistory reads the history. A panic of the store is an error.
func loadHistory(s *store.Store, each func(history.Entry)) (err error) {
	defer panics.Catch(&err)
	return s.All(bucketHistory, func(key string, data []byte) {
		e := history.Entry{Key: key}
		if json.Unmarshal(data, &e) == nil && e.VideoID != "" {
			each(e)
		}
	})
}

// ErrInUse says that another running Hilo has the queue's file open.
var ErrInUse = store.ErrInUse

// Restored is what a store had beside the queue. Fields that it did not have, or that
// could not be read, are nil.
type Restored struct {
	History   history.Load
	Following map[string]follow.Record
	Damaged   string // where the store was moved to because not all of it could be read

	settings map[string][]byte // JSON, by key
	entries  []*Entry
	order    []status.ID
	groups   []status.Group
	schema   int
}

func (r *Restored) readGroup(key string, data []byte) {
	var g groupRecord
	if json.Unmarshal(data, &g) == nil && g.ID == status.GroupID(key) {
		r.groups = append(r.groups, g.group())
	}
}

func (r *Restored) readFollowed(key string, data []byte) {
	var one follow.Record
	if json.Unmarshal(data, &one) == nil && one.Text != "" {
		r.Following[key] = one
	}
}

func (r *Restored) readSetting(key string, data []byte) {
	if key == keySchema {
		_ = json.Unmarshal(data, &r.schema)
		return
	}
	r.settings[key] = slices.Clone(data)
}

// Setting decodes the setting of a key into a value, and reports whether the store
// had one that could be read.
func (r *Restored) Setting(key string, value any) bool {
	data, ok := r.settings[key]
	return ok && json.Unmarshal(data, value) == nil
}

// schema is the number of what the store has. Version 1 had no number, and neither
// groups nor history.
const schema = 2

// keepOther keeps a copy of a store of another schema, before this Hilo changes it:
// an older Hilo cannot read all that a newer one writes, and a newer one may be
// wrong about what an older one wrote. It does nothing to a store without content.
func (r *Restored) keepOther(s *store.Store, log *slog.Logger) {
	if r.schema == schema || len(r.entries) == 0 && len(r.settings) == 0 {
		return
	}
	as, err := s.Copy(fmt.Sprintf("schema-%d", max(r.schema, 1)))
	if err != nil { // a full disk, for example, is no reason not to start
		log.Warn("the queue's file is of another Hilo, and no copy could be made", "schema", r.schema, "err", err)
		return
	}
	log.Info("the queue's file is of another Hilo; a copy is kept", "schema", r.schema, "as", as)
}

// migrate brings what was read to the present schema and returns what to write. The
// store of a newer Hilo gets the present schema, too, so that the newer one will
// migrate what is written from now on.
func (r *Restored) migrate(log *slog.Logger) []store.Change {
	if r.schema == schema {
		return nil
	}
	if r.schema > schema {
		log.Warn("the queue's file is of a newer Hilo; what this one does not know is ignored", "schema", r.schema)
	}
	changes := []store.Change{{Bucket: bucketSettings, Key: keySchema, Value: schema}}
	if r.schema < 2 {
		changes = append(changes, r.addGroups()...)
		changes = append(changes, r.addHistory()...)
	}
	r.schema = schema
	return changes
}

// addGroups makes groups of the rows that came from one list.
func (r *Restored) addGroups() []store.Change {
	type source struct {
		album, dir string
		chapters   bool
	}
	from := map[source][]*Entry{}
	var order []source
	for _, e := range r.entries {
		s := e.Status
		if s.Track == 0 || s.Album == "" || s.Group != "" {
			continue
		}
		of := source{s.Album, s.Dir, s.Chapter}
		if from[of] == nil {
			order = append(order, of)
		}
		from[of] = append(from[of], e)
	}
	var changes []store.Change
	for _, of := range order {
		g := status.Group{ID: status.GroupID(rand.Text()[:12]), Kind: status.Playlist, Title: of.album, Dir: of.dir}
		if of.chapters {
			g.Kind = status.Chapters
		}
		r.groups = append(r.groups, g)
		changes = append(changes, store.Change{Bucket: bucketGroups, Key: string(g.ID), Value: recordOfGroup(g)})
		for _, e := range from[of] {
			e.Status.Group = g.ID
			changes = append(changes, store.Change{Bucket: bucketQueue, Key: string(e.Status.ID), Value: recordOf(e)})
		}
	}
	return changes
}

// addHistory puts the finished rows into the history, as if they were saved now.
func (r *Restored) addHistory() []store.Change {
	kept := map[string]history.Entry{}
	h := history.Open(nil, func(key string, e *history.Entry) {
		if e != nil {
			kept[key] = *e
		}
	})
	for i, e := range r.entries {
		s := e.Status
		if s.State != status.Done || s.VideoID == "" || s.File == "" {
			continue
		}
		h.Add(history.Entry{
			VideoID: s.VideoID, Title: s.Title, Channel: s.Channel, List: s.Album, Kind: s.Wish.Kind, Part: s.Wish.Clip,
			Quality: s.Quality, File: s.File, Size: s.Total, Duration: s.Duration, Saved: time.Now().Add(time.Duration(i) * time.Microsecond),
		})
	}
	var changes []store.Change
	for _, key := range slices.Sorted(maps.Keys(kept)) {
		changes = append(changes, store.Change{Bucket: bucketHistory, Key: key, Value: kept[key]})
	}
	return changes
}
