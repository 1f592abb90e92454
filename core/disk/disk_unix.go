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

func renameOver(oldPath, newPath string) error { return os.Rename(oldPath, newPath) }

// IsReadOnly reports whether an error means that the file system is read-only.
func IsReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }
