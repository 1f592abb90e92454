//go:build !windows && !darwin

package desktop

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// autostartFile returns the path of the file that the desktop reads at login.
func autostartFile() (string, error) {
	if _, err := os.Stat("/.flatpak-info"); err == nil {
		return "", fmt.Errorf("a Flatpak cannot write what the desktop reads: %w", errors.ErrUnsupported)
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(config, "autostart", appID+".desktop"), nil
}

// autostartEntry returns the content of the file, in the form of the "Desktop Entry
// Specification" of freedesktop.org.
func autostartEntry(program string) ([]byte, error) {
	if strings.ContainsFunc(program, unicode.IsControl) {
		return nil, fmt.Errorf("%q cannot be written as a command", program)
	}
	// An argument in quotes, then that as a string, in which a backslash is doubled.
	quoted := strings.NewReplacer(`\`, `\\\\`, `"`, `\\"`, "`", "\\\\`", `$`, `\\$`, `%`, `%%`).Replace(program)
	return []byte(`[Desktop Entry]
Type=Application
Name=Hilo
Exec="` + quoted + `" ` + inTray + `
Icon=` + appID + `
Terminal=false
X-GNOME-Autostart-enabled=true
`), nil
}

// starts says whether an entry is in use: desktops switch one off by lines in it.
func starts(entry string) bool {
	for line := range strings.Lines(entry) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if key == "Hidden" && value == "true" || key == "X-GNOME-Autostart-enabled" && value == "false" {
			return false
		}
	}
	return true
}
