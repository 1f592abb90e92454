package transfer

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// replaceOpen says whether a file can be renamed over or removed while it is
// open.
const replaceOpen = false

// lock takes the file for this process until it is closed; ErrBusy when
// somebody else has it. File systems that know no locks are used without.
func lock(f *os.File) error {
	// Windows locks bytes against reading, too, so a byte is locked that no
	// journal ever reaches.
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

// letGo unlocks and closes a file.
func letGo(f *os.File) error { return f.Close() }

// syncDir does nothing: NTFS journals names itself, and folders cannot be
// synced.
func syncDir(string) error { return nil }
