package updates

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core"
)

// Host is what Updates needs of the window.
type Host interface {
	// CheckUpdates asks the page for updates, as core.Manager does. It is called within Go.
	CheckUpdates(context.Context) (core.News, error)
	// Show closes the open dialog and opens one with a title. When it is closed, stop
	// is called.
	Show(title string, content fyne.CanvasObject, stop func())
	Resize() // lays out the open dialog after its content changed
	OpenPage()

	Context() context.Context // ends with the window
	Go(func())                // runs in a goroutine
	Later(func())             // runs on the UI goroutine
	Log() *slog.Logger
}
