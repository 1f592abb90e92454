package downloads

import (
	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core"
)

// Actions is what can be done with a download, by the buttons and the keys of
// its row.
type Actions interface {
	Pause(...core.ID)
	Resume(...core.ID)
	StartNow(...core.ID)
	Retry(...core.ID)
	Remove(...core.ID)
	Open(core.Status)
	Play(core.Status)                              // shows what is being downloaded to a player
	Playing(core.ID) bool                          // whether a player shows it
	PlayingAt(core.ID) (share float64, known bool) // where that reads, from 0 to 1
	Reveal(core.Status)
	DownloadAgain(core.Status) // what was saved and is gone
	SaveElsewhere(core.Status)
	ShowDetails(core.Status)
	ShowOptions(core.Status)
	ShowMenu(core.Status, fyne.Position)
	Move(ids []core.ID, to Place)
	OpenFolder(dir string)
	ShowGroupMenu(core.Group, []core.ID, fyne.Position) // of a header, with all its downloads
	Update() func()                                     // opens the page with newer versions; nil where none is known
}
