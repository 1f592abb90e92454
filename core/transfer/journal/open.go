package journal

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/disk"
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
