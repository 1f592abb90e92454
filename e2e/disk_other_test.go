//go:build !linux

package e2e

import "testing"

// Disks that can be made small, broken and pulled are had on Linux only.

func smallDisk(t *testing.T, _ string) string {
	t.Skip("no small disk on this system")
	return ""
}

func grow(*testing.T, string) {}

type drive struct{ dir string }

func newDrive(t *testing.T) *drive {
	t.Skip("no drive on this system")
	return nil
}

func (*drive) pull() {}
func (*drive) gone() {}

func readOnly(t *testing.T, _ string) (undo func()) {
	t.Skip("no folder that is read-only to everybody on this system")
	return nil
}
