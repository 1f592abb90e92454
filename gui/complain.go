package gui

import "github.com/ncruces/zenity"

// Complain shows a sentence in a window of the system's own, for when Hilo's
// cannot be opened. Where the system has none for that, nothing happens.
func Complain(sentence string) {
	_ = zenity.Error(sentence, zenity.Title("Hilo"), zenity.ErrorIcon)
}
