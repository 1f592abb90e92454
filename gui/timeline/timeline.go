// Package timeline is the line of time of a video: its chapters, the frames over it and the
// handles that choose a part. It knows no download.
package timeline

import "time"

// handleSize is the diameter of a handle in pixels. A line of time ends half a handle
// before the ends of its widget.
const handleSize = 20

// xOnLine returns where a time is on a line of that length and of a widget that is so
// many pixels wide.
func xOnLine(at, length time.Duration, width float32) float32 {
	if length <= 0 {
		return handleSize / 2
	}
	return handleSize/2 + (width-handleSize)*float32(float64(at)/float64(length))
}

// pointed is the time that a slider points at: the one under the pointer, or the one of
// the handle that has the focus, whichever changed last.
type pointed struct {
	pointer, handle     time.Duration
	onPointer, onHandle bool
	handleLast          bool
	changed             func(at time.Duration, ok bool)
}

// setPointer says at which time the pointer is, if it is on the slider.
func (p *pointed) setPointer(at time.Duration, on bool) {
	p.pointer, p.onPointer, p.handleLast = at, on, false
	p.tell()
}

// setHandle says at which time the handle with the focus is, if one has it.
func (p *pointed) setHandle(at time.Duration, on bool) {
	p.handle, p.onHandle, p.handleLast = at, on, true
	p.tell()
}

func (p *pointed) tell() {
	if p.changed == nil {
		return
	}
	switch {
	case p.onHandle && (p.handleLast || !p.onPointer):
		p.changed(p.handle, true)
	default:
		p.changed(p.pointer, p.onPointer)
	}
}
