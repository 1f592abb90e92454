package options

import "fyne.io/fyne/v2"

// formHost is what the parts of a form know of their dialog.
type formHost struct {
	host           Host
	selection      *selection
	frames         *frames              // nil for a video without a storyboard
	width          func() float32       // of the form, in pixels
	key            func(*fyne.KeyEvent) // gets keys that a part has no use for
	changed        func()               // shows the sizes of what is chosen now
	scrollToBottom func()
	scrollBy       func(pixels float32)
}
