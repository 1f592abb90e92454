//go:build !windows && !darwin

package gui

import (
	"context"
	"os/exec"

	"github.com/godbus/dbus/v5"
)

func explorer(path string) *exec.Cmd { return exec.Command("xdg-open", path) }

// showItem asks the desktop's file manager, by the interface that those of
// freedesktop.org share: org.freedesktop.FileManager1.ShowItems.
func showItem(ctx context.Context, address string) error {
	bus, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return err
	}
	defer bus.Close()
	return bus.Object("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1").
		CallWithContext(ctx, "org.freedesktop.FileManager1.ShowItems", 0, []string{address}, "").Err
}
