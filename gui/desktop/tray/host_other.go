//go:build !windows && !darwin

package tray

import (
	"context"
	"time"

	"github.com/hilo-app/hilo/gui/desktop/bus"
)

// Names of the StatusNotifierItem specification of freedesktop.org.
const (
	watcher     = "org.kde.StatusNotifierWatcher"
	watcherPath = "/StatusNotifierWatcher"
)

// patience is how long the desktop may take to say whether it has a tray. The window
// opens after that.
const patience = 500 * time.Millisecond

// Available says whether something shows icons of a tray: without that, a window that
// is hidden is lost. It does not block for longer than half a second.
func Available(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := bus.Session(ctx)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	var owned bool
	if conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, watcher).Store(&owned) != nil || !owned {
		return false
	}
	var hosted bool
	err = conn.Object(watcher, watcherPath).CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, watcher, "IsStatusNotifierHostRegistered").Store(&hosted)
	return err == nil && hosted
}

// Removable says whether the icon can be stopped while the process runs.
const Removable = true

// picture returns the picture in the format that the system takes.
func picture(png []byte) []byte { return png }

// title returns what names the icon.
func title(name string) string { return name }
