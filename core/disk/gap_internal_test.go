package disk

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
)

// noGaps is a file on a file system that refuses writes behind the end.
type noGaps struct {
	*os.File
	mu      sync.Mutex
	refused int
	full    int64 // most bytes of the file; 0: no limit
	short   bool  // it cannot be made longer by Truncate
}

func (f *noGaps) Truncate(size int64) error {
	if f.short {
		return &os.PathError{Op: "truncate", Path: f.Name(), Err: syscall.EPERM}
	}
	return f.File.Truncate(size)
}

func (f *noGaps) WriteAt(p []byte, off int64) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	if off > info.Size() {
		f.refused++
		return 0, &os.PathError{Op: "write", Path: f.Name(), Err: syscall.EINVAL}
	}
	if f.full > 0 && off+int64(len(p)) > f.full {
		return 0, &os.PathError{Op: "write", Path: f.Name(), Err: syscall.ENOSPC}
	}
	return f.File.WriteAt(p, off)
}

func newNoGaps(t *testing.T) *noGaps {
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return &noGaps{File: f}
}

// TestGapFile writes the pieces of a file in any order from several goroutines.
func TestGapFile(t *testing.T) {
	f := newNoGaps(t)
	g := &GapFile{file: f}
	want := make([]byte, 3<<20)
	rand.NewChaCha8([32]byte{}).Read(want)
	const piece = 50_000
	pieces := rand.New(rand.NewPCG(1, 2)).Perm((len(want) + piece - 1) / piece)
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for i := w; i < len(pieces); i += 4 {
				at := pieces[i] * piece
				b := want[at:min(at+piece, len(want))]
				if n, err := g.WriteAt(b, int64(at)); n != len(b) || err != nil {
					t.Errorf("%d bytes at %d: %d, %v", len(b), at, n, err)
				}
			}
		})
	}
	writers.Wait()
	got := make([]byte, len(want))
	if _, err := g.ReadAt(got, 0); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file is not what was written: %v", err)
	}
	if f.refused == 0 {
		t.Error("no write was refused")
	}
	if err := g.Truncate(10); err != nil {
		t.Error(err)
	}
	if info, err := f.Stat(); err != nil || info.Size() != 10 {
		t.Errorf("%v, %v", info, err)
	}
}

// TestGapFileFails returns the first error where the gap cannot be filled, and
// fills none where a write fails for another reason.
func TestGapFileFails(t *testing.T) {
	f := newNoGaps(t)
	f.full = 1 << 20
	g := &GapFile{file: f}
	if _, err := g.WriteAt([]byte("x"), 2<<20); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("behind the space that is left: %v", err)
	}
	if _, err := g.WriteAt(make([]byte, 2<<20), 0); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("no space: %v", err)
	}
	f.Close()
	// On Windows package os calls the handle invalid, and not the file closed.
	if _, err := g.WriteAt([]byte("x"), 0); err == nil || !errors.Is(err, os.ErrClosed) && runtime.GOOS != "windows" {
		t.Errorf("closed: %v", err)
	}
}

// TestGapFileThatFills fills every gap at once, and makes a file longer that cannot be.
func TestGapFileThatFills(t *testing.T) {
	f := newNoGaps(t)
	g := &GapFile{file: f, fills: true}
	for _, at := range []int64{3 << 20, 5, 1 << 20} {
		if n, err := g.WriteAt([]byte("bytes"), at); n != 5 || err != nil {
			t.Errorf("at %d: %d, %v", at, n, err)
		}
	}
	if f.refused != 0 {
		t.Errorf("%d writes were refused", f.refused)
	}
	f.short = true
	if err := g.Truncate(4 << 20); err != nil {
		t.Error(err)
	}
	if info, err := f.Stat(); err != nil || info.Size() != 4<<20 {
		t.Errorf("%v, %v", info, err)
	}
	f.short = false
	if err := g.Truncate(10); err != nil {
		t.Error(err)
	}
	if b, err := os.ReadFile(f.Name()); err != nil || string(b) != "\x00\x00\x00\x00\x00bytes" {
		t.Errorf("%q, %v", b, err)
	}
}
