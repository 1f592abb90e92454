package updates

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Updates is what the window says about newer versions. Only the UI goroutine may
// use it. A nil Updates is that of a Hilo which was built without a page for
// updates: it says nothing.
type Updates struct{ state }

// New returns the Updates of a Hilo with that version, such as "1.2.0". The ending
// is that of the file to take, see Ending.
func New(h Host, version, ending string) *Updates {
	return &Updates{state{host: h, version: version, ending: ending}}
}

// Link returns a text button that opens the dialog; nil without a page.
func (u *Updates) Link() fyne.CanvasObject {
	if u == nil {
		return nil
	}
	return widgets.NewLink(lang.L("Look for a newer Hilo"), u.Open)
}

// Privacy returns the sentence that says whom this Hilo talks to.
func (u *Updates) Privacy() string {
	if u == nil {
		return lang.L("Free software under the MIT licence. It talks to no one but YouTube and keeps nothing about you.")
	}
	return lang.L("Free software under the MIT licence. It talks to YouTube, asks its own page for updates, and keeps nothing about you.")
}

// Offer returns the sentence about the newest version in news that the person was
// not told of yet, and remembers it as told. It returns nothing while the dialog
// asks, as that will tell it.
func (u *Updates) Offer(news *core.News) (sentence string, ok bool) {
	if u == nil || news == nil || len(news.Newer) == 0 || u.asking || u.told == news.Newer[0].Version {
		return "", false
	}
	u.told = news.Newer[0].Version
	return lang.L("Hilo {{.Version}} is there", i18n.With("Version", u.told)), true
}

// Hear takes in what the page said last; nil says that it said nothing yet.
func (u *Updates) Hear(news *core.News) {
	if u != nil && news != nil {
		u.heard = *news
	}
}

// Known says what is known of newer versions, in a few words; nothing if the page was
// not asked, or has given no answer since this version runs.
func (u *Updates) Known(now time.Time) string {
	switch {
	case u == nil || u.heard.Checked.IsZero():
		return ""
	case len(u.heard.Newer) > 0:
		return lang.L("Hilo {{.Version}} is there", i18n.With("Version", u.heard.Newer[0].Version))
	}
	return i18n.UpToDate(u.heard.Checked, now)
}

// Open opens the dialog and asks the page.
func (u *Updates) Open() {
	d := newDialog(&u.state)
	u.host.Show(lang.L("Look for a newer Hilo"), d.view, d.close)
	d.ask()
}

// Show opens the dialog with what the page has said.
func (u *Updates) Show(news core.News) {
	d := newDialog(&u.state)
	u.host.Show(lang.L("What is new"), d.view, d.close)
	d.show(news, nil)
}

// OpenPage opens the page with the versions in the browser.
func (u *Updates) OpenPage() { u.host.OpenPage() }
