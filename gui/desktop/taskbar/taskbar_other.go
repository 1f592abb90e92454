//go:build !windows && !darwin

package taskbar

import (
	"context"

	"github.com/godbus/dbus/v5"

	"github.com/hilo-app/hilo/gui/desktop/bus"
)

// Names of the launcher API (Ubuntu wiki, "Unity/LauncherAPI").
const (
	launcherSignal = "com.canonical.Unity.LauncherEntry.Update"
	launcherPath   = "/com/canonical/unity/launcherentry/1"
)

// New returns the bar of the app of that ID, such as "io.github.hilo_app.hilo": the
// name of its .desktop file. fail is told, once and on another goroutine, why nothing
// can be shown.
func New(app string, _ func() uintptr, fail func(error)) *Bar {
	return start(func() (shower, error) {
		conn, err := bus.Session(context.Background())
		if err != nil {
			return nil, err
		}
		return &launcher{conn: conn, uri: "application://" + app + ".desktop"}, nil
	}, fail)
}

// launcher is an entry of the dock. Docks forget it when the connection ends.
type launcher struct {
	conn *dbus.Conn
	uri  string
}

func (l *launcher) show(percent int) error {
	return l.conn.Emit(launcherPath, launcherSignal, l.uri, map[string]dbus.Variant{
		"progress-visible": dbus.MakeVariant(percent != Hidden),
		"progress":         dbus.MakeVariant(float64(max(0, percent)) / 100),
	})
}

func (l *launcher) close() { _ = l.conn.Close() }
