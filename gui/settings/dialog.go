package settings

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Dialog is the dialog with the settings.
type Dialog struct {
	host     Host
	card     *widgets.Dialog
	sections []section
	at       Section
	advanced *widgets.Button // shows and hides the advanced settings
	more     bool            // they are shown
	pane     *pane
	scroll   *container.Scroll
	view     *frame
}

// Open opens the dialog at a section.
func Open(h Host, s Section) *Dialog {
	ctx, stop := context.WithCancel(h.Context())
	d := &Dialog{host: h}
	f := &form{host: h, ctx: ctx, width: d.width, refresh: d.refresh}
	d.pane = newPane(d.width)
	d.scroll = container.NewVScroll(d.pane.view)
	d.advanced = widgets.NewButton(widgets.Item, lang.L("Advanced"), theme.IconDown, d.toggleAdvanced)
	d.advanced.SetSuffix(lang.L("Connections for each, yt-dlp, ways to talk to YouTube"))
	d.sections = []section{
		(&downloadsSection{form: f}).build(), (&formatsSection{form: f}).build(), (&namesSection{form: f}).build(),
		(&networkSection{form: f}).build(), (&lookSection{form: f}).build(),
	}
	for _, s := range d.sections {
		for _, r := range slices.Concat(s.rows, s.more) {
			r.build()
		}
	}
	d.view = newFrame(h, d.sections, d.scroll, d.Search, d.ShowSection)
	d.card = widgets.NewDialog(h.Theme(), d.view.content, d.scroll,
		func() fyne.Size { return fyne.NewSize(dialogWidth, dialogHeight) }, d.view.fixed()...)
	d.ShowSection(s)
	h.Show(d.card, d, stop)
	return d
}

// ShowSection shows a section, and ends a search.
func (d *Dialog) ShowSection(s Section) {
	d.at = s
	if d.view.search.Text != "" {
		d.view.search.SetText("") // shows the section
		return
	}
	d.show([]section{d.section(s)})
}

// section returns what is shown of a section.
func (d *Dialog) section(s Section) section {
	one := d.sections[s]
	if len(one.more) > 0 {
		one.rows = append(slices.Clip(one.rows), d.advancedRow())
		if d.more {
			one.rows = append(one.rows, one.more...)
		}
	}
	return one
}

// advancedRow is the button that shows and hides the advanced settings.
func (d *Dialog) advancedRow() *row {
	b := d.advanced
	r := newRow("", nil).under(b, func(float32) float32 { return theme.ControlHeight }).lined()
	r.flat = true
	return r.build()
}

// toggleAdvanced shows or hides the advanced settings.
func (d *Dialog) toggleAdvanced() {
	d.more = !d.more
	d.advanced.SetIcon(theme.IconDown)
	if d.more {
		d.advanced.SetIcon(theme.IconUp)
	}
	d.advanced.Refresh()
	at := d.scroll.Offset
	d.ShowSection(d.at)
	d.scroll.ScrollToOffset(at)
}

// Search shows the settings that have all of some words, under the titles of their
// sections; the section again if there are none.
func (d *Dialog) Search(text string) {
	words := strings.Fields(strings.ToLower(i18n.Plain(text)))
	if len(words) == 0 {
		d.show([]section{d.section(d.at)})
		return
	}
	var found []section
	for i, s := range d.sections {
		one := section{title: s.title}
		for _, r := range slices.Concat(s.rows, s.more) {
			if r.has(words) {
				one.rows = append(one.rows, r)
			}
		}
		if len(one.rows) > 0 {
			if len(found) == 0 {
				d.at = Section(i)
			}
			found = append(found, one)
		}
	}
	if len(found) == 0 {
		found = []section{{title: lang.L("No setting has these words.")}}
	}
	d.show(found)
}

// has says whether the row has words with all of these beginnings.
func (r *row) has(words []string) bool {
	for _, w := range words {
		if !strings.Contains(r.words, w) {
			return false
		}
	}
	return true
}

func (d *Dialog) show(all []section) {
	d.pane.show(all)
	d.view.mark(d.at)
	d.scroll.ScrollToTop()
	d.refresh()
}

// refresh lays out what is shown after a text in it changed.
func (d *Dialog) refresh() {
	d.pane.view.Refresh()
	d.scroll.Refresh()
}

// width returns the width of the rows in pixels.
func (d *Dialog) width() float32 {
	return paneWidth(min(dialogWidth, d.host.Canvas().Size().Width-2*widgets.DialogMargin))
}

// Key closes the dialog with Escape.
func (d *Dialog) Key(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		d.host.Close()
	}
}

// Update does nothing: the dialog shows changes when they happen.
func (d *Dialog) Update() {}
