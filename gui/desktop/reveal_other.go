//go:build !windows && !darwin

package desktop

import (
	"context"

	"github.com/hilo-app/hilo/gui/desktop/bus"
)

// Reveal asks the desktop's file manager to open the file's folder with
// the file marked, by the interface that those of freedesktop.org share:
// org.freedesktop.FileManager1.ShowItems. An error means that there is none,
// and the folder should be opened by other means.
func Reveal(ctx context.Context, path string) error {
	ctx, cancel := context.WithTimeout(ctx, bus.Patience)
	defer cancel()
	conn, err := bus.Session(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	return conn.Object("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1").
		CallWithContext(ctx, "org.freedesktop.FileManager1.ShowItems", 0, []string{FileURL(path).String()}, "").Err
}
