package journal

import (
	"os"
	"path/filepath"

	"github.com/hilo-app/hilo/core/disk"
)

// replace replaces the locked file by one with the content b. Where that cannot be
// written, such as on a full disk, the old one stays in use and done is false. An
// error means that nothing is locked any more.
func (l *Lock) replace(b []byte) (done bool, err error) {
	temp := NewPath(l.path)
	f, err := writeLocked(temp, b)
	if err != nil {
		return false, nil
	}
	if !replaceOpen {
		_ = unlock(f)
		_ = unlock(l.file)
	}
	if err := disk.Rename(temp, l.path); err != nil {
		if replaceOpen {
			_ = unlock(f)
		}
		os.Remove(temp)
		if replaceOpen {
			return false, nil
		}
	} else {
		done = true
		// If a power cut loses the new name, the old file is back; it records
		// fewer bytes, but none that are not there.
		_ = disk.SyncDir(filepath.Dir(l.path))
		if replaceOpen { // the new file was locked before it had the name
			_ = unlock(l.file)
			l.file = f
			return true, nil
		}
	}
	l.file, err = disk.OpenOwn(l.path)
	if err == nil {
		err = lockAt(l.path, l.file)
	}
	return done, err
}

// NewPath returns where the successor of the journal at path is written. Only the
// holder of the lock touches that file; after a crash one may be left over.
func NewPath(path string) string { return path + ".new" }

// writeLocked creates a file with the content b and locks it. After an error the
// file does not exist.
func writeLocked(path string, b []byte) (*os.File, error) {
	_ = os.Remove(path)
	f, err := disk.CreateHidden(path, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = lock(f)
	}
	if err != nil {
		_ = unlock(f)
		os.Remove(path)
		return nil, err
	}
	return f, nil
}
