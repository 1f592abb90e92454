package journal

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// replaceOpen says whether an open file can be removed or replaced by a rename.
const replaceOpen = false

// lock locks the file until it is closed; ErrBusy when somebody else has locked
// it. On a file system without locks it does nothing.
func lock(f *os.File) error {
	// Windows locks bytes against reading, too, so lock a byte far beyond the
	// end of any journal.
	place := &windows.Overlapped{OffsetHigh: 0x7fffffff}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, place)
	switch {
	case errors.Is(err, windows.ERROR_LOCK_VIOLATION), errors.Is(err, windows.ERROR_IO_PENDING):
		return ErrBusy
	case errors.Is(err, windows.ERROR_NOT_SUPPORTED), errors.Is(err, windows.ERROR_INVALID_FUNCTION):
		return nil
	}
	return err
}

// removeClosed deletes a journal whose lock was given up before, because Windows
// deletes no open file. Whoever has opened it since then may have the lock, and
// the file with it.
func removeClosed(path string) error {
	err := os.Remove(path)
	if errors.Is(err, windows.ERROR_SHARING_VIOLATION) {
		return nil
	}
	return err
}

// unlock unlocks and closes a file.
func unlock(f *os.File) error { return f.Close() }
