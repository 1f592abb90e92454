package store

import (
	"errors"
	"fmt"
	"os"
	"time"

	"go.etcd.io/bbolt"
)

// Copy writes a copy of the whole file next to it and returns its path, which has
// the reason and the time in its name. An existing file is not replaced. When the
// copy cannot be completed, nothing is left of it.
func (s *Store) Copy(reason string) (path string, err error) {
	defer func() {
		if r := recover(); r != nil { // bbolt does not expect files to change under it
			err = fmt.Errorf("store: %w: %v", errDamaged, r)
		}
	}()
	path = fmt.Sprintf("%s.%s-%s", s.db.Path(), reason, time.Now().UTC().Format("20060102-150405.000"))
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", fmt.Errorf("store: %w", err)
	}
	err = s.db.View(func(tx *bbolt.Tx) error {
		_, err := tx.WriteTo(f)
		return err
	})
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		_ = os.Remove(path)
		return "", fmt.Errorf("store: %w", err)
	}
	return path, nil
}
