package picker

import (
	"image"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
)

// actions is what the widgets do.
type actions struct {
	readOn, search, pickFolder, filter func()
	showLengths, showOrders, showSome  func()
	showSubtitles                      func()
	follow, back                       func()
	showTab                            func(core.Tab)
	open                               func(Entry)
	toggleFolder, toggleNumbers        func()
	ticked, focusList, close, download func()
	tickAll                            func(on bool)
	setWish                            func(format.Wish)
	key                                func(*fyne.KeyEvent)
	picture                            func(Entry) image.Image
}
