package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/hilo-app/hilo/core/disk"
)

// Lock is the right to a partial file: who holds it, and nobody else, creates,
// changes and deletes the file and its journal. It is a lock on the file of the
// journal, which exists before the partial file does.
//
//	Acquire -> Lock.Open or Lock.Create -> Journal -> Close, Remove or Detach
//	        '-> Remove or Close
type Lock struct {
	path string
	file *os.File // nil once a Journal has the lock, or after Close and Remove
}

// lockTries bounds how often Acquire tries again when the file was replaced or
// removed before it was locked.
const lockTries = 100

// Acquire locks the journal at path and creates an empty one if there is none.
// The error is ErrBusy when somebody else has the lock, in this process or
// another, and disk.ErrForeign or disk.ErrNotPlain when what is there is no file
// of this user alone. It is left there, because nobody can lock it.
func Acquire(path string) (*Lock, error) {
	for range lockTries {
		f, err := openOrCreate(path)
		if errors.Is(err, fs.ErrExist) || errors.Is(err, disk.ErrReplaced) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("lock journal: %w", err)
		}
		switch err = lockAt(path, f); {
		case err == nil:
			return &Lock{path, f}, nil
		case !errors.Is(err, errReplaced):
			f.Close()
			return nil, fmt.Errorf("lock journal: %w", err)
		}
		_ = unlock(f)
	}
	return nil, fmt.Errorf("lock journal: %w", ErrBusy)
}

func openOrCreate(path string) (*os.File, error) {
	f, err := disk.OpenOwn(path)
	if errors.Is(err, fs.ErrNotExist) {
		return disk.CreateHidden(path, 0o600)
	}
	return f, err
}

// Empty reports whether the locked file has no content, as one that Acquire has
// just created.
func (l *Lock) Empty() bool {
	info, err := l.file.Stat()
	return err == nil && info.Size() == 0
}

// Remove deletes the file and gives up the lock. A second Remove or Close does
// nothing.
func (l *Lock) Remove() error {
	if l.file == nil {
		return nil
	}
	if replaceOpen {
		// While the lock is held no other process can open what is removed.
		return errors.Join(os.Remove(l.path), l.Close())
	}
	return errors.Join(l.Close(), removeClosed(l.path))
}

// Close gives up the lock and leaves the file.
func (l *Lock) Close() error {
	if l.file == nil {
		return nil
	}
	f := l.file
	l.file = nil
	return unlock(f)
}

// take returns a lock that has what l had.
func (l *Lock) take() *Lock {
	taken := &Lock{l.path, l.file}
	l.file = nil
	return taken
}

// lockAt locks a file that was opened at path; ErrBusy when another has locked
// it, errReplaced when path has another file or none.
func lockAt(path string, f *os.File) error {
	if err := lock(f); err != nil {
		return err
	}
	locked, err := f.Stat()
	if err != nil {
		return err
	}
	named, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return errReplaced
	}
	if err != nil {
		return err
	}
	if !os.SameFile(locked, named) {
		return errReplaced
	}
	return nil
}
