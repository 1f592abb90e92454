package gui

import (
	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/updates"
)

// news tells of what is new: in what is followed, and in Hilo.
type news struct {
	update  func(core.Update) // shows what the queue told
	updates *updates.Updates  // nil when this Hilo was built without a page for updates
}
