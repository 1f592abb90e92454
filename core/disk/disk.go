// Package disk is what Hilo asks of a file system beyond package os, on every
// system that Hilo runs on: free space, a rename that never replaces a file,
// writes that leave either the whole file or none, and file names that are
// legal everywhere.
//
// A finished file takes this way to its name:
//
//	Sanitize, BaseName -> FileName(base, ext, n) for n = 1, 2, ...
//	                          |
//	CreateHidden -> write -> Publish: sync, rename unless the name is taken
//
// Small files are written by WriteNew, WriteMissing and Replace. OpenOwn and
// OpenRegular open what is there already, in folders where others may have put
// links or pipes. IsFull and IsReadOnly recognize the errors that each system has
// for the two states.
//
// The package is a leaf: it knows nothing of downloads and returns the errors
// of the operating system.
package disk

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// MaxCopies is the highest number that Publish and WriteNew append to a name
// that is taken.
const MaxCopies = 9999

// errAllTaken says that every numbered form of a name is taken.
var errAllTaken = fmt.Errorf("%d files have this name already", MaxCopies)

// Free returns how many bytes this user can still write in dir or, if dir does
// not exist, in the nearest existing folder above it.
func Free(dir string) (int64, error) {
	for {
		free, err := freeSpace(dir)
		up := filepath.Dir(dir)
		if err == nil || !errors.Is(err, fs.ErrNotExist) || up == dir {
			return free, err
		}
		dir = up
	}
}

// Publish makes f durable, closes it in any case and renames it to the first
// name that is free of name(1), name(2), ... and returns that. It never replaces
// a file. Where the file system cannot have such a name, it takes the next
// function of names. The new name is durable when Publish returns. After
// MaxCopies taken names the error wraps fs.ErrExist; it is ErrNotPlain when f is
// not at its path any more.
func Publish(f *os.File, names ...func(n int) string) (string, error) {
	err := f.Sync()
	var written fs.FileInfo
	if err == nil {
		written, err = f.Stat()
	}
	if err = errors.Join(err, f.Close()); err != nil { // some systems rename no open file
		return "", err
	}
	for _, name := range names {
		var file string
		if file, err = publishAs(f.Name(), written, name); !isNameRefused(err) {
			return file, err
		}
	}
	return "", err
}

// publishAs renames a file, of which written is known, to the first free name.
func publishAs(path string, written fs.FileInfo, name func(n int) string) (string, error) {
	for n := 1; n <= MaxCopies; n++ {
		named, err := os.Lstat(path)
		if err != nil {
			return "", err
		}
		if !os.SameFile(written, named) {
			return "", fmt.Errorf("%s: %w: it was replaced", path, ErrNotPlain)
		}
		file := name(n)
		if err = rename(path, file); err == nil {
			return file, SyncDir(filepath.Dir(file))
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	}
	return "", fmt.Errorf("%w: %w", errAllTaken, fs.ErrExist)
}

// WriteNew writes data to base+ext or, where that name is taken, to
// "base (2)"+ext and so on, and returns the name. The file appears when it is
// whole, with the permissions that the umask leaves.
func WriteNew(base, ext string, data []byte) (file string, err error) {
	temp, err := createTemp(filepath.Dir(base), 0o666)
	if err != nil {
		return "", err
	}
	if _, err = temp.Write(data); err != nil {
		temp.Close()
	} else {
		file, err = Publish(temp, func(n int) string { return numbered(base, n) + ext })
	}
	if err != nil {
		_ = os.Remove(temp.Name())
		return "", err
	}
	return file, nil
}

// WriteMissing writes data to base+ext as WriteNew does, unless that file
// exists.
func WriteMissing(base, ext string, data []byte) error {
	if _, err := os.Lstat(base + ext); err == nil {
		return nil
	}
	_, err := WriteNew(base, ext, data)
	return err
}

// Replace writes data to path, replacing a file of that name. After an error
// or a crash the file has either its old content or all of the new one.
func Replace(path string, data []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err == nil {
		err = renameOver(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}

// Rename renames a file and replaces one of the new name. Virus scanners and
// indexers open new files for a moment, and Windows refuses to rename an open file:
// there Rename tries again for up to 5 s.
func Rename(oldPath, newPath string) error { return renameOver(oldPath, newPath) }

// RenameNew renames a file or, within a file system that can, a folder. It fails with
// fs.ErrExist when the new name is taken, and follows no link at either name.
func RenameNew(oldPath, newPath string) error { return rename(oldPath, newPath) }

// Holds reports whether file is a regular file whose content is data.
func Holds(file string, data []byte) bool {
	f, info, err := OpenRegular(file)
	if err != nil {
		return false
	}
	defer f.Close()
	if info.Size() != int64(len(data)) {
		return false
	}
	got, err := io.ReadAll(io.LimitReader(f, info.Size()+1))
	return err == nil && bytes.Equal(got, data)
}
