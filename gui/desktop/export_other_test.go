//go:build !windows && !darwin

package desktop

import "testing"

// BeFlatpak makes the package take this computer for the inside of a Flatpak.
func BeFlatpak(t *testing.T, info string) {
	was := flatpakInfo
	flatpakInfo = info
	t.Cleanup(func() { flatpakInfo = was })
}
