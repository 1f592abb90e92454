package transfer

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
)

// Journal is the record, beside a partial file, of which bytes of which
// streams are safely in it. It is append-only; a checkpoint is written only
// after the bytes it speaks of were synced, so it never claims a byte that is
// not there. It survives kill -9 and power cuts.
//
// A journal belongs to one process at a time: it is locked from Create or
// Open until Close. Its methods may be called from several goroutines.
type Journal struct {
	mu     sync.Mutex
	path   string
	file   *os.File
	size   int64 // bytes of the file that are good
	tidyAt int64 // tidied up when size passes this
	ledger ledger
	err    error // first failed write; nothing is written after it
}

// Errors of Create and Open; test with errors.Is. Open of a missing journal
// is fs.ErrNotExist, Create of one that is there fs.ErrExist.
var (
	// ErrJournal says that a file is damaged, of another version or no
	// journal at all, so that the download must start anew.
	ErrJournal = errors.New("journal cannot be used")
	// ErrBusy says that another process is at work on the same download.
	ErrBusy = errors.New("journal is in use by another process")
)

// Create starts the journal of a new partial file, for its owner only (0600).
// heads are the first bytes (init and index) of each stream, kept so that a
// resumed download need not ask for them; nil, or one a stream. The journal
// is durable when Create returns. An existing file is never overwritten.
func Create(path string, id Identity, heads [][]byte) (*Journal, error) {
	if err := id.check(); err != nil {
		return nil, err
	}
	if heads == nil {
		heads = make([][]byte, len(id.Streams))
	}
	if len(heads) != len(id.Streams) {
		return nil, fmt.Errorf("transfer: %d heads for %d streams", len(heads), len(id.Streams))
	}
	l := ledger{identity: id.clone(), done: make([]spans, len(id.Streams))}
	for _, h := range heads {
		if len(h) >= maxRecord {
			return nil, fmt.Errorf("transfer: head of %d bytes", len(h))
		}
		l.heads = append(l.heads, bytes.Clone(h))
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("create journal: %w", err)
	}
	j := &Journal{path: path, file: f, ledger: l}
	if err := j.start(); err != nil {
		f.Close()
		if !errors.Is(err, ErrBusy) {
			os.Remove(path)
		}
		return nil, fmt.Errorf("create journal: %w", err)
	}
	return j, nil
}

// start fills a file that was just created.
func (j *Journal) start() error {
	if err := hold(j.path, j.file); err != nil {
		return err
	}
	b, err := j.ledger.encode()
	if err != nil {
		return err
	}
	if _, err := j.file.WriteAt(b, 0); err != nil {
		return err
	}
	if err := j.file.Sync(); err != nil {
		return err
	}
	j.size = int64(len(b))
	j.tidyAt = tidyAt(j.size)
	return syncDir(filepath.Dir(j.path))
}

// Open goes on with the journal of a partial file. Checkpoints that were cut
// off by a crash or damaged, and those after them, are dropped; any other flaw
// is ErrJournal. A journal that has grown long is rewritten.
func Open(path string) (*Journal, error) {
	j, err := open(path)
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	if j.size > j.tidyAt {
		if err := j.tidy(); err != nil {
			_ = j.close()
			return nil, fmt.Errorf("open journal: %w", err)
		}
	}
	return j, nil
}

func open(path string) (*Journal, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	j, err := read(path, f)
	if err != nil {
		f.Close()
		return nil, err
	}
	return j, nil
}

func read(path string, f *os.File) (*Journal, error) {
	if err := hold(path, f); err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > 8*maxRecord {
		return nil, fmt.Errorf("%w: %d bytes", ErrJournal, info.Size())
	}
	b, err := io.ReadAll(io.NewSectionReader(f, 0, info.Size()))
	if err != nil {
		return nil, err
	}
	l, whole, err := parse(b)
	if err != nil {
		return nil, err
	}
	if whole < int64(len(b)) {
		if err := f.Truncate(whole); err != nil {
			return nil, err
		}
	}
	fresh, err := l.encode()
	if err != nil {
		return nil, err
	}
	return &Journal{path: path, file: f, size: whole, tidyAt: tidyAt(int64(len(fresh))), ledger: *l}, nil
}

