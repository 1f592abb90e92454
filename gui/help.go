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

// showHelp shows what the keys do, and the way to the check-up.
func (w *Window) showHelp() {
	if w.dialogs.open != nil {
		return
	}
	lines := container.New(layout.NewCustomPaddedVBoxLayout(0))
	menu := i18n.List(lang.L("Menu key"), "Shift+F10")
	column := max(150, widgets.Measure(menu, theme.SizeText, true)+16)
	line := func(keys, does string) {
		key := widgets.NewLabel(keys, theme.SizeText, true, theme.ColorText)
		text := widgets.NewShrinkingLabel(theme.SizeText, false, theme.ColorDim)
		text.SetText(does)
		lines.Add(widgets.Arrange(
			func() fyne.Size { return fyne.NewSize(widgets.DialogWidth, 28) },
			func(s fyne.Size) {
				widgets.Place(key, 0, 0, column, s.Height)
				widgets.Place(text, column, 0, s.Width-column, s.Height)
			}, key, text))
	}
	line(i18n.Ctrl()+"+V", lang.L("Add the links that were copied"))
	line(i18n.Ctrl()+"+L", lang.L("Write a link"))
	line(i18n.Ctrl()+"+Enter", lang.L("Options of one video"))
	line(i18n.Ctrl()+"+F", lang.L("Search the list"))
	line(i18n.Ctrl()+"+A", lang.L("Select all"))
	line(i18n.Ctrl()+"+C", lang.L("Copy the link"))
	line("Enter", lang.L("Open, or say why it failed"))
	line("←, →", lang.L("Open or close a group"))
	line(lang.L("Space"), lang.L("Pause, resume or try again"))
	line(lang.L("Del"), lang.L("Remove"))
	line(i18n.Ctrl()+"+Z", lang.L("Undo"))
	line("Alt+Enter", lang.L("Start now"))
	line("Alt+↑, Alt+↓", lang.L("Move up, move down"))
	line("Alt+Home", lang.L("Move to the top"))
	line(menu, lang.L("Everything else that can be done"))
	line("F5", lang.L("Try everything again that failed or waits"))
	line(i18n.Ctrl()+"+H", lang.L("History"))
	line(i18n.Ctrl()+"+,", lang.L("Settings"))
	help := widgets.NewLink(lang.L("Why isn't it working?"), func() { w.showCheckUp(w.settings.Dir) })
	w.dialogs.showTitled(lang.L("Keys"), container.New(layout.NewCustomPaddedVBoxLayout(12), lines, widgets.Row(help)))
}
