package downloads

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// The space around the card of a row, in pixels.
const (
	RowGutter = 16 // right of the cards, for the scroll bar
	RowInset  = 4  // around the card, so that the list does not clip its edge
)

// groupIndent is how much further in the rows of a group stand, in pixels.
const groupIndent = 32

// The chevron of a header, in pixels: the space it takes before the title, and how far
// the button around it reaches to the left of that.
const (
	chevronSpace = 20
	chevronReach = 12
)

// rowHead is what only the header of a group has: the chevron, and two sheets behind
// the thumbnail.
type rowHead struct {
	chevron *widgets.Button
	sheets  [2]*canvas.Rectangle // the one in front is the first
}

func newRowHead(t *widgets.Tooltip, toggle func()) *rowHead {
	return &rowHead{
		chevron: widgets.NewIconButton("", nil, t, toggle),
		sheets:  [2]*canvas.Rectangle{canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)},
	}
}

// show shows the chevron of a header in its direction, or nothing.
func (h *rowHead) show(head, open, compact bool) {
	label, icon := lang.L("Expand"), theme.IconRight
	if widgets.Mirrored() {
		icon = theme.IconLeft
	}
	if open {
		label, icon = lang.L("Collapse"), theme.IconDown
	}
	h.chevron.SetAction(label, icon, h.chevron.OnTapped)
	widgets.SetVisible(h.chevron, head)
	widgets.SetVisible(h.sheets[0], head)
	widgets.SetVisible(h.sheets[1], head && !compact)
	widgets.Paint(h.sheets[0], theme.ColorEdge, theme.RadiusThumb)
	widgets.Paint(h.sheets[1], theme.ColorLine, theme.RadiusThumb)
}

// layout puts the sheets over a thumbnail, and the chevron before a title whose middle
// is at a height.
func (h *rowHead) layout(put func(fyne.CanvasObject, float32, float32, float32, float32), thumb fyne.Position, width, text, middle float32) {
	for i, sheet := range h.sheets {
		n := float32(i + 1)
		put(sheet, thumb.X+8*n, thumb.Y-4*n, width-16*n, 20)
	}
	put(h.chevron, text-chevronReach, middle-theme.ControlHeight/2, theme.ControlHeight, theme.ControlHeight)
}

// rowThread is the line from the header of a group to its rows; each row draws the part
// at its height.
type rowThread struct {
	down *canvas.Rectangle
	bend [2]*canvas.Rectangle // a corner, and what is cut out of it
	to   *canvas.Rectangle    // from the bend to the card
}

// The thread, in pixels: where it stands in the row, how wide it is, and how far around
// the corner it bends.
const (
	threadLeft   = RowInset + 14
	threadWidth  = 2
	threadCorner = 8
)

func newRowThread() *rowThread {
	return &rowThread{
		down: canvas.NewRectangle(color.Transparent), to: canvas.NewRectangle(color.Transparent),
		// OpenGL draws an arc by a program that nothing else needs, and that takes some 50 ms to prepare.
		bend: [2]*canvas.Rectangle{canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)},
	}
}

// show shows the part of the thread in the row of a group, or under an open header.
func (t *rowThread) show(head, open, nested bool) {
	widgets.SetVisible(t.down, nested || head && open)
	widgets.SetVisible(t.to, nested)
	widgets.Paint(t.down, theme.ColorEdge, 0)
	widgets.Paint(t.to, theme.ColorEdge, 0)
	fills, corners := [2]fyne.ThemeColorName{theme.ColorEdge, theme.ColorBackground}, [2]float32{threadCorner, threadCorner - threadWidth}
	for i, r := range t.bend {
		widgets.SetVisible(r, nested)
		if r.BottomLeftCornerRadius, r.BottomRightCornerRadius = corners[i], 0; widgets.Mirrored() {
			r.BottomLeftCornerRadius, r.BottomRightCornerRadius = 0, corners[i]
		}
		widgets.Paint(r, fills[i], 0)
	}
}

// layout draws the thread in a row of a height, whose card begins at cardTop and ends
// at cardBottom. It ends at the last row of a group.
func (t *rowThread) layout(put func(o fyne.CanvasObject, x, y, w, h float32), nested, last bool, height, cardTop, cardBottom float32) {
	if !nested {
		put(t.down, threadLeft, cardBottom, threadWidth, height-cardBottom)
		return
	}
	middle := (cardTop + cardBottom) / 2
	end := height
	if last {
		end = middle - threadCorner + threadWidth/2
	}
	put(t.down, threadLeft, 0, threadWidth, end)
	bend := middle + threadWidth/2 - threadCorner
	put(t.bend[0], threadLeft, bend, threadCorner, threadCorner)
	const cut = threadCorner - threadWidth + 1 // over the soft edges of the corner, too
	put(t.bend[1], threadLeft+threadWidth, bend-1, cut, cut)
	left := float32(threadLeft + threadCorner)
	put(t.to, left, middle-threadWidth/2, RowInset+groupIndent-left, threadWidth)
}
