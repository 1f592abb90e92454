package disk

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// OpenOwn opens a file that an earlier start of this user wrote, for reading and
// writing. In a folder that others can write to, somebody may have put something
// else in its place, whose content a write would destroy: OpenOwn follows no
// symbolic link, and fails with ErrNotPlain or ErrForeign unless the name is the
// only one of a regular file of this user. A folder is a *fs.PathError with
// syscall.EISDIR. OpenOwn never waits, as opening a pipe would.
func OpenOwn(path string) (*os.File, error) { return openOwn(path, openNoFollow) }

// OpenOwnMovable is OpenOwn for a file that is renamed or removed while it is open.
// On Windows, others can do that too.
func OpenOwnMovable(path string) (*os.File, error) { return openOwn(path, openMovable) }

func openOwn(path string, openNoFollow func(string) (*os.File, error)) (*os.File, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if err := checkOwn(path, info); err != nil {
		return nil, err
	}
	f, err := openNoFollow(path)
	if err != nil {
		return nil, err
	}
	opened, err := f.Stat()
	if err == nil && !os.SameFile(info, opened) {
		err = fmt.Errorf("%s: %w", path, ErrReplaced)
	}
	if err == nil {
		err = checkLinks(path, f, opened)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// CheckOwn fails with ErrNotPlain or ErrForeign where OpenOwn would, and with
// another error when nothing can be said about the name.
func CheckOwn(path string) error {
	f, err := OpenOwn(path)
	if err == nil {
		f.Close()
	}
	return err
}

// checkOwn checks what a name tells without being opened.
func checkOwn(path string, info fs.FileInfo) error {
	if info.IsDir() {
		return &fs.PathError{Op: "open", Path: path, Err: syscall.EISDIR}
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s: %w: %v", path, ErrNotPlain, info.Mode().Type())
	}
	if !ownedHere(path, info) {
		return fmt.Errorf("%s: %w", path, ErrForeign)
	}
	return nil
}

// OpenRegular opens a file for reading, whoever wrote it. It fails with
// ErrNotPlain unless the name, or the end of a symbolic link, is a regular file,
// and does not wait, as opening a pipe would. A link that leads nowhere is
// ErrNotPlain, not fs.ErrNotExist, because the name is taken.
func OpenRegular(path string) (*os.File, fs.FileInfo, error) {
	if _, err := os.Lstat(path); err != nil {
		return nil, nil, err
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%s: %w: a link to nothing", path, ErrNotPlain)
	}
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%s: %w: %v", path, ErrNotPlain, info.Mode().Type())
	}
	f, err := openToRead(path)
	if err != nil {
		return nil, nil, err
	}
	if info, err = f.Stat(); err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: %w: %v", path, ErrNotPlain, info.Mode().Type())
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

// CreateHidden creates a hidden file that must not exist, for reading and
// writing. Its permissions are perm without those that the umask denies. It
// fails with fs.ErrExist when the name is taken, even by a link that leads
// nowhere.
func CreateHidden(path string, perm fs.FileMode) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return nil, err
	}
	hide(f)
	return f, nil
}

// CreateMovable is CreateHidden for a file that is renamed or removed while it is
// open. On Windows, others can do that too.
func CreateMovable(path string, perm fs.FileMode) (*os.File, error) {
	f, err := createMovable(path, perm)
	if err != nil {
		return nil, err
	}
	hide(f)
	return f, nil
}

// createTemp creates a hidden file of a name that nobody can foresee.
func createTemp(dir string, perm fs.FileMode) (*os.File, error) {
	return CreateHidden(filepath.Join(dir, ".hilo-"+rand.Text()[:16]+".part"), perm)
}
