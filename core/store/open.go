package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// open is Open.
func (o opener) open(path string) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s, err := o.openOnly(path)
	if isDamage(err) {
		s, err = o.rebuild(path)
	}
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, ErrInUse
	}
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return s, nil
}

// isDamage reports whether an error of openOnly is a verdict on what the file
// holds: one of bbolt or of decodeValue.
func isDamage(err error) bool {
	for _, verdict := range []error{bolterrors.ErrInvalid, bolterrors.ErrVersionMismatch, bolterrors.ErrChecksum, errDamaged} {
		if errors.Is(err, verdict) {
			return true
		}
	}
	// bbolt has no error value for a file that is too short for its two meta pages.
	return err != nil && strings.HasPrefix(err.Error(), "file size too small")
}

// rebuild replaces a damaged file by a new one with what can be read of it, and
// keeps the damaged one under another name. Until the new one is complete the
// damaged one stays in its place, and it returns there when the new one cannot be
// opened: no start finds an empty queue in place of a damaged one.
func (o opener) rebuild(path string) (*Store, error) {
	salvaged, err := o.salvageFile(path)
	if err != nil {
		return nil, err
	}
	fresh := path + ".new"
	if err := o.create(fresh, salvaged); err != nil {
		_ = os.Remove(fresh)
		return nil, err
	}
	aside := fmt.Sprintf("%s.damaged-%s", path, time.Now().UTC().Format("20060102-150405"))
	// With a link there is a file at path at every moment. FAT and some network
	// shares have no links.
	if err := os.Link(path, aside); err != nil {
		if err := os.Rename(path, aside); err != nil {
			_ = os.Remove(fresh)
			return nil, err
		}
	}
	var s *Store
	if err = os.Rename(fresh, path); err == nil {
		if s, err = o.openOnly(path); err == nil {
			s.Damaged = aside
			return s, nil
		}
	}
	_ = os.Remove(fresh)
	return nil, errors.Join(err, os.Rename(aside, path))
}

// create creates a file with these values.
func (o opener) create(path string, values []Change) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	s, err := o.openOnly(path)
	if err != nil {
		return err
	}
	return errors.Join(s.Apply(values...), s.Close())
}

// openOnly opens or creates the file, after check found nothing wrong with it.
func (o opener) openOnly(path string) (s *Store, err error) {
	if err := o.check(path); err != nil {
		return nil, err
	}
	var file *os.File
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			s, err = nil, fmt.Errorf("%w: %v", errDamaged, r)
			if file != nil {
				_ = file.Close() // which bbolt does not do when it panics; it releases the lock, too
			}
		}
	}()
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait, OpenFile: o.keeping(&file)})
	if err != nil {
		return nil, err
	}
	return &Store{db: db}, nil
}

// Open opens or creates the file and the folders above it.
//
// A file that is not a store, or a damaged one, is kept under another name and
// replaced by a new one with what could be read of it: the newest version of each
// value that is still there, which can be one that was deleted. Only what the file
// holds counts as damage. Any other error, such as one of the system (too many
// open files, no memory, a disk that cannot be read or is full), is returned and
// leaves the file as it is. Open returns ErrInUse when another process has the
// file open.
func Open(path string) (*Store, error) { return opener{os.OpenFile}.open(path) }
