package updates

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// What the dialog shows at most. The page has the rest.
const (
	maxVersions = 5
	maxNotes    = 12 // of a version
)

// state is what the window knows of newer versions.
type state struct {
	host    Host
	version string    // of this Hilo
	ending  string    // see Ending
	asking  bool      // a dialog waits for the page
	heard   core.News // what the page said last; its Checked is zero if nothing yet
	told    string    // the newest version that the person was told of
}

// dialog shows what the page says. The notes are in English, as they are signed.
type dialog struct {
	*state
	ctx     context.Context
	stop    context.CancelFunc
	view    *fyne.Container
	verdict *widgets.Notice
	notes   *fyne.Container
	again   *widgets.Button
	page    *widgets.Button
}

func newDialog(s *state) *dialog {
	d := &dialog{state: s, verdict: widgets.NewNotice(), notes: container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap))}
	d.ctx, d.stop = context.WithCancel(s.host.Context())
	d.again = widgets.NewButton(widgets.Outlined, lang.L("Check again"), nil, d.ask)
	d.page = widgets.NewButton(widgets.Primary, lang.L("Open the page"), nil, s.host.OpenPage)
	top := widgets.Arrange(
		func() fyne.Size { return fyne.NewSize(widgets.DialogWidth, d.verdict.HeightFor(widgets.DialogWidth)) },
		func(s fyne.Size) { widgets.Place(d.verdict, 0, 0, s.Width, s.Height) }, d.verdict)
	d.view = container.New(layout.NewCustomPaddedVBoxLayout(12), top, d.notes,
		widgets.Row(layout.NewSpacer(), d.again, d.page))
	return d
}

// close ends what the dialog waits for.
func (d *dialog) close() {
	d.stop()
	d.asking = false
}

// ask asks the page and shows what it says, unless the dialog is closed meanwhile.
func (d *dialog) ask() {
	d.asking = true
	d.verdict.Set(lang.L("Looking…"), widgets.Neutral)
	d.notes.RemoveAll()
	d.again.Disable()
	d.page.Hide()
	d.host.Resize()
	d.host.Go(func() {
		news, err := d.host.CheckUpdates(d.ctx)
		d.host.Later(func() {
			if d.ctx.Err() == nil {
				d.asking = false
				d.show(news, err)
			}
		})
	})
}

// show shows what the page said, or why it said nothing.
func (d *dialog) show(news core.News, err error) {
	d.again.Enable()
	d.page.Show()
	switch {
	case err != nil:
		d.host.Log().Info("no news of newer versions", "err", err)
		d.verdict.Set(Sentence(err), widgets.Warning)
	case len(news.Newer) > 0:
		d.told = news.Newer[0].Version
		d.verdict.Set(lang.L("Hilo {{.Version}} is there", i18n.With("Version", d.told)), widgets.Success)
		d.list(news.Newer)
	default:
		d.page.Hide()
		d.verdict.Set(lang.L("Hilo {{.Version}} is the newest version.", i18n.With("Version", d.version)), widgets.Success)
	}
	if news.Profiles {
		d.notes.Add(widgets.Paragraph(lang.L("Newer ways to talk to YouTube were loaded and are in use.")))
	}
	d.host.Resize()
}

// list adds what is new in each version, and which file to take.
func (d *dialog) list(newer []core.Release) {
	for _, v := range newer[:min(len(newer), maxVersions)] {
		d.notes.Add(widgets.NewLabel(i18n.Join("Hilo "+v.Version, v.Date), theme.SizeText, true, theme.ColorText))
		for _, n := range v.Notes[:min(len(v.Notes), maxNotes)] {
			d.notes.Add(widgets.EnglishParagraph("• " + n))
		}
	}
	if d.ending != "" {
		d.notes.Add(widgets.Paragraph(lang.L("For this computer, take the file that ends in {{.Ending}}", i18n.With("Ending", d.ending))))
	}
}
