//go:build unix

package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

func openNoFollow(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if errors.Is(err, syscall.ELOOP) {
		return nil, fmt.Errorf("%w: %w", ErrNotPlain, err)
	}
	return f, err
}

func openMovable(path string) (*os.File, error) { return openNoFollow(path) }

func createMovable(path string, perm fs.FileMode) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm)
}

func openToRead(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// checkLinks checks that an open file has no second name. One that was removed
// meanwhile has none.
func checkLinks(path string, _ *os.File, info fs.FileInfo) error {
	if st, ok := info.Sys().(*syscall.Stat_t); ok && st.Nlink > 1 {
		return fmt.Errorf("%s: %w: it has %d names", path, ErrNotPlain, st.Nlink)
	}
	return nil
}

// ownedHere reports whether a file belongs to this user or to the owner of its
// folder, who can replace it anyway. On file systems without owners, all files
// and folders belong to one.
func ownedHere(path string, info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int(st.Uid) == os.Geteuid() {
		return true
	}
	dir, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return false
	}
	of, ok := dir.Sys().(*syscall.Stat_t)
	return ok && of.Uid == st.Uid
}

// SyncDir makes the names in a folder durable. A file system that refuses to sync
// a folder, as some network file systems do, is no error: the names are then as
// durable as it makes them.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return err
	}
	return nil
}

// hide has nothing to do: a name that begins with a dot is hidden, and file
// systems store no zeros for what was never written.
func hide(*os.File) {}

// isNameRefused reports whether a file system cannot have a file of this name:
// it is too long (eCryptfs takes 143 bytes), or has characters that cannot be
// represented.
func isNameRefused(err error) bool {
	return errors.Is(err, syscall.ENAMETOOLONG) || errors.Is(err, syscall.EILSEQ) || errors.Is(err, syscall.EINVAL)
}
