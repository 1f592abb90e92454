package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// showDetails shows the technical chain of errors behind a failure. The report that
// can be copied has nothing in it that identifies the person.
func (w *Window) showDetails(s core.Status) {
	if w.dialogs.open != nil {
		return
	}
	chain := ""
	if s.Problem != nil {
		chain = s.Problem.Error()
	}
	shown := widget.NewLabel(chain)
	shown.Wrapping = fyne.TextWrapWord
	shown.Selectable = true
	scroll := container.NewVScroll(shown)
	scroll.SetMinSize(fyne.NewSize(widgets.DialogWidth, 144))
	copied := widgets.NewButton(widgets.Outlined, lang.L("Copy report"), nil, nil)
	copied.OnTapped = func() {
		w.app.Clipboard().SetContent(core.Report(s, w.version()))
		copied.SetText(lang.L("Copied"))
	}
	why := downloads.Explain(s.Problem)
	w.dialogs.showTitled(lang.L("Details"), container.New(layout.NewCustomPaddedVBoxLayout(12),
		widgets.NewLabel(string(why.Cause), theme.SizeBadge, false, theme.ColorDim), widgets.Paragraph(why.Sentence),
		container.NewStack(widgets.NewPanel(theme.ColorBackground, theme.ColorClear, theme.Radius), scroll),
		widgets.Row(widgets.NewLink(lang.L("Why isn't it working?"), func() { w.showCheckUp(s.Dir) }), layout.NewSpacer(), copied)))
}
