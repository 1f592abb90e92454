package disk

import (
	"os"

	"golang.org/x/sys/unix"
)

// onFUSE reports whether a file is on a file system by FUSE.
func onFUSE(f *os.File) bool {
	var s unix.Statfs_t
	return unix.Fstatfs(int(f.Fd()), &s) == nil && s.Type == unix.FUSE_SUPER_MAGIC
}
