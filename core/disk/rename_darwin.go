package disk

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// blockSize returns the bytes of one of the blocks that Statfs counts.
func blockSize(st *unix.Statfs_t) int64 { return int64(st.Bsize) }

// rename renames a file. It fails with fs.ErrExist when the new name is taken.
func rename(oldPath, newPath string) error {
	err := unix.RenamexNp(oldPath, newPath, unix.RENAME_EXCL)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.ENOTSUP), errors.Is(err, unix.EINVAL):
		return linkRename(oldPath, newPath)
	}
	return &os.LinkError{Op: "rename", Old: oldPath, New: newPath, Err: err}
}
