package desktop

import "github.com/ncruces/zenity"

// FatalDialog shows a sentence in a dialog of the system's, for when Hilo's own
// window cannot be opened. Where the system has no dialogs it does nothing.
func FatalDialog(sentence string) {
	_ = zenity.Error(sentence, zenity.Title("Hilo"), zenity.ErrorIcon)
}
