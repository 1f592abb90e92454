//go:build !windows && !darwin

package desktop

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/godbus/dbus/v5"

	"github.com/hilo-app/hilo/gui/desktop/bus"
)

// autostartFile returns the path of the file that the desktop reads at login.
func autostartFile() (string, error) {
	config, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(config, "autostart", appID+".desktop"), nil
}

// flatpakInfo is there in a Flatpak only (man flatpak-metadata).
var flatpakInfo = "/.flatpak-info"

// background is the portal for what runs without a window (XDG Desktop Portal,
// "Background"). It can be asked to change the start, and not what it is.
const background = "org.freedesktop.portal.Background"

// permitPatience is how long the portal may take. Most answer at once.
const permitPatience = 5 * time.Second

// permit asks the portal of a Flatpak to start it at login, or not any more; elsewhere
// nobody has to be asked.
func permit(on bool) error {
	if _, err := os.Stat(flatpakInfo); err != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), permitPatience)
	defer cancel()
	conn, err := bus.Session(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	body, err := portalResponse(ctx, conn, background+".RequestBackground", func(token string) []any {
		return []any{"", map[string]dbus.Variant{
			"handle_token": dbus.MakeVariant(token),
			"autostart":    dbus.MakeVariant(on),
			"commandline":  dbus.MakeVariant([]string{"hilo", inTray}),
		}}
	})
	if err != nil {
		return err
	}
	var code uint32
	var results map[string]dbus.Variant
	if err := dbus.Store(body, &code, &results); err != nil {
		return err
	}
	if granted, _ := results["autostart"].Value().(bool); code != 0 || granted != on {
		return ErrRefused
	}
	return nil
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
