//go:build unix

package disk

import (
	"errors"
	"os"
)

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
