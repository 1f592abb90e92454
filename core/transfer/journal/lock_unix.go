//go:build unix

package journal

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// replaceOpen says whether an open file can be removed or replaced by a rename.
const replaceOpen = true

// lock locks the file for this process until it is closed; ErrBusy when another
// process has locked it. On a file system without locks it does nothing.
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

// unlock unlocks and closes a file. Closing alone leaves the lock to a child
// process for as long as that is being started and has copies of all open files.
func unlock(f *os.File) error {
	_ = unix.Flock(int(f.Fd()), unix.LOCK_UN)
	return f.Close()
}

// syncDir makes the names in a folder durable. A file system that refuses to sync
// a folder, as some network file systems do, is no error: the names are then as
// durable as it makes them.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, unix.EINVAL) && !errors.Is(err, unix.ENOTSUP) {
		return err
	}
	return nil
}
