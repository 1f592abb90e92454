package gui

import (
	"strings"

	"github.com/hilo-app/hilo/core"
)

// Receive takes what a start of Hilo was given, this one or a second one, and brings
// the window to the front with the next update. Links in add are downloaded as if
// they were pasted; those in offer come from a "hilo:" address, which any web page
// can open, and stand in the entry until the person decides. It returns
// false after Stop, when nothing is taken any more. Any goroutine may call it.
func (w *Window) Receive(add, offer string) bool {
	if w.background.Context().Err() != nil {
		return false
	}
	w.background.Later(func() {
		w.desk.show()
		if strings.TrimSpace(add) != "" {
			w.showAdded(w.queue.Add(core.Request{Text: add, Wish: w.settings.Wish, Dir: w.settings.NextDir(), SkipSaved: true}), false)
		}
		if strings.TrimSpace(offer) != "" {
			entry := w.links.Entry
			entry.SetText(strings.TrimLeft(entry.Text+"\n"+offer, "\n"))
			w.win.Canvas().Focus(entry)
		}
	})
	return true
}
