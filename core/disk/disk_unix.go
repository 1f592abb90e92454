//go:build unix

package disk

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
	return int64(st.Bavail) * blockSize(&st), nil
}

// IsFull reports whether an error means that the disk, the user's quota or the
// largest file that is allowed is used up.
func IsFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// linkRename renames without replacing by making a hard link and removing the
// old name, for file systems whose rename cannot refuse a taken name.
func linkRename(oldPath, newPath string) error {
	err := os.Link(oldPath, newPath)
	if err == nil {
		return os.Remove(oldPath)
	}
	if errors.Is(err, os.ErrExist) {
		return err
	}
	// FAT and some network shares have no hard links. There the name is checked
	// first, which misses only a program that takes the same name in between.
	if _, statErr := os.Lstat(newPath); statErr == nil {
		return &os.LinkError{Op: "rename", Old: oldPath, New: newPath, Err: os.ErrExist}
	}
	return os.Rename(oldPath, newPath)
}

func renameOver(oldPath, newPath string) error { return os.Rename(oldPath, newPath) }

// IsReadOnly reports whether an error means that the file system is read-only.
func IsReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }
