//go:build !windows && !darwin

package bus

import (
	"context"
	"fmt"
	"time"

	"github.com/godbus/dbus/v5"
)

// Patience is how long a service on a bus may take for an answer that needs no
// person.
const Patience = 5 * time.Second

// Session connects to the session bus of this login, and starts none. ctx ends the
// connection.
func Session(ctx context.Context) (*dbus.Conn, error) {
	return connect(dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx)))
}

// System connects to the system bus. ctx ends the connection.
func System(ctx context.Context) (*dbus.Conn, error) {
	return connect(dbus.SystemBusPrivate(dbus.WithContext(ctx)))
}

// connect makes a connection ready, or closes it when the bus does not answer in
// Patience.
func connect(conn *dbus.Conn, err error) (*dbus.Conn, error) {
	if err != nil {
		return nil, err
	}
	late := time.AfterFunc(Patience, func() { _ = conn.Close() })
	defer late.Stop()
	if err = conn.Auth(nil); err == nil {
		err = conn.Hello()
	}
	if err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("message bus: %w", err)
	}
	return conn, nil
}
