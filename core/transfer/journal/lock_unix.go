//go:build unix

package journal

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// replaceOpen says whether an open file can be removed or replaced by a rename.
const replaceOpen = true

// lock locks the file until it is closed; ErrBusy when somebody else has locked
// it. On a file system without locks it does nothing.
func lock(f *os.File) error {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, unix.EWOULDBLOCK):
			return ErrBusy
		case errors.Is(err, unix.ENOSYS), errors.Is(err, unix.ENOLCK), errors.Is(err, unix.ENOTSUP), errors.Is(err, unix.EOPNOTSUPP):
			return nil
		}
		return err
	}
}

// removeClosed deletes a journal whose lock was given up before.
func removeClosed(path string) error { return os.Remove(path) }

// unlock unlocks and closes a file. Closing alone leaves the lock to a child
// process for as long as that is being started and has copies of all open files.
func unlock(f *os.File) error {
	_ = unix.Flock(int(f.Fd()), unix.LOCK_UN)
	return f.Close()
}
