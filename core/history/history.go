// Package history remembers what was saved: which video, as what, where and when.
//
//	Open(stored entries) -> History -> Find by the id of a video
//	                           |-> Search by words, newest first
//	                           '-> Add, Forget, Clear -> Keep, which stores the changes
//
// All entries are in memory: about 400 bytes each. A search looks through the
// folded text of all of them, so that words match anywhere and no index can be out
// of date.
//
// The package knows no download and no store. It asks the disk only when an Entry
// is asked whether its file is Gone.
package history

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/format"
)

// MaxEntries is how many entries a History has; beyond, the oldest are forgotten.
const MaxEntries = 200_000

// Entry is one file that was saved.
type Entry struct {
	Key      string        `json:"-"` // unique, ascending with the time of Saved
	VideoID  string        `json:"video"`
	Title    string        `json:"title"`
	Channel  string        `json:"channel,omitempty"`
	List     string        `json:"list,omitempty"` // title of the list that it came from
	Kind     format.Kind   `json:"kind"`
	Part     format.Clip   `json:"part,omitzero"` // of the video; the zero value is the whole
	Quality  string        `json:"quality,omitempty"`
	File     string        `json:"file"` // full path
	Size     int64         `json:"size"` // bytes
	Duration time.Duration `json:"duration,omitempty"`
	Saved    time.Time     `json:"saved"`
}

// URL returns the address of the video's page.
func (e Entry) URL() string { return "https://www.youtube.com/watch?v=" + e.VideoID }

// Gone reports whether the file is not at its place any more: it was moved,
// renamed or deleted. It asks the disk.
func (e Entry) Gone() bool {
	_, err := os.Lstat(e.File)
	return err != nil
}

// Keep stores a change: e is the new value of a key, or nil when it is forgotten.
// It is called under a lock and must not call the History.
type Keep func(key string, e *Entry)

// History is what was saved. Its methods may be called from several goroutines.
type History struct {
	keep  Keep
	ready chan struct{} // closed when all is loaded

	mu      sync.Mutex
	items   []*item // by Key
	byVideo map[string][]*item
}

// item is an entry with the text that it is found by, which the first search makes.
type item struct {
	Entry
	text string
}

// Load calls each with every stored entry, in any order.
type Load func(each func(Entry))

// Open returns a History of what load has. load runs on a goroutine of its own;
// methods that are called before it has ended wait for it. load and keep may be nil.
func Open(load Load, keep Keep) *History {
	h := &History{keep: keep, ready: make(chan struct{}), byVideo: map[string][]*item{}}
	if keep == nil {
		h.keep = func(string, *Entry) {}
	}
	if load == nil {
		close(h.ready)
		return h
	}
	go func() {
		defer close(h.ready)
		var stored []Entry
		load(func(e Entry) { stored = append(stored, e) })
		byKey := func(a, b Entry) int { return cmp.Compare(a.Key, b.Key) }
		if !slices.IsSortedFunc(stored, byKey) {
			slices.SortFunc(stored, byKey)
		}
		for _, e := range stored {
			h.insert(e)
		}
		h.trim()
	}()
	return h
}

// Wait waits until all is loaded.
func (h *History) Wait() { <-h.ready }

// lock waits for the entries and locks them.
func (h *History) lock() {
	<-h.ready
	h.mu.Lock()
}

// insert appends an entry that is newer than all others.
func (h *History) insert(e Entry) {
	i := &item{Entry: e}
	h.items = append(h.items, i)
	h.byVideo[e.VideoID] = append(h.byVideo[e.VideoID], i)
}

// Add records a file that was saved just now. An older entry of the same file is
// replaced. Key, and Saved where it is zero, are set.
func (h *History) Add(e Entry) Entry {
	h.lock()
	defer h.mu.Unlock()
	if e.Saved.IsZero() {
		e.Saved = time.Now()
	}
	e.Saved = e.Saved.Round(0).UTC()
	for _, old := range h.byVideo[e.VideoID] {
		if old.File == e.File && old.Kind == e.Kind && old.Part == e.Part {
			h.remove(map[string]bool{old.Key: true})
			break
		}
	}
	e.Key = fmt.Sprintf("%014x%s", max(e.Saved.UnixMicro(), 0), rand.Text()[:4])
	if n := len(h.items); n > 0 && e.Key <= h.items[n-1].Key { // the clock was set back
		e.Key = h.items[n-1].Key + "0"
	}
	h.insert(e)
	h.keep(e.Key, &e)
	h.trim()
	return e
}

// trim forgets the oldest entries beyond MaxEntries.
func (h *History) trim() {
	if n := len(h.items) - MaxEntries; n > 0 {
		keys := map[string]bool{}
		for _, e := range h.items[:n] {
			keys[e.Key] = true
		}
		h.remove(keys)
	}
}

// remove forgets entries.
func (h *History) remove(keys map[string]bool) {
	is := func(e *item) bool { return keys[e.Key] }
	for _, e := range h.items {
		if !is(e) {
			continue
		}
		h.keep(e.Key, nil)
		if h.byVideo[e.VideoID] = slices.DeleteFunc(h.byVideo[e.VideoID], is); len(h.byVideo[e.VideoID]) == 0 {
			delete(h.byVideo, e.VideoID)
		}
	}
	h.items = slices.DeleteFunc(h.items, is)
}

// Find returns what was saved of a video as a kind and a part, newest first.
func (h *History) Find(videoID string, kind format.Kind, part format.Clip) []Entry {
	h.lock()
	defer h.mu.Unlock()
	var all []Entry
	for _, e := range slices.Backward(h.byVideo[videoID]) {
		if e.Kind == kind && e.Part == part {
			all = append(all, e.Entry)
		}
	}
	return all
}

// Len returns the number of entries.
func (h *History) Len() int {
	h.lock()
	defer h.mu.Unlock()
	return len(h.items)
}

// Forget removes entries by their keys. The files stay.
func (h *History) Forget(keys ...string) {
	h.lock()
	defer h.mu.Unlock()
	set := map[string]bool{}
	for _, k := range keys {
		set[k] = true
	}
	h.remove(set)
}

// Clear removes all entries. The files stay.
func (h *History) Clear() {
	h.lock()
	defer h.mu.Unlock()
	for _, e := range h.items {
		h.keep(e.Key, nil)
	}
	h.items, h.byVideo = nil, map[string][]*item{}
}
