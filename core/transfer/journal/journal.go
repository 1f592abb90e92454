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
// and is replaced by a short one when it has grown long, see compact.go. A
// checkpoint is written only after the bytes that it names were synced, so a
// journal never claims a byte that a kill -9 or a power cut has lost.
//
// The package does not know how the bytes are fetched, where they stand in the
// partial file or what the state of a layout means.
package journal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/disk"
)

// Journal is the open journal of a partial file. Its methods may be called
// from several goroutines.
type Journal struct {
	mu        sync.Mutex
	path      string
	file      *os.File
	size      int64 // bytes of the file that are good
	compactAt int64 // size beyond which the file is compacted
	contents  contents
	err       error // of the first write that failed; nothing is written after it
}

// Range is the bytes From up to but not including To of one stream.
type Range struct {
	Stream   int // index into Identity.Streams
	From, To int64
}

// Errors of Create and Open; test with errors.Is. Open of a missing journal
// is fs.ErrNotExist, Create of one that exists fs.ErrExist.
var (
	// ErrUnusable says that a file is damaged, of another version or no
	// journal at all, so that the download must start over.
	ErrUnusable = errors.New("journal cannot be used")
	// ErrBusy says that the journal is open elsewhere, in this process or in
	// another.
	ErrBusy = errors.New("journal is in use")
)

// Create starts the journal of a new partial file, readable by its owner only
// (0600). heads are the first bytes (init segment and index) of each stream,
// kept so that a resumed download need not ask for them; nil, or one for each
// stream. The journal is durable when Create returns. An existing file is never
// overwritten.
func Create(path string, id Identity, heads [][]byte) (*Journal, error) {
	if _, err := newContents(id, heads); err != nil {
		return nil, err
	}
	f, err := disk.CreateHidden(path, 0o600)
	if err != nil {
		return nil, fmt.Errorf("create journal: %w", err)
	}
	if err := lockAt(path, f); err != nil {
		f.Close()
		return nil, fmt.Errorf("create journal: %w", err)
	}
	l := &Lock{path, f}
	j, err := l.Create(id, heads)
	if err != nil {
		_ = l.Remove()
	}
	return j, err
}

// newContents checks what a new journal begins with.
func newContents(id Identity, heads [][]byte) (contents, error) {
	if err := id.check(); err != nil {
		return contents{}, err
	}
	if heads == nil {
		heads = make([][]byte, len(id.Streams))
	}
	if len(heads) != len(id.Streams) {
		return contents{}, fmt.Errorf("journal: %d heads for %d streams", len(heads), len(id.Streams))
	}
	c := contents{identity: id.clone(), done: make([]byterange.Set, len(id.Streams))}
	for _, h := range heads {
		if len(h) >= maxRecord {
			return contents{}, fmt.Errorf("journal: head of %d bytes", len(h))
		}
		c.heads = append(c.heads, bytes.Clone(h))
	}
	return c, nil
}

// start fills a file that is locked.
func (j *Journal) start() error {
	b, err := j.contents.encode()
	if err != nil {
		return err
	}
	if err := j.file.Truncate(0); err != nil {
		return err
	}
	if _, err := j.file.WriteAt(b, 0); err != nil {
		return err
	}
	if err := j.file.Sync(); err != nil {
		return err
	}
	j.size = int64(len(b))
	j.compactAt = compactAt(j.size)
	return disk.SyncDir(filepath.Dir(j.path))
}

// Open opens the journal of an existing partial file. Checkpoints that were cut
// off by a crash or are damaged, and those after them, are dropped; any other
// flaw is ErrUnusable. A journal that has grown long is compacted.
func Open(path string) (*Journal, error) {
	f, err := disk.OpenOwn(path)
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	if err := lockAt(path, f); err != nil {
		f.Close()
		return nil, fmt.Errorf("open journal: %w", err)
	}
	l := &Lock{path, f}
	j, err := l.Open()
	_ = l.Close()
	return j, err
}

