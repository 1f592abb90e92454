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
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// showDetails shows why a download failed, and offers a report to send. What is technical
// about it is in the report alone, which can be read before it is sent; it has nothing in
// it that identifies the person.
func (w *Window) showDetails(s core.Status) {
	if w.dialogs.open != nil {
		return
	}
	report := func() string { return core.Report(s, w.version()) }
	shown := widget.NewLabel("")
	shown.Wrapping = fyne.TextWrapBreak
	shown.Selectable = true
	scroll := container.NewVScroll(shown)
	scroll.SetMinSize(fyne.NewSize(widgets.DialogWidth, 144))
	box := container.NewStack(widgets.NewPanel(theme.ColorBackground, theme.ColorClear, theme.Radius), scroll)
	box.Hide()
	copied := newCopyButton(w.app, report)
	read := widgets.NewButton(widgets.Outlined, lang.L("Read the report"), nil, nil)
	read.OnTapped = func() {
		lines := strings.Split(report(), "\n")
		for i, l := range lines {
			lines[i] = i18n.Drawable(i18n.Plain(l))
		}
		shown.SetText(strings.Join(lines, "\n"))
		box.Show()
		if c := w.win.Canvas(); c.Focused() == read {
			c.Focus(copied)
		}
		read.Disable()
		w.dialogs.open.Refresh()
	}
	why := downloads.Explain(s.Problem)
	all := container.New(layout.NewCustomPaddedVBoxLayout(12))
	if text := downloads.Title(s); text != "" {
		title := widgets.NewShrinkingLabel(theme.SizeText, true, theme.ColorText)
		title.SetText(text)
		all.Add(title)
	}
	all.Add(widgets.NewLabel(string(why.Cause), theme.SizeBadge, false, theme.ColorDim))
	all.Add(widgets.Paragraph(why.Sentence))
	all.Add(widgets.Paragraph(whereToSend(w.version(), w.opts.Website)))
	all.Add(box)
	all.Add(widgets.Row(layout.NewSpacer(), read, copied))
	links := []fyne.CanvasObject{widgets.NewLink(lang.L("Why isn't it working?"), func() { w.showCheckUp(s.Dir) })}
	if send := w.page("issues"); send != nil {
		links = append(links, layout.NewSpacer(), widgets.NewLink(lang.L("Open the page for reports"), send))
	}
	all.Add(widgets.Row(links...))
	w.dialogs.showTitled(lang.L("Details"), all)
}

// whereToSend says which Hilo this is, and where a report of it goes: to the page
// "issues" of its website, if it has one.
func whereToSend(version, website string) string {
	sentence := "Hilo " + version + "."
	if _, address, ok := strings.Cut(website, "://"); ok {
		sentence += " " + lang.L("A report helps to mend it. Send it to {{.Address}}", i18n.With("Address", address+"/issues"))
	}
	return sentence
}
