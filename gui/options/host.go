package options

import (
	"context"
	"image"
	"log/slog"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Request is what the options dialog is opened for.
type Request struct {
	Text string      // the link
	Base format.Wish // what would be downloaded without the dialog
	Dir  string
	// DirOf returns the folder of each kind. It is used instead of Dir unless it is nil,
	// such as for a row, whose folder stays.
	DirOf func(format.Kind) string
	Row   core.ID // the row that it is opened for, if any

	Known core.Status // what is known of the video before it is looked up
}

// Host is what the options dialog needs of the window.
type Host interface {
	Canvas() fyne.Canvas
	Theme() fyne.Theme
	Tooltip() *widgets.Tooltip
	Log() *slog.Logger
	Thumbnail(address string) image.Image // nil until it was loaded
	// Fetch returns the file of a picture at one of YouTube's servers. It may take long.
	Fetch(ctx context.Context, address string) ([]byte, error)

	// Lookup asks YouTube about a video. It may take long: call it within Go.
	Lookup(ctx context.Context, link string) (core.Offer, error)
	Context() context.Context // ends with the window
	Go(func())                // runs in a goroutine
	Later(func())             // runs on the UI goroutine

	Show(card *widgets.Dialog, c Content, stop func()) // stop is called by Close
	Close()
	// AskFolder asks for a folder, starting at one; then is not called if none is chosen.
	AskFolder(title, start string, then func(dir string))
	Download(Request, []format.Wish) // one download for each wish
}

// Content is what the window tells the open dialog.
type Content interface {
	Key(*fyne.KeyEvent) // was pressed while nothing has the focus
	Update()            // time has passed
}
