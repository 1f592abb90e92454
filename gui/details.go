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
	scroll.SetMinSize(fyne.NewSize(dialogWidth, 144))
	copied := newButton(outlined, lang.L("Copy report"), nil, nil)
	copied.tapped = func() {
		w.app.Clipboard().SetContent(core.Report(s, w.version()))
		copied.setText(lang.L("Copied"))
	}
	why := explain(s.Problem)
	w.showDialog(lang.L("Details"), container.New(layout.NewCustomPaddedVBoxLayout(12),
		newLabel(string(why.side), sizeBadge, false, colorDim), paragraph(why.sentence),
		container.NewStack(newGround(colorBackground, colorClear, radius), scroll),
		container.NewHBox(linkTo(lang.L("Why isn't it working?"), func() { w.showCheckUp(s.Dir) }), layout.NewSpacer(), copied)))
}

// linkTo leads from one dialog to another.
func linkTo(label string, do func()) fyne.CanvasObject {
	b := newButton(bare, label, nil, do)
	return arrange(
		func() fyne.Size { return b.MinSize().SubtractWidthHeight(2*overlayInset, 0) },
		func(s fyne.Size) { put(b, -overlayInset, 0, s.Width+2*overlayInset, s.Height) }, b)
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
