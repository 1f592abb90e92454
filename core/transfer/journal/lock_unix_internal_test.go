//go:build unix

package journal

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// TestClosedJournalIsFree closes a journal while a child process that is being
// started has a copy of its file: the lock is free all the same.
func TestClosedJournalIsFree(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	j, err := Create(path, Identity{Streams: []Stream{{137, 100, ""}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	copied, err := unix.Dup(int(j.lock.file.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(copied)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if j, err = Open(path); err != nil {
		t.Fatal(err)
	}
	if err := j.Remove(); err != nil {
		t.Error(err)
	}
}

// TestRenamedJournalIsBusy locks a file that was renamed between opening and
// locking it: the lock would be on a file that nobody else sees.
func TestRenamedJournalIsBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	j, err := Create(path, Identity{Streams: []Stream{{137, 100, ""}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if err := os.Rename(path, path+".old"); err != nil {
		t.Fatal(err)
	}
	if err := lockAt(path, j.lock.file); !errors.Is(err, ErrBusy) {
		t.Error("no file of that name:", err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := lockAt(path, j.lock.file); !errors.Is(err, ErrBusy) {
		t.Error("another file of that name:", err)
	}
}
