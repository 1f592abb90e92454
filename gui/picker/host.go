package picker

import (
	"context"
	"image"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/gui/widgets"
)

// Host is what the picker needs of the window.
type Host interface {
	Canvas() fyne.Canvas
	Theme() fyne.Theme
	Tooltip() *widgets.Tooltip
	Log() *slog.Logger
	Thumbnail(address string) image.Image // nil until it was loaded

	Read(Request) Reader
	Open(Request)             // closes the dialog and opens it for another list; sets Folder and Numbered
	Context() context.Context // ends with the window
	Go(func())                // runs in a goroutine
	Later(func())             // runs on the UI goroutine

	Show(card *widgets.Dialog, content Content, stop func()) // stop is called by Close
	Close()
	PickFolder(dir string, picked func(dir string))

	Forecast(videos int, bytes int64) Forecast
	Free(dir string) int64 // bytes, 0 when unknown
	// Example returns the path of the first entry's file below the folder that was picked:
	// its folder with a slash at the end, or nothing, and its name.
	Example(c Choice) (folder, name string)
	Download(Choice) // one download for each entry

	CanFollow(Request) (can, followed bool) // whether what is read can be followed, and whether it is already
	Follow(Followed) (problem string)       // problem is a sentence, empty if it is followed now
}

// Followed is a list that the person wants to follow.
type Followed struct {
	Choice
	Author    string
	Automatic bool     // new entries are downloaded and not only offered
	Present   []string // ids of the entries that are not new
	Complete  bool     // Present has all that there is now; else what the first check finds is not new either
}

// Content is what the window does with a dialog that is shown.
type Content interface {
	Key(*fyne.KeyEvent)
	Update() // several times a second
}

// Forecast is when a number of videos would be there. Both are zero when unknown.
type Forecast struct {
	Takes time.Duration // by the speed of the last downloads
	Last  time.Time     // when the last one is there by the pace of lookups that YouTube bears; zero if that does not matter
}

// Reader reads a list page by page.
type Reader interface {
	// Next returns the next page. After an error, Next tries the same page again.
	// It may take long: call it within Go.
	Next(context.Context) (Page, error)
}
