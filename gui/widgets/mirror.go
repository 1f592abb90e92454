package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/hilo-app/hilo/gui/i18n"
)

// Mirrored says whether the window is mirrored, because the language in use is read
// from the right.
func Mirrored() bool { return i18n.InUse().RightToLeft }

// Mirror mirrors a layout when the language in use is read from the right. Each
// renderer or container has its own; the zero value is ready.
type Mirror struct {
	width float32 // in which the objects are mirrored now, in pixels; 0 if they are not
}

// Layout calls place, which puts the objects where they are in a language that is read
// from the left, and mirrors them within that width in pixels if it has to. place
// finds the objects it does not move as it left them. A container.Scroll keeps its
// place: its bar is at the right in every language.
func (m *Mirror) Layout(width float32, objects func() []fyne.CanvasObject, place func()) {
	mirrored := Mirrored()
	if !mirrored && m.width == 0 {
		place()
		return
	}
	m.turn(objects)
	place()
	if m.width = 0; mirrored {
		m.width = width
		m.turn(objects)
	}
}

// turn mirrors the objects, or takes that back.
func (m *Mirror) turn(objects func() []fyne.CanvasObject) {
	if m.width == 0 {
		return
	}
	for _, o := range objects() {
		if _, ok := o.(*container.Scroll); !ok {
			at := o.Position()
			o.Move(fyne.NewPos(m.width-at.X-o.Size().Width, at.Y))
		}
	}
}
