package download

import (
	"os"
	"slices"

	"github.com/hilo-app/hilo/core/transfer/journal"
)

func journalPath(path string) string { return path + ".journal" }

// outputPath is where a converter writes.
func outputPath(path string) string { return path + ".made" }

// asidePath is where a partial file is moved while its successor copies the
// bytes that are still valid.
func asidePath(path string) string { return path + ".old" }

// filesOf returns the paths of a partial file and of what a crash may have left
// with it, but not that of its journal, which is the lock on them.
func filesOf(path string) []string {
	aside := asidePath(path)
	return []string{
		path, outputPath(path), journal.NewPath(journalPath(path)),
		aside, outputPath(aside), journalPath(aside), journal.NewPath(journalPath(aside)),
	}
}

// removeFiles deletes all files of a partial file but the journal, whose lock
// the caller holds.
func removeFiles(path string) {
	for _, p := range filesOf(path) {
		_ = os.Remove(p)
	}
}

// leftOver reports whether there is anything of a partial file.
func leftOver(path string) bool {
	return slices.ContainsFunc(append(filesOf(path), journalPath(path)), func(p string) bool {
		_, err := os.Lstat(p)
		return err == nil
	})
}
