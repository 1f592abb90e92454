// Package disk is what Hilo asks of a file system beyond package os, on every
// system that Hilo runs on: free space, a rename that never replaces a file,
// writes that leave either the whole file or none, and file names that are
// legal everywhere.
//
// A finished file takes this way to its name:
//
//	Sanitize, BaseName -> FileName(base, ext, n) for n = 1, 2, ...
//	                          |
//	PreparePartial -> write -> Publish: rename unless the name is taken
//
// Small files are written by WriteNew, WriteMissing and Replace. IsFull and
// IsReadOnly recognize the errors that each system has for the two states.
//
// The package is a leaf: it knows nothing of downloads and returns the errors
// of the operating system.
package disk

import (
	"bytes"
	"errors"
	"fmt"
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

// Publish renames the file at path to the first of name(1), name(2), ... that
// is free, and returns that name. It never replaces a file. After MaxCopies
// taken names the error wraps fs.ErrExist.
func Publish(path string, name func(n int) string) (string, error) {
	for n := 1; n <= MaxCopies; n++ {
		file := name(n)
		err := rename(path, file)
		if err == nil {
			return file, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	}
	return "", fmt.Errorf("%w: %w", errAllTaken, fs.ErrExist)
}

// WriteNew writes data to base+ext or, where that name is taken, to
// "base (2)"+ext and so on, and returns the name. The file appears when it is
// whole.
func WriteNew(base, ext string, data []byte) (file string, err error) {
	temp, err := os.CreateTemp(filepath.Dir(base), ".hilo-*.part")
	if err != nil {
		return "", err
	}
	PreparePartial(temp)
	_, err = temp.Write(data)
	if err = errors.Join(err, temp.Chmod(0o644), temp.Close()); err == nil {
		file, err = Publish(temp.Name(), func(n int) string { return numbered(base, n) + ext })
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
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}

// Holds reports whether file is a regular file whose content is data.
func Holds(file string, data []byte) bool {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return false
	}
	got, err := os.ReadFile(file)
	return err == nil && bytes.Equal(got, data)
}
