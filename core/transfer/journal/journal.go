// Package journal records which bytes of which streams are safely in a partial
// file, so that a download continues after a crash without fetching them again.
//
// Acquire locks the file of a journal, Lock.Create starts a Journal in it for a
// new partial file, and Lock.Open reads that of an earlier start. It stays locked
// until Close or Remove:
//
//	Acquire -> Create or Open -> Missing -> write and sync the file -> Checkpoint ... -> Remove
//
// Only the holder of the lock touches the partial file. The functions Create and
// Open lock a journal that must not, or must, exist.
//
// The file of a journal grows by one record with each checkpoint, see format.go,
// and is replaced by a short one when it has grown long, see replace.go. A
// checkpoint is written only after the bytes that it names were synced, so a
// journal never claims a byte that a kill -9 or a power cut has lost.
//
// The package does not know how the bytes are fetched, where they stand in the
// partial file or what the state of a layout means.
package journal

import (
	"slices"
	"sync"

	"github.com/hilo-app/hilo/core/byterange"
)

// Journal is the open journal of a partial file. Its methods may be called
// from several goroutines.
type Journal struct {
	mu        sync.Mutex
	lock      *Lock
	size      int64 // bytes of the file that are good
	compactAt int64 // size beyond which the file is compacted
	contents  contents
	err       error // of the first write that failed; nothing is written after it
}

// Identity returns what the partial file is made from.
func (j *Journal) Identity() Identity { return j.contents.identity.clone() }

// Heads returns the first bytes of each stream as given to Create, empty for a
// stream without. Do not change them.
func (j *Journal) Heads() [][]byte { return slices.Clone(j.contents.heads) }

// State returns the state of the last checkpoint that had one; nil when none
// had. Do not change it.
func (j *Journal) State() []byte {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.contents.state
}

// Missing returns those of the wanted bytes that are not in the file, in the
// order of want.
func (j *Journal) Missing(want []Range) []Range {
	j.mu.Lock()
	defer j.mu.Unlock()
	var out []Range
	for _, r := range want {
		var done byterange.Set
		if r.Stream >= 0 && r.Stream < len(j.contents.done) {
			done = j.contents.done[r.Stream]
		}
		for _, gap := range done.Missing(byterange.Range{From: r.From, To: r.To}) {
			out = append(out, Range{r.Stream, gap.From, gap.To})
		}
	}
	return out
}

// Done returns the bytes of one stream that are in the file, ascending. The
// head of a stream is among them only if it was written to the file, too.
func (j *Journal) Done(stream int) []Range {
	j.mu.Lock()
	defer j.mu.Unlock()
	if stream < 0 || stream >= len(j.contents.done) {
		return nil
	}
	var out []Range
	for r := range j.contents.done[stream].All() {
		out = append(out, Range{stream, r.From, r.To})
	}
	return out
}

// Sums returns the checksums of bytes of one stream that are in the file,
// ascending.
func (j *Journal) Sums(stream int) []Sum {
	j.mu.Lock()
	defer j.mu.Unlock()
	if stream < 0 || stream >= len(j.contents.sums) {
		return nil
	}
	return slices.Clone(j.contents.sums[stream].list)
}

// Unchecked returns the bytes of one stream that are in the file and have no
// checksum, ascending: those of a journal of version 1, and those that Mark was
// given.
func (j *Journal) Unchecked(stream int) (all []Range) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, r := range j.contents.records() {
		if r.stream == stream && !r.checked {
			all = append(all, Range{stream, r.From, r.To})
		}
	}
	return all
}

// Close unlocks the journal for other processes. What Checkpoint recorded is
// durable already. A second Close does nothing.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lock.Close()
}

// Detach returns the lock of the journal, for a new one at the same place. This
// one still tells what it knows, but records nothing any more.
func (j *Journal) Detach() *Lock {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lock.take()
}

// Remove closes the journal and deletes its file, for when the partial file
// is complete or discarded. It does nothing once the journal is closed, because
// the file may be somebody else's then.
func (j *Journal) Remove() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lock.Remove()
}
