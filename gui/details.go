package gui

import (
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// details shows the technical chain behind a failure. What is copied for
// somebody who is asked for help tells nothing about the person.
func (w *Window) details(s core.Status) {
	if w.dialog != nil {
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
	why := Explain(s.Problem)
	w.showDialog(lang.L("Details"), container.New(layout.NewCustomPaddedVBoxLayout(12),
		widgets.NewLabel(string(why.Cause), theme.SizeBadge, false, theme.ColorDim), widgets.Paragraph(why.Sentence),
		container.NewStack(widgets.NewPanel(theme.ColorBackground, theme.ColorClear, theme.Radius), scroll),
		container.NewHBox(widgets.NewLink(lang.L("Why isn't it working?"), func() { w.showCheckUp(s.Dir) }), layout.NewSpacer(), copied)))
}

// version names this Hilo.
func (w *Window) version() string {
	if w.opts.Commit == "" || w.opts.Commit == "unknown" {
		return w.opts.Version
	}
	return strings.TrimSpace(w.opts.Version + " (" + w.opts.Commit + ")")
}

// newer opens the page with newer versions; nil when that is not known.
func (w *Window) newer() func() {
	page, err := url.Parse(w.opts.Website)
	if err != nil || page.Scheme != "https" {
		return nil
	}
	return func() {
		if err := w.app.OpenURL(page.JoinPath("releases")); err != nil {
			w.fail(lang.L("The browser could not be opened."), err)
		}
	}
}
