package journal

import (
	"os"
	"path/filepath"

	"github.com/hilo-app/hilo/core/disk"
)

// compactSlack is how many bytes of superseded checkpoints a journal keeps, in
// addition to four times its compacted size, before it is compacted.
const compactSlack = 256 << 10

// compactAt returns the size beyond which a journal is compacted, from its size
// when it was last compacted.
func compactAt(compacted int64) int64 { return 4*compacted + compactSlack }

// compactIfLong compacts a journal that has grown long, and closes it when that
// fails.
func (j *Journal) compactIfLong() error {
	if j.size <= j.compactAt {
		return nil
	}
	err := j.compact()
	if err != nil {
		_ = j.close()
	}
	return err
}

// compact replaces the file by one with a single checkpoint. Where that cannot
// be written, such as on a full disk, the long one stays in use. An error means
// that the journal is not locked any more.
func (j *Journal) compact() error {
	b, err := j.contents.encode()
	if err != nil {
		return err
	}
	temp := NewPath(j.path)
	f, err := writeLocked(temp, b)
	if err != nil {
		j.compactAt = 2 * j.size
		return nil
	}
	if !replaceOpen {
		_ = unlock(f)
		_ = unlock(j.file)
	}
	if err := disk.Rename(temp, j.path); err != nil {
		j.compactAt = 2 * j.size
		if replaceOpen {
			_ = unlock(f)
		}
		os.Remove(temp)
		if replaceOpen {
			return nil
		}
	} else {
		j.size, j.compactAt = int64(len(b)), compactAt(int64(len(b)))
		// If a power cut loses the new name, the old file is back; it records
		// fewer bytes, but none that are not there.
		_ = disk.SyncDir(filepath.Dir(j.path))
		if replaceOpen { // the new file was locked before it had the name
			_ = unlock(j.file)
			j.file = f
			return nil
		}
	}
	j.file, err = disk.OpenOwn(j.path)
	if err == nil {
		err = lockAt(j.path, j.file)
	}
	return err
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
