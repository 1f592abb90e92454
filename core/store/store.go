// Package store keeps what must survive a restart (queue, history, settings)
// in one bbolt file. It knows buckets, keys and JSON, not what they mean.
//
// Open opens a Store and repairs it where it can, Apply writes Changes in one
// transaction, All reads a bucket back. Each value stands in the file together
// with its bucket and key, see entry.go, so that what can still be read of a
// damaged file is found without bbolt's tree of pages, see salvage.go.
package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Store is an open file. Its methods may be called from several goroutines.
type Store struct {
	db *bbolt.DB
	// Damaged is where Open moved an earlier file that could not be read, or
	// not in full; empty when there was none.
	Damaged string
}

// Change is one step of Apply. A nil Value deletes the key.
type Change struct {
	Bucket, Key string
	Value       any // anything encoding/json takes
}

// ErrInUse says that another process has the file open.
var ErrInUse = errors.New("store is in use by another Hilo")

// lockWait is how long Open waits for a process that is just closing the file.
const lockWait = 2 * time.Second

// Open opens or creates the file and the folders above it. A file that is not
// a store, or a damaged one, is kept under another name and replaced by a new
// one with what could be read of it: the newest version of each value that is
// still there, which can be one that was deleted. Open returns ErrInUse when
// another process has the file open.
func Open(path string) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	db, err := open(path)
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, ErrInUse
	}
	if err == nil {
		return &Store{db: db}, nil
	}
	if errors.Is(err, os.ErrPermission) {
		return nil, fmt.Errorf("store: %w", err)
	}
	aside := fmt.Sprintf("%s.damaged-%s", path, time.Now().UTC().Format("20060102-150405"))
	if renameErr := os.Rename(path, aside); renameErr != nil {
		return nil, fmt.Errorf("store: %w (and cannot move it aside: %w)", err, renameErr)
	}
	if db, err = open(path); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s := &Store{db: db, Damaged: aside}
	if err := s.Apply(salvageFile(aside)...); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// Apply makes all changes or none, and returns when they are on disk.
func (s *Store) Apply(changes ...Change) (err error) {
	if len(changes) == 0 {
		return nil
	}
	defer func() {
		if r := recover(); r != nil { // bbolt does not expect files to change under it
			err = fmt.Errorf("store: damaged: %v", r)
		}
	}()
	err = s.db.Update(func(tx *bbolt.Tx) error {
		for _, c := range changes {
			if err := apply(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

func apply(tx *bbolt.Tx, c Change) error {
	b, err := tx.CreateBucketIfNotExists([]byte(c.Bucket))
	if err != nil {
		return err
	}
	if c.Value == nil {
		return b.Delete([]byte(c.Key))
	}
	data, err := encode(c, tx.ID())
	if err != nil {
		return err
	}
	return b.Put([]byte(c.Key), data)
}

// All calls each with every value of a bucket, ordered by key. data is JSON and
// valid only during the call. A bucket that does not exist has no values.
func (s *Store) All(bucket string, each func(key string, data []byte)) error {
	return s.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(bucket))
		if b == nil {
			return nil
		}
		return b.ForEach(func(k, v []byte) error {
			data, err := decodeValue(v)
			if err == nil {
				each(string(k), data)
			}
			return err
		})
	})
}

// Close closes the file and releases its lock.
func (s *Store) Close() error { return s.db.Close() }

// open opens the file and reads all of it once. On damaged pages bbolt panics,
// and on a file that was cut off the memory map faults: the start of the
// program is the time to find that out.
func open(path string) (db *bbolt.DB, err error) {
	var file *os.File
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("damaged: %v", r)
		}
		if err != nil && file != nil {
			_ = file.Close() // which releases the lock, too
			db = nil
		}
	}()
	db, err = bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout: lockWait,
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			var err error
			file, err = os.OpenFile(name, flag, mode)
			return file, err
		},
	})
	if err != nil {
		return nil, err
	}
	return db, db.View(func(tx *bbolt.Tx) error {
		// Not tx.Check, which walks on a goroutine of its own, where a panic
		// cannot be recovered.
		return tx.ForEach(func(_ []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(_, v []byte) error {
				_, err := decodeValue(v)
				return err
			})
		})
	})
}
