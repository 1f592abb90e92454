package disk

import (
	"errors"
	"os"

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

// PreparePartial hides a new partial file and makes it sparse: NTFS would
// otherwise fill it with zeros up to each write that lies far ahead (R. Chen,
// "The Old New Thing", 22 September 2011). Errors are ignored: FAT has no
// sparse files, and some network shares have neither.
func PreparePartial(f *os.File) {
	if p, err := windows.UTF16PtrFromString(f.Name()); err == nil {
		_ = windows.SetFileAttributes(p, windows.FILE_ATTRIBUTE_HIDDEN)
	}
	var n uint32
	_ = windows.DeviceIoControl(windows.Handle(f.Fd()), windows.FSCTL_SET_SPARSE, nil, 0, nil, 0, &n, nil)
}

// rename renames a file and makes it visible. It fails with fs.ErrExist when the
// new name is taken.
func rename(oldPath, newPath string) error {
	from, err := windows.UTF16PtrFromString(oldPath)
	if err != nil {
		return err
	}
	to, err := windows.UTF16PtrFromString(newPath)
	if err != nil {
		return err
	}
	if err := windows.MoveFileEx(from, to, windows.MOVEFILE_WRITE_THROUGH); err != nil {
		return &os.LinkError{Op: "rename", Old: oldPath, New: newPath, Err: err}
	}
	_ = windows.SetFileAttributes(to, windows.FILE_ATTRIBUTE_NORMAL)
	return nil
}

// IsFull reports whether an error means that the volume is full.
func IsFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

// IsReadOnly reports whether an error means that the volume is read-only.
func IsReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }
