package journal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// compactSlack is how many bytes of superseded checkpoints a journal keeps, in
// addition to four times its compacted size, before it is compacted.
const compactSlack = 256 << 10

// compactAt returns the size beyond which a journal is compacted, from its size
// when it was last compacted.
func compactAt(compacted int64) int64 { return 4*compacted + compactSlack }

// compact replaces the file by one with a single checkpoint. Where that cannot
// be written, such as on a full disk, the long one stays in use. An error means
// that the journal is not locked any more.
func (j *Journal) compact() error {
	b, err := j.contents.encode()
	if err != nil {
		return err
	}
	temp := j.path + ".new"
	if err := writeSynced(temp, b); err != nil {
		os.Remove(temp)
		j.compactAt = 2 * j.size
		return nil
	}
	old := j.file
	if !replaceOpen {
		_ = unlock(old)
	}
	if err := os.Rename(temp, j.path); err != nil {
		os.Remove(temp)
		j.compactAt = 2 * j.size
		if replaceOpen {
			return nil
		}
	} else {
		j.size, j.compactAt = int64(len(b)), compactAt(int64(len(b)))
		// If a power cut loses the new name, the old file is back; it records
		// fewer bytes, but none that are not there.
		_ = syncDir(filepath.Dir(j.path))
	}
	f, err := os.OpenFile(j.path, os.O_RDWR, 0)
	if err == nil {
		err = lockAt(j.path, f)
	}
	if replaceOpen {
		_ = unlock(old) // not before the new file is locked
	}
	j.file = f
	return err
}

func writeSynced(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// lockAt locks a file that was opened at path. It is ErrBusy, too, when somebody
// renamed or removed the file in between: the lock would be on a file that
// nobody else sees.
func lockAt(path string, f *os.File) error {
	if err := lock(f); err != nil {
		return err
	}
	locked, err := f.Stat()
	if err != nil {
		return err
	}
	named, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return ErrBusy
	}
	if err != nil {
		return err
	}
	if !os.SameFile(locked, named) {
		return ErrBusy
	}
	return nil
}
