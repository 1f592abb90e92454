//go:build unix

package transfer

import (
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// While another program is being started it has a copy of every open file, for
// a moment. A journal that was closed then is free all the same.
func TestClosedJournalIsFree(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	j, err := Create(path, Identity{Streams: []StreamID{{firstItag, 100, ""}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	copied, err := unix.Dup(int(j.file.Fd()))
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
