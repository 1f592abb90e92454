package gui

import "fyne.io/fyne/v2"

// arranged is a layout made of two functions, for the parts of the window that
// are laid out by hand on the 8-pixel grid.
type arranged struct {
	least func() fyne.Size
	place func(fyne.Size)
}

func (a arranged) MinSize([]fyne.CanvasObject) fyne.Size     { return a.least() }
func (a arranged) Layout(_ []fyne.CanvasObject, s fyne.Size) { a.place(s) }

func arrange(least func() fyne.Size, place func(fyne.Size), objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: arranged{least, place}, Objects: objects}
}
