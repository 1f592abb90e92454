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
// when it is closed.
func ShowRunning(a fyne.App) {
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
}
