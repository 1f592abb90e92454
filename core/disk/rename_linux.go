package disk

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// blockSize returns the bytes of one of the blocks that Statfs counts: f_frsize,
// as in statvfs(3). On FUSE and network file systems f_bsize is the best size of
// a transfer instead.
func blockSize(st *unix.Statfs_t) int64 {
	if st.Frsize > 0 {
		return int64(st.Frsize) //nolint:unconvert // int32 on some architectures
	}
	return int64(st.Bsize) //nolint:unconvert // likewise
}

// rename renames a file. It fails with fs.ErrExist when the new name is taken.
func rename(oldPath, newPath string) error {
	err := unix.Renameat2(unix.AT_FDCWD, oldPath, unix.AT_FDCWD, newPath, unix.RENAME_NOREPLACE)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS), errors.Is(err, unix.EPERM):
		return linkRename(oldPath, newPath)
	}
	return &os.LinkError{Op: "rename", Old: oldPath, New: newPath, Err: err}
}
