package transfer

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// tidySlack is how many bytes of past checkpoints a journal carries along
// before it is tidied up.
const tidySlack = 256 << 10

func tidyAt(fresh int64) int64 { return 4*fresh + tidySlack }

// tidy puts a journal with one checkpoint in the place of this one. Where that
// cannot be had, such as on a full disk, the long one goes on. An error means
// that it is in nobody's or somebody else's hands.
func (j *Journal) tidy() error {
	b, err := j.ledger.encode()
	if err != nil {
		return err
	}
	temp := j.path + ".new"
	if err := writeSynced(temp, b); err != nil {
		os.Remove(temp)
		j.tidyAt = 2 * j.size
		return nil
	}
	old := j.file
	if !replaceOpen {
		_ = letGo(old)
	}
	if err := os.Rename(temp, j.path); err != nil {
		os.Remove(temp)
		j.tidyAt = 2 * j.size
		if replaceOpen {
			return nil
		}
	} else {
		j.size, j.tidyAt = int64(len(b)), tidyAt(int64(len(b)))
		// If the new name is lost in a power cut, the old journal is there
		// again; it knows less, but nothing wrong.
		_ = syncDir(filepath.Dir(j.path))
	}
	f, err := os.OpenFile(j.path, os.O_RDWR, 0)
	if err == nil {
		err = hold(j.path, f)
	}
	if replaceOpen {
		_ = letGo(old) // not before the new one is held
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

// hold locks a file that was opened at path. When somebody renamed or removed
// it in between, the lock is on a file that nobody else sees.
func hold(path string, f *os.File) error {
	if err := lock(f); err != nil {
		return err
	}
	mine, err := f.Stat()
	if err != nil {
		return err
	}
	there, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return ErrBusy
	}
	if err != nil {
		return err
	}
	if !os.SameFile(mine, there) {
		return ErrBusy
	}
	return nil
}
