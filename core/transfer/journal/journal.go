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
	"bytes"
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
	lock      *Lock
	size      int64 // bytes of the file that are good
	compactAt int64 // size beyond which the file is compacted
	contents  contents
	err       error // of the first write that failed; nothing is written after it
}

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

// Create replaces what the file has by a new journal, see the function Create,
// which has the lock then. After an error the lock stays as it is.
func (l *Lock) Create(id Identity, heads [][]byte) (*Journal, error) {
	c, err := newContents(id, heads)
	if err != nil {
		return nil, err
	}
	j := &Journal{lock: l, contents: c}
	if err := j.start(); err != nil {
		return nil, fmt.Errorf("create journal: %w", err)
	}
	j.lock = l.take()
	return j, nil
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
	c := contents{
		version: magic[len(magic)-1], identity: id.clone(),
		done: make([]byterange.Set, len(id.Streams)), sums: make([]Sums, len(id.Streams)),
	}
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
	f := j.lock.file
	if err := f.Truncate(0); err != nil {
		return err
	}
	if _, err := f.WriteAt(b, 0); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	j.size = int64(len(b))
	j.compactAt = compactAt(j.size)
	return disk.SyncDir(filepath.Dir(j.lock.path))
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

// Open reads the journal, which has the lock then. After an error, see the
// function Open, the lock stays as it is, unless a journal that has grown long
// could not be compacted.
func (l *Lock) Open() (*Journal, error) {
	j, err := read(l.file)
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	j.lock = l.take()
	if j.size > j.compactAt {
		if err := j.compact(); err != nil {
			_ = j.lock.Close()
			return nil, fmt.Errorf("open journal: %w", err)
		}
	}
	return j, nil
}

// read reads the journal in a file that is locked.
func read(f *os.File) (*Journal, error) {
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
	return &Journal{size: whole, compactAt: compactAt(int64(len(compacted))), contents: *c}, nil
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

// Mark records bytes of which no checksum is known. The caller has synced them.
func (j *Journal) Mark(ranges []Range) error {
	sets := make([]byterange.Set, len(j.contents.identity.Streams))
	for _, r := range ranges {
		if err := j.check(r); err != nil {
			return err
		}
		sets[r.Stream].Add(byterange.Range{From: r.From, To: r.To})
	}
	var added []record
	for stream := range sets {
		for r := range sets[stream].All() {
			added = append(added, record{stream: stream, Sum: Sum{Range: r}})
		}
	}
	return j.write(func() error { return j.append(added, nil) })
}

// Drop records that bytes are not in the file any more, because they were found
// damaged, with all those that the same checksums cover.
func (j *Journal) Drop(ranges []Range) error {
	for _, r := range ranges {
		if err := j.check(r); err != nil {
			return err
		}
	}
	if len(ranges) == 0 {
		return nil
	}
	return j.write(func() error {
		if err := j.appendRecord(kindDamaged, encodeDamaged(ranges)); err != nil {
			return err
		}
		for _, r := range ranges {
			j.contents.drop(r)
		}
		return nil
	})
}

// check returns an error for a range that no stream has.
func (j *Journal) check(r Range) error {
	streams := j.contents.identity.Streams
	if r.Stream < 0 || r.Stream >= len(streams) || r.From < 0 || r.From >= r.To || r.To > streams[r.Stream].Size {
		return fmt.Errorf("journal: range %d-%d of stream %d", r.From, r.To, r.Stream)
	}
	return nil
}

// Checkpoint records that bytes, for each stream those with the checksums done, are
// in the file, and replaces the state unless it is nil. The caller has synced the
// bytes and keeps them within the streams. Those that are recorded already keep
// their checksum. The record is durable when Checkpoint returns. After an error
// nothing is recorded any more, and each later call returns that error; after
// Close it is fs.ErrClosed.
func (j *Journal) Checkpoint(done []Sums, state []byte) error {
	var added []record
	for stream := range done {
		for s := range done[stream].All() {
			added = append(added, record{stream, s, true})
		}
	}
	return j.write(func() error { return j.append(added, state) })
}

// write calls a function that adds to the file, unless that failed before.
func (j *Journal) write(add func() error) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		return j.err
	}
	if j.lock.file == nil {
		return fs.ErrClosed
	}
	if j.err = add(); j.err == nil && j.size > j.compactAt {
		j.err = j.compact()
	}
	return j.err
}

// append writes a checkpoint of what is new in ranges and state, if anything is.
func (j *Journal) append(ranges []record, state []byte) error {
	var added []record
	for _, r := range ranges {
		done := &j.contents.done[r.stream]
		if !done.Overlaps(r.Range) {
			added = append(added, r)
			continue
		}
		for _, gap := range done.Missing(r.Range) { // of which no checksum is known
			added = append(added, record{stream: r.stream, Sum: Sum{Range: gap}})
		}
	}
	withState := state != nil && (j.contents.state == nil || !bytes.Equal(state, j.contents.state))
	payload := encodeCheckpoint(added, state, withState)
	if payload == nil {
		return nil
	}
	if err := j.appendRecord(kindCheckpoint, payload); err != nil {
		return err
	}
	for _, r := range added {
		j.contents.add(r)
	}
	if withState {
		j.contents.state = bytes.Clone(state)
	}
	return nil
}

// appendRecord appends a record and makes it durable.
func (j *Journal) appendRecord(kind byte, payload []byte) error {
	if len(payload) >= maxRecord {
		return fmt.Errorf("journal: record of %d bytes", len(payload))
	}
	if err := j.upgrade(); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	record := appendRecord(nil, kind, payload)
	if _, err := j.lock.file.WriteAt(record, j.size); err != nil {
		_ = j.lock.file.Truncate(j.size) // Open drops a torn record as well
		return fmt.Errorf("journal: %w", err)
	}
	if err := j.lock.file.Sync(); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	j.size += int64(len(record))
	return nil
}

// upgrade makes the file one of the current version, of which it may then have
// records.
func (j *Journal) upgrade() error {
	last := len(magic) - 1
	if j.contents.version == magic[last] {
		return nil
	}
	if _, err := j.lock.file.WriteAt([]byte{magic[last]}, int64(last)); err != nil {
		return err
	}
	if err := j.lock.file.Sync(); err != nil {
		return err
	}
	j.contents.version = magic[last]
	return nil
}

// compactSlack is how many bytes of superseded checkpoints a journal keeps, in
// addition to four times its compacted size, before it is compacted.
const compactSlack = 256 << 10

// compactAt returns the size beyond which a journal is compacted, from its size
// when it was last compacted.
func compactAt(compacted int64) int64 { return 4*compacted + compactSlack }

// compact replaces the file by one with a single checkpoint. Where that cannot
// be written, the long one stays in use. An error means that the journal is not
// locked any more.
func (j *Journal) compact() error {
	b, err := j.contents.encode()
	if err != nil {
		return err
	}
	done, err := j.lock.replace(b)
	if done {
		j.size, j.compactAt = int64(len(b)), compactAt(int64(len(b)))
		j.contents.version = magic[len(magic)-1]
	} else {
		j.compactAt = 2 * j.size
	}
	return err
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
