//go:build unix

package core

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// freeSpace returns how many bytes a user without privileges can still write
// in the file system that holds dir.
func freeSpace(dir string) (int64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, &os.PathError{Op: "statfs", Path: dir, Err: err}
	}
	return int64(st.Bavail) * int64(st.Bsize), nil //nolint:unconvert // Bsize is int32 on macOS
}

// prepare readies a new partial file. A dot name is hidden, and files are
// sparse, without further ado.
func prepare(*os.File) {}

func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// linkRename moves without replacing by way of a second name, for file systems
// whose rename cannot do that.
func linkRename(oldPath, newPath string) error {
	err := os.Link(oldPath, newPath)
	if err == nil {
		return os.Remove(oldPath)
	}
	if errors.Is(err, os.ErrExist) {
		return err
	}
	// FAT and some network shares have no hard links either. What is left is
	// to look first; two programs choosing the same name within a
	// microsecond is all that this cannot see.
	if _, statErr := os.Lstat(newPath); statErr == nil {
		return &os.LinkError{Op: "rename", Old: oldPath, New: newPath, Err: os.ErrExist}
	}
	return os.Rename(oldPath, newPath)
}

func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }
