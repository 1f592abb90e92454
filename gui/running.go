package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// ShowRunning opens a small window that says that Hilo is open already. The app ends
// when it is closed. It returns false when the system cannot open it.
func ShowRunning(a fyne.App) bool {
	i18n.Load()
	a.Settings().SetTheme(theme.New())
	win := a.NewWindow("Hilo")
	win.SetMaster()
	win.SetPadded(false)
	ok := widgets.NewButton(widgets.Primary, lang.L("OK"), nil, win.Close)
	win.SetContent(container.New(layout.NewCustomPaddedLayout(theme.Margin, theme.Margin, theme.Margin, theme.Margin),
		container.New(layout.NewCustomPaddedVBoxLayout(16),
			widgets.NewLabel(lang.L("Hilo is already open"), theme.SizeHeading, true, theme.ColorText),
			widgets.Paragraph(lang.L("Your downloads are in its other window. Look for it among the open windows.")),
			widgets.Row(layout.NewSpacer(), ok))))
	win.CenterOnScreen()
	win.Show()
	win.Canvas().Focus(ok)
	return exists(win)
}

// NoWindow is the sentence for a computer that cannot open the window, and what helps.
func NoWindow() string {
	i18n.Load()
	return lang.L("Hilo cannot open its window, because this computer's graphics driver has no OpenGL 2.1. Install the newest driver of the graphics card's maker. In a virtual machine, switch on 3D acceleration.")
}
