package gui

import (
	"strings"

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

// showDetails shows why a download failed: in a sentence, and as the report for
// developers that can be copied. It has nothing in it that identifies the person.
func (w *Window) showDetails(s core.Status) {
	if w.dialogs.open != nil {
		return
	}
	report := core.Report(s, w.version())
	shown := widget.NewLabel(strings.TrimSpace(report))
	shown.Wrapping = fyne.TextWrapWord
	shown.Selectable = true
	scroll := container.NewVScroll(shown)
	scroll.SetMinSize(fyne.NewSize(widgets.DialogWidth, 196))
	copied := widgets.NewButton(widgets.Outlined, lang.L("Copy report"), nil, nil)
	copied.OnTapped = func() {
		w.app.Clipboard().SetContent(report)
		copied.SetText(lang.L("Copied"))
	}
	why := downloads.Explain(s.Problem)
	parts := []fyne.CanvasObject{
		widgets.NewLabel(string(why.Cause), theme.SizeBadge, false, theme.ColorDim), widgets.Paragraph(why.Sentence),
		container.NewStack(widgets.NewPanel(theme.ColorBackground, theme.ColorClear, theme.Radius), scroll),
	}
	if send := w.page("issues"); send != nil {
		parts = append(parts, container.NewHBox(widgets.NewLink(lang.L("Open the page for reports"), send), layout.NewSpacer(), copied),
			container.NewHBox(widgets.NewLink(lang.L("Why isn't it working?"), func() { w.showCheckUp(s.Dir) })))
	} else {
		parts = append(parts, container.NewHBox(widgets.NewLink(lang.L("Why isn't it working?"), func() { w.showCheckUp(s.Dir) }), layout.NewSpacer(), copied))
	}
	w.dialogs.showTitled(lang.L("Details"), container.New(layout.NewCustomPaddedVBoxLayout(12), parts...))
}