// Identity returns what the partial file is made from.
func (j *Journal) Identity() Identity { return j.ledger.identity.clone() }

// Heads returns the first bytes of each stream as given to Create; one a
// stream, empty when there are none. Do not change them.
func (j *Journal) Heads() [][]byte { return slices.Clone(j.ledger.heads) }

// State returns what Job.State said at the last checkpoint; nil when there
// is none. Do not change it.
func (j *Journal) State() []byte {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.ledger.state
}

// Missing returns those of the wanted bytes that are not in the file, in the
// order of want.
func (j *Journal) Missing(want []Range) []Range {
	j.mu.Lock()
	defer j.mu.Unlock()
	var out []Range
	for _, r := range want {
		var have spans
		if r.Stream >= 0 && r.Stream < len(j.ledger.done) {
			have = j.ledger.done[r.Stream]
		}
		for _, g := range have.gaps(r.From, r.To) {
			out = append(out, Range{r.Stream, g.from, g.to})
		}
	}
	return out
}

// Have counts the bytes in the file, over all streams. Heads do not count
// unless they were fetched into the file, too.
func (j *Journal) Have() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	var n int64
	for _, s := range j.ledger.done {
		n += s.bytes()
	}
	return n
}

// Done returns the bytes of one stream that are in the file, ascending.
func (j *Journal) Done(stream int) []Range {
	j.mu.Lock()
	defer j.mu.Unlock()
	if stream < 0 || stream >= len(j.ledger.done) {
		return nil
	}
	var out []Range
	for _, v := range j.ledger.done[stream] {
		out = append(out, Range{stream, v.from, v.to})
	}
	return out
}

// Mark records bytes that came into the file by another way than Fetch, such
// as from a partial file that it replaces. The caller has synced them.
func (j *Journal) Mark(ranges []Range) error {
	done := make([]spans, len(j.ledger.identity.Streams))
	for _, r := range ranges {
		if r.Stream < 0 || r.Stream >= len(done) || r.From < 0 || r.To > j.ledger.identity.Streams[r.Stream].Size {
			return fmt.Errorf("transfer: range %d-%d of stream %d", r.From, r.To, r.Stream)
		}
		done[r.Stream].add(r.From, r.To)
	}
	return j.checkpoint(done, nil)
}

// Close gives the journal up for others to use. Everything that Fetch said
// is already durable.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.close()
}

func (j *Journal) close() error {
	if j.file == nil {
		return nil
	}
	err := letGo(j.file)
	j.file = nil
	return err
}

// Remove closes the journal and deletes its file, for when the partial file
// is complete or thrown away.
func (j *Journal) Remove() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if replaceOpen {
		// While the lock is held nobody can begin to use what goes away.
		return errors.Join(os.Remove(j.path), j.close())
	}
	return errors.Join(j.close(), os.Remove(j.path))
}

// checkpoint appends that the bytes done are in the file, and the state when
// it is not nil, and makes the record durable.
func (j *Journal) checkpoint(done []spans, state []byte) error {
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

func (j *Journal) append(done []spans, state []byte) error {
	fresh := make([]spans, len(j.ledger.done))
	for stream, s := range done {
		for _, v := range s {
			for _, g := range j.ledger.done[stream].gaps(v.from, v.to) {
				fresh[stream].add(g.from, g.to)
			}
		}
	}
	withState := state != nil && (j.ledger.state == nil || !bytes.Equal(state, j.ledger.state))
	payload := encodeCheckpoint(fresh, state, withState)
	if payload == nil {
		return nil
	}
	if len(payload) >= maxRecord {
		return fmt.Errorf("journal: checkpoint of %d bytes", len(payload))
	}
	rec := appendRecord(nil, kindCheckpoint, payload)
	if _, err := j.file.WriteAt(rec, j.size); err != nil {
		_ = j.file.Truncate(j.size) // a torn tail is harmless, a clean end is nicer
		return fmt.Errorf("journal: %w", err)
	}
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	j.size += int64(len(rec))
	for stream, s := range fresh {
		for _, v := range s {
			j.ledger.done[stream].add(v.from, v.to)
		}
	}
	if withState {
		j.ledger.state = bytes.Clone(state)
	}
	if j.size > j.tidyAt {
		return j.tidy()
	}
	return nil
}
