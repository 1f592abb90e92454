package downloads

import "github.com/hilo-app/hilo/core"

// dragging is what the mouse drags to another place of the list.
type dragging struct {
	ids     []core.ID // empty while nothing is dragged
	rows    map[core.ID]bool
	pointer float32 // its height in the list, in pixels
	gap     gap
	ended   bool // by Escape, though the button is still pressed
}

// dragEdge is how near to the edge of the list, in pixels, the pointer scrolls it.
const dragEdge = 32

// begin drags downloads.
func (d *dragging) begin(ids []core.ID) {
	d.ids, d.rows, d.gap = ids, setOf(ids), gap{}
}

// giveUp drags nothing until the button is released, and says whether something was
// dragged.
func (d *dragging) giveUp() bool {
	if len(d.ids) == 0 {
		return false
	}
	*d = dragging{ended: true}
	return true
}

// end drags nothing any more, and returns what was dragged where.
func (d *dragging) end() ([]core.ID, Place) {
	ids, to := d.ids, d.gap.Place
	*d = dragging{}
	return ids, to
}

// scroll returns by how many pixels the list scrolls under the pointer, a part of a
// row at a time.
func (d *dragging) scroll(height, step float32) float32 {
	switch {
	case len(d.ids) == 0:
	case d.pointer < dragEdge:
		return -step / 2
	case d.pointer > height-dragEdge:
		return step / 2
	}
	return 0
}

// dropLine is the line that a row draws where dragged rows will go.
type dropLine int

const (
	dropNone dropLine = iota
	dropAbove
	dropBelow
)

// lineAt returns what the row of a line draws, of so many lines. The end of a group is
// below its last row, because what comes next does not stand as far in.
func (d *dragging) lineAt(i int, at line, lines int) dropLine {
	switch {
	case !d.gap.OK:
	case d.gap.above == i && (!d.gap.nested || at.nested):
		return dropAbove
	case d.gap.above == i+1 && (i+1 == lines || d.gap.nested && at.last):
		return dropBelow
	}
	return dropNone
}
