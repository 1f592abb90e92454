package disk

import (
	"io"
	"os"
	"sync"
)

// GapFile is a file whose WriteAt may begin behind its end on every file system.
// Some, such as FAT by FUSE, refuse such a write: the gap is then filled with zeros
// first, which takes as long as writing so many bytes. WriteAt may be called from
// several goroutines at once; nothing else may make the file longer.
type GapFile struct {
	file growingFile
	mu   sync.RWMutex // held for writing while a gap is filled
}

// growingFile is what a GapFile needs of an *os.File.
type growingFile interface {
	io.ReaderAt
	io.WriterAt
	Truncate(size int64) error
	Stat() (os.FileInfo, error)
}

// NewGapFile returns a GapFile that writes to f.
func NewGapFile(f *os.File) *GapFile { return &GapFile{file: f} }

// ReadAt implements io.ReaderAt.
func (g *GapFile) ReadAt(p []byte, off int64) (int, error) { return g.file.ReadAt(p, off) }

// Truncate shortens the file to size bytes.
func (g *GapFile) Truncate(size int64) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.file.Truncate(size)
}

// WriteAt implements io.WriterAt. Where the gap cannot be filled either, the error
// is that of the first try.
func (g *GapFile) WriteAt(p []byte, off int64) (int, error) {
	n, err := g.write(p, off)
	if err == nil || n > 0 {
		return n, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	info, statErr := g.file.Stat()
	if statErr != nil || len(p) == 0 {
		return 0, err
	}
	if !g.fill(info.Size(), off) {
		return 0, err
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
