package library

import (
	"image"
	"time"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/linkfile"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Host is what the dialog needs of the window.
type Host interface {
	Canvas() fyne.Canvas
	Theme() fyne.Theme
	Tooltip() *widgets.Tooltip
	Now() time.Time
	Thumbnail(address string) image.Image // nil until it was loaded

	Go(func())    // runs in a goroutine
	Later(func()) // runs on the UI goroutine

	Show(card *widgets.Dialog, content Content)
	Close()

	History() History
	Following() Following
	Gone(history.Entry) bool // whether its file was moved or deleted; asks the disk: call it within Go

	Open(file string)
	Reveal(file string)
	DownloadAgain(history.Entry)
	CopyLink(address string)
	Browse(address string)

	ChooseNew(follow.Followed)                                 // closes the dialog and opens the picker for what is offered
	IsList(text string) bool                                   // whether it is the link of one list
	Follow(links []linkfile.Item) (added int, sentence string) // sentence says why not all were added
	Every() int                                                // hours between two checks, -1: only by hand
	SetEvery(hours int)

	// Import asks for a file with links and reads it; then is not called if none is chosen.
	Import(then func(Imported))
	AddLinks([]linkfile.Item)
	// Export asks for a folder and writes a new file there; then is not called if none
	// is chosen. It gets the path, or a sentence of what went wrong.
	Export(what Exported, then func(file, problem string))
}

// Content is what the window does with a dialog that is shown.
type Content interface {
	Key(*fyne.KeyEvent)
	Update() // several times a second
}

// History is what the dialog needs of a history.History.
type History interface {
	// Search and Len may take long: call them within Go.
	Search(query string, offset, n int) (page []history.Entry, total int)
	Len() int
	Forget(keys ...string)
	Clear()
}

// Following is what the dialog needs of a follow.Follower.
type Following interface {
	List() []follow.Followed
	Remove(id string)
	SetAutomatic(id string, on bool)
	Check(ids ...string)
	Take(id string, videoIDs ...string)
	Dismiss(id string, videoIDs ...string)
}

// Imported is what a file with links has.
type Imported struct {
	Name    string // of the file
	Videos  []linkfile.Item
	Lists   []linkfile.Item // playlists and channels
	Problem string          // why it could not be read, empty if it could
}

// Exported is what can be exported.
type Exported int

// What can be exported.
const (
	ExportHistory   Exported = iota // as CSV
	ExportDownloads                 // the links of the list, as text
	ExportFollowed                  // as OPML
)

// Tab is a tab of the dialog.
type Tab int

// The tabs.
const (
	HistoryTab Tab = iota
	FollowingTab
)
