package disk

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// GapFile is a file whose WriteAt may begin behind its end on every file system.
// Some, such as FAT by FUSE, refuse such a write: the gap is then filled with zeros
// first, which takes as long as writing so many bytes. WriteAt may be called from
// several goroutines at once; nothing else may make the file longer.
type GapFile struct {
	file  growingFile
	fills bool         // every gap, without a try
	mu    sync.RWMutex // held for writing while a gap is filled
}

// growingFile is what a GapFile needs of an *os.File.
type growingFile interface {
	io.ReaderAt
	io.WriterAt
	Truncate(size int64) error
	Stat() (os.FileInfo, error)
}

// NewGapFile returns a GapFile that writes to f. On a file system by FUSE it makes a
// hidden file next to f for a moment, to see what that refuses.
func NewGapFile(f *os.File) *GapFile { return &GapFile{file: f, fills: onFUSE(f) && refusesGaps(f)} }

// refusesGaps tries to write behind the end of a file. It is not f: once fusefat has
// refused such a write, it refuses to append to that file, too.
func refusesGaps(f *os.File) bool {
	probe, err := createTemp(filepath.Dir(f.Name()), 0o600)
	if err != nil {
		return false
	}
	defer os.Remove(probe.Name())
	defer probe.Close()
	const far = 1 << 20 // more than a cluster
	if _, err := probe.WriteAt([]byte{0}, 0); err != nil {
		return false
	}
	_, err = probe.WriteAt([]byte{0}, far)
	return err != nil
}

// ReadAt implements io.ReaderAt.
func (g *GapFile) ReadAt(p []byte, off int64) (int, error) { return g.file.ReadAt(p, off) }

// Truncate makes the file size bytes long.
func (g *GapFile) Truncate(size int64) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	info, err := g.file.Stat()
	if err == nil && g.fills && g.fill(info.Size(), size) && info.Size() <= size {
		return nil
	}
	return g.file.Truncate(size)
}

// WriteAt implements io.WriterAt. Where the gap cannot be filled either, the error
// is that of the first try.
func (g *GapFile) WriteAt(p []byte, off int64) (int, error) {
	if g.fills {
		return g.fillAndWrite(p, off, nil)
	}
	n, err := g.write(p, off)
	if err == nil || n > 0 {
		return n, err
	}
	return g.fillAndWrite(p, off, err)
}

// fillAndWrite fills the gap, if there is one, and writes behind it. refused is why
// that could not be written without.
func (g *GapFile) fillAndWrite(p []byte, off int64, refused error) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	info, err := g.file.Stat()
	switch {
	case err != nil:
		return 0, errors.Join(refused, err)
	case refused != nil && len(p) == 0:
		return 0, refused
	case !g.fill(info.Size(), off) && refused != nil:
		return 0, refused
	}
	return g.file.WriteAt(p, off)
}

// write writes while no gap is filled: zeros must not come over other bytes.
func (g *GapFile) write(p []byte, off int64) (int, error) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.file.WriteAt(p, off)
}

// fillStep is how many zeros are written at once.
const fillStep = 256 << 10

// fill writes zeros from the end of the file up to an offset, and reports whether
// another try to write there makes sense: another goroutine may have filled the
// gap, or there was one.
func (g *GapFile) fill(end, off int64) bool {
	zeros := make([]byte, max(0, min(fillStep, off-end)))
	for at := end; at < off; {
		n, err := g.file.WriteAt(zeros[:min(fillStep, off-at)], at)
		if err != nil {
			return false
		}
		at += int64(n)
	}
	return true
}
