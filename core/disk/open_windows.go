package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

const shareAll = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE

func openNoFollow(path string) (*os.File, error) {
	return open(path, shareAll&^windows.FILE_SHARE_DELETE, windows.OPEN_EXISTING)
}

// Package os lets no open file be renamed or removed: it does not share the right
// to delete, which both need.
func openMovable(path string) (*os.File, error) { return open(path, shareAll, windows.OPEN_EXISTING) }

func createMovable(path string, _ fs.FileMode) (*os.File, error) {
	return open(path, shareAll, windows.CREATE_NEW)
}

// open opens a file for reading and writing, and follows no link.
func open(path string, share, disposition uint32) (*os.File, error) {
	p, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	h, err := windows.CreateFile(p, windows.GENERIC_READ|windows.GENERIC_WRITE, share,
		nil, disposition, windows.FILE_ATTRIBUTE_NORMAL|windows.FILE_FLAG_OPEN_REPARSE_POINT, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(h), path), nil
}

func openToRead(path string) (*os.File, error) { return os.Open(path) }

// checkLinks checks that an open file is no link and has no second name.
func checkLinks(path string, f *os.File, opened fs.FileInfo) error {
	if !opened.Mode().IsRegular() {
		return fmt.Errorf("%s: %w: %v", path, ErrNotPlain, opened.Mode().Type())
	}
	var info windows.ByHandleFileInformation
	if err := windows.GetFileInformationByHandle(windows.Handle(f.Fd()), &info); err != nil {
		return &os.PathError{Op: "GetFileInformationByHandle", Path: path, Err: err}
	}
	if info.NumberOfLinks > 1 {
		return fmt.Errorf("%s: %w: it has %d names", path, ErrNotPlain, info.NumberOfLinks)
	}
	return nil
}

// ownedHere is always true: folders of one user are not open to others on
// Windows unless somebody shares them.
func ownedHere(string, fs.FileInfo) bool { return true }

// SyncDir does nothing: Windows cannot sync a folder, and NTFS logs changes of
// names itself.
func SyncDir(string) error { return nil }

// hide hides a new file and makes it sparse: NTFS would otherwise fill it with
// zeros up to each write that lies far ahead (R. Chen, "The Old New Thing", 22
// September 2011). Errors are ignored: FAT has no sparse files, and some network
// shares have neither.
func hide(f *os.File) {
	if p, err := windows.UTF16PtrFromString(f.Name()); err == nil {
		_ = windows.SetFileAttributes(p, windows.FILE_ATTRIBUTE_HIDDEN)
	}
	var n uint32
	_ = windows.DeviceIoControl(windows.Handle(f.Fd()), windows.FSCTL_SET_SPARSE, nil, 0, nil, 0, &n, nil)
}

// isNameRefused reports whether a file system cannot have a file of this name.
func isNameRefused(err error) bool {
	return errors.Is(err, windows.ERROR_INVALID_NAME) || errors.Is(err, windows.ERROR_FILENAME_EXCED_RANGE)
}
