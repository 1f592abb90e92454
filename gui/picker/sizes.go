package picker

import (
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Sizes of the dialog in pixels.
const (
	headHeight       = widgets.DialogPadding + widgets.ThumbnailHeight + 12
	searchHeadHeight = 16 + queryHeight + 16
	queryHeight      = theme.ControlHeight
	footHeight       = 68
	lineHeight       = 20
	lowDialog        = 520 // a lower one the picture and all that is not needed
	lowHeadHeight    = 64
	narrowDialog     = 620 // a narrower one has no Cancel
)
