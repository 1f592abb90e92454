//go:build !windows && !darwin

package desktop

import (
	"context"
	"fmt"

	"github.com/hilo-app/hilo/gui/desktop/bus"
)

// Sleep sends the computer to sleep, and returns at once or when it is awake again. It
// returns the error of logind, which may not allow it.
func Sleep(ctx context.Context) error { return login(ctx, "Suspend") }

// ShutDown shuts the computer down. It returns the error of logind, which may not
// allow it, such as while another person is logged in.
func ShutDown(ctx context.Context) error { return login(ctx, "PowerOff") }

// login asks logind, without a question for a password: nobody is there to answer.
func login(ctx context.Context, method string) error {
	ctx, cancel := context.WithTimeout(ctx, bus.Patience)
	defer cancel()
	conn, err := bus.System(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	const interactive = false
	err = conn.Object("org.freedesktop.login1", "/org/freedesktop/login1").
		CallWithContext(ctx, "org.freedesktop.login1.Manager."+method, 0, interactive).Err
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	return nil
}
