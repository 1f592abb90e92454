//go:build !windows && !darwin

package desktop

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"

	"github.com/hilo-app/hilo/gui/desktop/bus"
)

// inhibitor is a service that keeps the computer from going to sleep.
type inhibitor struct {
	connect        func(context.Context) (*dbus.Conn, error)
	name           string
	path           dbus.ObjectPath
	inhibit, allow string // methods; without allow, inhibit returns a file that allows sleep when it is closed
	args           func(why string) []any
}

// inhibitors are tried in this order. The session's come first, because logind's
// lock makes desktops ask for a password where they would just not sleep.
var inhibitors = []inhibitor{
	{connect: bus.Session, name: "org.gnome.SessionManager", path: "/org/gnome/SessionManager",
		inhibit: "org.gnome.SessionManager.Inhibit", allow: "org.gnome.SessionManager.Uninhibit",
		args: func(why string) []any { return []any{"Hilo", uint32(0), why, uint32(4)} }}, // 4: suspend
	{connect: bus.Session, name: "org.freedesktop.PowerManagement", path: "/org/freedesktop/PowerManagement/Inhibit",
		inhibit: "org.freedesktop.PowerManagement.Inhibit.Inhibit", allow: "org.freedesktop.PowerManagement.Inhibit.UnInhibit",
		args: func(why string) []any { return []any{"Hilo", why} }},
	{connect: bus.System, name: "org.freedesktop.login1", path: "/org/freedesktop/login1",
		inhibit: "org.freedesktop.login1.Manager.Inhibit",
		args:    func(why string) []any { return []any{"sleep", "Hilo", why, "block"} }},
	{connect: bus.Session, name: "org.freedesktop.ScreenSaver", path: "/org/freedesktop/ScreenSaver",
		inhibit: "org.freedesktop.ScreenSaver.Inhibit", allow: "org.freedesktop.ScreenSaver.UnInhibit",
		args: func(why string) []any { return []any{"Hilo", why} }},
}

// KeepAwake keeps the computer from going to sleep by itself until release is called
// or Hilo ends. The screen may turn dark, and closing the lid still sends it to
// sleep. why is a sentence that the desktop may show. It returns the errors of all
// services that were asked when none takes the wish. release does not block for
// longer than a second.
func KeepAwake(ctx context.Context, why string) (release func(), err error) {
	var failures []error
	for _, i := range inhibitors {
		if release, err = i.hold(ctx, why); err == nil {
			return release, nil
		}
		failures = append(failures, fmt.Errorf("%s: %w", i.name, err))
	}
	return nil, errors.Join(failures...)
}

// hold asks the service, if it runs. The end of the connection takes the wish back
// too, so that nothing is left of a Hilo that was killed.
func (i inhibitor) hold(ctx context.Context, why string) (release func(), err error) {
	conn, err := i.connect(context.WithoutCancel(ctx))
	if err != nil {
		return nil, err
	}
	soon, cancel := context.WithTimeout(ctx, bus.Patience)
	defer cancel()
	service := conn.Object(i.name, i.path)
	call := service.CallWithContext(soon, i.inhibit, dbus.FlagNoAutoStart, i.args(why)...)
	var cookie uint32
	var lock dbus.UnixFD
	if i.allow == "" {
		err = call.Store(&lock)
	} else {
		err = call.Store(&cookie)
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return func() {
		if i.allow == "" {
			_ = syscall.Close(int(lock))
		} else {
			soon, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			_ = service.CallWithContext(soon, i.allow, dbus.FlagNoAutoStart, cookie).Err
		}
		_ = conn.Close()
	}, nil
}