// read reads the journal in a file that is locked.
func read(path string, f *os.File) (*Journal, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("%w: %d bytes", ErrUnusable, info.Size())
	}
	b, err := io.ReadAll(io.NewSectionReader(f, 0, info.Size()))
	if err != nil {
		return nil, err
	}
	c, whole, err := parse(b)
	if err != nil {
		return nil, err
	}
	if whole < int64(len(b)) {
		if err := f.Truncate(whole); err != nil {
			return nil, err
		}
	}
	compacted, err := c.encode()
	if err != nil {
		return nil, err
	}
	return &Journal{path: path, file: f, size: whole, compactAt: compactAt(int64(len(compacted))), contents: *c}, nil
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

// Mark records bytes that the caller has copied into the file and synced, such
// as from a partial file that it replaces.
func (j *Journal) Mark(ranges []Range) error {
	done := make([]byterange.Set, len(j.contents.identity.Streams))
	for _, r := range ranges {
		if r.Stream < 0 || r.Stream >= len(done) || r.From < 0 || r.To > j.contents.identity.Streams[r.Stream].Size {
			return fmt.Errorf("journal: range %d-%d of stream %d", r.From, r.To, r.Stream)
		}
		done[r.Stream].Add(byterange.Range{From: r.From, To: r.To})
	}
	return j.Checkpoint(done, nil)
}

// Checkpoint records that the bytes done, one set for each stream, are in the
// file, and replaces the state unless it is nil. The caller has synced the bytes
// and keeps them within the streams. The record is durable when Checkpoint
// returns. After an error nothing is recorded any more, and each later call
// returns that error; after Close it is fs.ErrClosed.
func (j *Journal) Checkpoint(done []byterange.Set, state []byte) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		return j.err
	}
	if j.file == nil {
		return fs.ErrClosed
	}
	j.err = j.append(done, state)
	return j.err
}

// append writes a checkpoint of what is new in done and state, if anything is.
func (j *Journal) append(done []byterange.Set, state []byte) error {
	added := make([]byterange.Set, len(j.contents.done))
	for stream := range done {
		for r := range done[stream].All() {
			for _, gap := range j.contents.done[stream].Missing(r) {
				added[stream].Add(gap)
			}
		}
	}
	withState := state != nil && (j.contents.state == nil || !bytes.Equal(state, j.contents.state))
	payload := encodeCheckpoint(added, state, withState)
	if payload == nil {
		return nil
	}
	if len(payload) >= maxRecord {
		return fmt.Errorf("journal: checkpoint of %d bytes", len(payload))
	}
	record := appendRecord(nil, kindCheckpoint, payload)
	if _, err := j.file.WriteAt(record, j.size); err != nil {
		_ = j.file.Truncate(j.size) // Open drops a torn record as well
		return fmt.Errorf("journal: %w", err)
	}
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	j.size += int64(len(record))
	for stream := range added {
		for r := range added[stream].All() {
			j.contents.done[stream].Add(r)
		}
	}
	if withState {
		j.contents.state = bytes.Clone(state)
	}
	if j.size > j.compactAt {
		return j.compact()
	}
	return nil
}

// Close unlocks the journal for other processes. What Checkpoint recorded is
// durable already. A second Close does nothing.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.close()
}

func (j *Journal) close() error {
	if j.file == nil {
		return nil
	}
	err := unlock(j.file)
	j.file = nil
	return err
}

// Detach returns the lock of the journal, for a new one at the same place. This
// one still tells what it knows, but records nothing any more.
func (j *Journal) Detach() *Lock {
	j.mu.Lock()
	defer j.mu.Unlock()
	l := &Lock{j.path, j.file}
	j.file = nil
	return l
}

// Remove closes the journal and deletes its file, for when the partial file
// is complete or discarded. It does nothing once the journal is closed, because
// the file may be somebody else's then.
func (j *Journal) Remove() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		return nil
	}
	if replaceOpen {
		// While the lock is held no other process can open what is removed.
		return errors.Join(os.Remove(j.path), j.close())
	}
	return errors.Join(j.close(), removeClosed(j.path))
}
