package core

import (
	"crypto/rand"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/store"
)

// schema is the number of what the store has. Version 1 had no number, and neither
// groups nor history.
const schema = 2

// migrate brings what was read to the present schema and returns what to write.
func (r *restored) migrate(log *slog.Logger) []store.Change {
	switch {
	case r.schema > schema:
		log.Warn("the queue's file is of a newer Hilo; what this one does not know is ignored", "schema", r.schema)
		return nil
	case r.schema == schema:
		return nil
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
func (r *restored) addGroups() []store.Change {
	type source struct {
		album, dir string
		chapters   bool
	}
	from := map[source][]*entry{}
	var order []source
	for _, e := range r.entries {
		s := e.status
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
		g := Group{ID: GroupID(rand.Text()[:12]), Kind: Playlist, Title: of.album, Dir: of.dir}
		if of.chapters {
			g.Kind = Chapters
		}
		r.groups = append(r.groups, g)
		changes = append(changes, store.Change{Bucket: bucketGroups, Key: string(g.ID), Value: recordOfGroup(g)})
		for _, e := range from[of] {
			e.status.Group = g.ID
			changes = append(changes, store.Change{Bucket: bucketQueue, Key: string(e.status.ID), Value: recordOf(e)})
		}
	}
	return changes
}

// addHistory puts the finished rows into the history, as if they were saved now.
func (r *restored) addHistory() []store.Change {
	kept := map[string]history.Entry{}
	h := history.Open(nil, func(key string, e *history.Entry) {
		if e != nil {
			kept[key] = *e
		}
	})
	for i, e := range r.entries {
		s := e.status
		if s.State != Done || s.VideoID == "" || s.File == "" {
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
