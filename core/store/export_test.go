package store

import "os"

// OpenWith is Open with another way to open files.
func OpenWith(path string, openFile func(name string, flag int, mode os.FileMode) (*os.File, error)) (*Store, error) {
	return opener{openFile}.open(path)
}
