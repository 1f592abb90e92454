package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/hilo-app/hilo/gui/theme"
)

// Labeled is a line of a form: a label, and a control at its right end.
func Labeled(label string, control fyne.CanvasObject) fyne.CanvasObject {
	name := NewLabel(label, theme.SizeText, true, theme.ColorText)
	return Arrange(
		func() fyne.Size { return fyne.NewSize(0, theme.ControlHeight) },
		func(s fyne.Size) {
			w := min(control.MinSize().Width, max(0, s.Width-name.Width()-16))
			Place(name, 0, 0, s.Width-w-16, s.Height)
			Place(control, s.Width-w, 0, w, s.Height)
		}, name, control)
}

// DialogWidth is the width of the text in a dialog, in pixels.
const DialogWidth = 440

// Paragraph is a text on as many lines, up to eight, as it takes in a dialog.
func Paragraph(s string) fyne.CanvasObject { return paragraph(s, fyne.TextAlignLeading) }

// EnglishParagraph is a Paragraph that begins at the left in every language of the window.
func EnglishParagraph(s string) fyne.CanvasObject {
	if Mirrored() {
		return paragraph(s, fyne.TextAlignTrailing)
	}
	return Paragraph(s)
}

func paragraph(s string, a fyne.TextAlign) fyne.CanvasObject {
	lines := container.New(layout.NewCustomPaddedVBoxLayout(0))
	for _, l := range Fold(s, 8, DialogWidth, theme.SizeSmall) {
		lines.Add(NewLabel(l, theme.SizeSmall, false, theme.ColorDim).Align(a))
	}
	return lines
}

// NewLink returns a text button for the content of a dialog. Its text, and not its
// edge, is aligned with the content above it.
func NewLink(label string, do func()) fyne.CanvasObject {
	b := NewButton(Bare, label, nil, do)
	return Arrange(
		func() fyne.Size { return b.MinSize().SubtractWidthHeight(2*DialogInset, 0) },
		func(s fyne.Size) { Place(b, -DialogInset, 0, s.Width+2*DialogInset, s.Height) }, b)
}
