// Package store keeps what must survive a restart (queue, history, settings)
// in one bbolt file. It knows buckets, keys and JSON, not what they mean.
//
// Open opens a Store and rebuilds it when it is damaged (open.go), Apply writes
// Changes in one transaction, All reads a bucket back. Each value stands in the
// file together with its bucket and key (entry.go), so that what can still be
// read of a damaged file is found without bbolt's tree of pages (salvage.go).
package store

import (
	"errors"
	"fmt"
	"os"
	"time"

	"go.etcd.io/bbolt"
)

// Store is an open file. Its methods may be called from several goroutines.
type Store struct {
	db *bbolt.DB
	// Damaged is where Open keeps an earlier file that was damaged; empty when
	// there was none.
	Damaged string
}

// ErrInUse says that another process has the file open.
var ErrInUse = errors.New("store is in use by another Hilo")

// lockWait is how long Open waits for a process that is just closing the file.
const lockWait = 2 * time.Second

// Apply makes all changes or none, and returns when they are on disk.
func (s *Store) Apply(changes ...Change) (err error) {
	if len(changes) == 0 {
		return nil
	}
	defer func() {
		if r := recover(); r != nil { // bbolt does not expect files to change under it
			err = fmt.Errorf("store: %w: %v", errDamaged, r)
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

// opener opens files; openFile is os.OpenFile except in tests.
type opener struct {
	openFile func(name string, flag int, mode os.FileMode) (*os.File, error)
}
