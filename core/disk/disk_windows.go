package disk

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// freeSpace returns how many bytes this user can still write in the volume
// that holds dir.
func freeSpace(dir string) (int64, error) {
	p, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(p, &free, nil, nil); err != nil {
		return 0, &os.PathError{Op: "GetDiskFreeSpaceEx", Path: dir, Err: err}
	}
	return int64(free), nil
}

// renameRetry is how long rename tries again while another program has the file
// open: virus scanners and indexers open a file right after it was closed.
const renameRetry = 5 * time.Second

// rename renames a file and makes it visible. It fails with fs.ErrExist when the
// new name is taken.
func rename(oldPath, newPath string) error {
	if err := move(oldPath, newPath, 0); err != nil {
		return err
	}
	if to, err := windows.UTF16PtrFromString(newPath); err == nil {
		_ = windows.SetFileAttributes(to, windows.FILE_ATTRIBUTE_NORMAL)
	}
	return nil
}

// renameOver renames a file and replaces one of the new name.
func renameOver(oldPath, newPath string) error {
	return move(oldPath, newPath, windows.MOVEFILE_REPLACE_EXISTING)
}

func move(oldPath, newPath string, flags uint32) error {
	from, err := windows.UTF16PtrFromString(oldPath)
	if err != nil {
		return err
	}
	to, err := windows.UTF16PtrFromString(newPath)
	if err != nil {
		return err
	}
	for start := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		err = windows.MoveFileEx(from, to, flags|windows.MOVEFILE_WRITE_THROUGH)
		if !isInUse(err) || time.Since(start) > renameRetry {
			break
		}
	}
	if err != nil {
		return &os.LinkError{Op: "rename", Old: oldPath, New: newPath, Err: err}
	}
	return nil
}

// isInUse reports whether an error is one that Windows returns while another
// program has the file open.
func isInUse(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)
}

// IsFull reports whether an error means that the volume, the user's quota or the
// largest file that is allowed is used up.
func IsFull(err error) bool {
	for _, full := range []error{
		windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED, windows.ERROR_FILE_TOO_LARGE,
	} {
		if errors.Is(err, full) {
			return true
		}
	}
	return false
}

// IsReadOnly reports whether an error means that the volume is read-only.
func IsReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }
