//go:build !windows && !darwin

package desktop

import (
	"context"
	"fmt"
	"time"

	"github.com/godbus/dbus/v5"
)

// busPatience is how long a service on a bus may take for an answer that needs no
// person.
const busPatience = 5 * time.Second

// sessionBus connects to the session bus of this login, and starts none. ctx ends
// the connection.
func sessionBus(ctx context.Context) (*dbus.Conn, error) {
	return connect(dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx)))
}

// systemBus connects to the system bus. ctx ends the connection.
func systemBus(ctx context.Context) (*dbus.Conn, error) {
	return connect(dbus.SystemBusPrivate(dbus.WithContext(ctx)))
}

// connect makes a connection ready, or closes it when the bus does not answer in
// busPatience.
func connect(bus *dbus.Conn, err error) (*dbus.Conn, error) {
	if err != nil {
		return nil, err
	}
	late := time.AfterFunc(busPatience, func() { _ = bus.Close() })
	defer late.Stop()
	if err = bus.Auth(nil); err == nil {
		err = bus.Hello()
	}
	if err != nil {
		_ = bus.Close()
		return nil, fmt.Errorf("message bus: %w", err)
	}
	return bus, nil
}
