package journal_test

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/transfer/journal"
)

func acquire(t *testing.T, path string) *journal.Lock {
	t.Helper()
	l, err := journal.Acquire(path)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func wantBusy(t *testing.T, path string) {
	t.Helper()
	if _, err := journal.Acquire(path); !errors.Is(err, journal.ErrBusy) {
		t.Errorf("%v, want ErrBusy", err)
	}
	if _, err := journal.Open(path); !errors.Is(err, journal.ErrBusy) {
		t.Errorf("%v, want ErrBusy", err)
	}
}

// The lock is held from Acquire to Remove, whatever becomes of the journal.
func TestLockIsHeldThroughout(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	l := acquire(t, path)
	wantBusy(t, path)
	if !l.Empty() {
		t.Error("a new file is not empty")
	}
	if _, err := l.Open(); !errors.Is(err, journal.ErrUnusable) {
		t.Errorf("an empty journal: %v", err)
	}
	if _, err := l.Create(journal.Identity{}, nil); err == nil {
		t.Error("a journal of no streams")
	}
	wantBusy(t, path)

	first, err := l.Create(testIdentity(), nil)
	if err != nil {
		t.Fatal(err)
	}
	wantBusy(t, path)
	if err := first.Mark([]journal.Range{{Stream: 0, From: 0, To: 700}}); err != nil {
		t.Fatal(err)
	}

	// Another takes its place, and the first still tells what it knows.
	second, err := first.Detach().Create(journal.Identity{Streams: []journal.Stream{{Itag: 1, Size: 9}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantBusy(t, path)
	if recorded(first) != 700 || recorded(second) != 0 {
		t.Errorf("%d and %d bytes", recorded(first), recorded(second))
	}
	if err := first.Mark([]journal.Range{{Stream: 0, From: 700, To: 800}}); err == nil {
		t.Error("a detached journal records")
	}
	if err := errors.Join(first.Close(), first.Remove(), l.Close(), l.Remove()); err != nil {
		t.Error(err)
	}
	wantBusy(t, path)
	second.Close()

	l = acquire(t, path)
	if second, err = l.Open(); err != nil || len(second.Identity().Streams) != 1 {
		t.Fatal(err)
	}
	if err := errors.Join(l.Remove(), second.Remove()); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("not removed: %v", err)
	}
}

// However many acquire and remove at once, no two have the lock.
func TestOneHasTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	var holders, acquired atomic.Int32
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for round := range 200 {
				l, err := journal.Acquire(path)
				if errors.Is(err, journal.ErrBusy) {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				acquired.Add(1)
				if n := holders.Add(1); n != 1 {
					t.Errorf("%d have the lock", n)
				}
				holders.Add(-1)
				if (g+round)%2 == 0 {
					err = l.Remove()
				} else {
					err = l.Close()
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if acquired.Load() == 0 {
		t.Error("nobody had the lock")
	}
}

// What somebody has put at the name of the journal, or of its successor, is
// neither read nor written.
func TestLinksInsteadOfAJournal(t *testing.T) {
	for name, put := range map[string]func(target, name string) error{"symbolic": os.Symlink, "hard": os.Link} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			victim, path := filepath.Join(dir, "victim"), filepath.Join(dir, "j")
			if err := os.WriteFile(victim, []byte("mine"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := put(victim, path); err != nil {
				t.Skip(err)
			}
			if _, err := journal.Acquire(path); !errors.Is(err, disk.ErrNotPlain) {
				t.Errorf("%v, want ErrNotPlain", err)
			}
			os.Remove(path)

			j, err := journal.Create(path, testIdentity(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := put(victim, journal.NewPath(path)); err != nil {
				t.Fatal(err)
			}
			for i := range 30 { // until it is compacted
				if err := j.Checkpoint(done(), append(make([]byte, 20_000), byte(i))); err != nil {
					t.Fatal(err)
				}
			}
			wantBusy(t, path)
			j.Close()
			if got, err := os.ReadFile(victim); err != nil || string(got) != "mine" {
				t.Errorf("the victim has %d bytes, %v", len(got), err)
			}
			if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() || info.Size() > 500_000 {
				t.Errorf("the journal was not compacted: %v, %v", info, err)
			}
		})
	}
}
