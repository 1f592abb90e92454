// Package emptystate is what stands in the place of the list when it has no rows to show.
package emptystate

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Start says how to begin. It is shown when there are no downloads.
type Start struct {
	View  *fyne.Container
	logo  *widgets.Icon
	Copy  *KeyHeading // how to begin
	Enter *KeyHeading // the same, while a copied link is offered
	lines [2]*widgets.Label
	demo  *widgets.Button // nil without demo videos
}

// NewStart returns it with a button for demo videos, unless addDemo is nil.
func NewStart(addDemo func()) *Start {
	e := &Start{logo: widgets.NewIcon(theme.IconThread, theme.ColorAccent)}
	// The keys stand in the order of the keyboard in every language.
	first, last := i18n.Ctrl(), "V"
	if widgets.Mirrored() {
		first, last = last, first
	}
	e.Copy = newKeyHeading(lang.L("Copy a link, then press")+" "+keyMark+" + "+keyMark, first, last)
	e.Enter = newKeyHeading(lang.L("Press {{.Key}} to add what you copied", i18n.With("Key", keyMark)), "Enter")
	e.Enter.View.Hide()
	all := []fyne.CanvasObject{e.logo, e.Copy.View, e.Enter.View}
	for i := range e.lines {
		e.lines[i] = widgets.NewShrinkingLabel(theme.SizeText, false, theme.ColorDim).Align(fyne.TextAlignCenter)
		all = append(all, e.lines[i])
	}
	e.lines[0].SetText(lang.L("One video, a whole playlist, or many links at once."))
	if addDemo != nil {
		e.demo = widgets.NewButton(widgets.Outlined, lang.L("Try a demo video"), nil, addDemo)
		all = append(all, e.demo)
	}
	e.View = widgets.Arrange(func() fyne.Size { return fyne.NewSize(320, 240) }, e.layout, all...)
	return e
}

// SetOffered says whether the entry offers a copied link.
func (e *Start) SetOffered(is bool) {
	widgets.SetVisible(e.Enter.View, is)
	widgets.SetVisible(e.Copy.View, !is)
}

// SetFolder says where files are saved.
func (e *Start) SetFolder(dir string) {
	e.lines[1].SetText(lang.L("Files are saved in {{.Folder}} and play everywhere.", i18n.With("Folder", i18n.FolderName(dir))))
}

// Sizes of the thread in pixels.
const (
	largeLogo = 120
	smallLogo = 64 // at least, where the window is low
	margin    = 12 // over and under everything, at least
)

func (e *Start) layout(s fyne.Size) {
	words := float32(12 + keyHeadingHeight + 12 + 40)
	if e.demo != nil {
		words += 16 + theme.ControlHeight
	}
	logo := max(smallLogo, min(largeLogo, s.Height-2*margin-words))
	y := max(0, (s.Height-logo-words)/2)
	widgets.Place(e.logo, (s.Width-logo)/2, y, logo, logo)
	y += logo + 12
	widgets.Place(e.Copy.View, 0, y, s.Width, keyHeadingHeight)
	widgets.Place(e.Enter.View, 0, y, s.Width, keyHeadingHeight)
	y += keyHeadingHeight + 12
	for _, t := range e.lines {
		widgets.Place(t, 0, y, s.Width, 20)
		y += 20
	}
	if e.demo != nil {
		w := e.demo.MinSize().Width
		widgets.Place(e.demo, (s.Width-w)/2, y+16, w, theme.ControlHeight)
	}
}
