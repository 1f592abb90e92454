//go:build !linux

package e2e

import "testing"

// Only Linux lets a test mount file systems that are small or fail.

func smallDisk(t *testing.T, _ string) string {
	t.Skip("no small disk on this system")
	return ""
}

func growDisk(*testing.T, string) {}

func newFAT(t *testing.T) string {
	t.Skip("no FAT by FUSE on this system")
	return ""
}

type drive struct{ dir string }

func newDrive(t *testing.T, _ string) *drive {
	t.Skip("no drive on this system")
	return nil
}

func (*drive) pull()    {}
func (*drive) unmount() {}

func makeReadOnly(t *testing.T, _ string) (undo func()) {
	t.Skip("no folder that is read-only to everybody on this system")
	return nil
}
