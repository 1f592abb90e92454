package gui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"github.com/hilo-app/hilo/gui/background"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// closing is what the close button of the window does: hide the window while Hilo
// stays in the tray, or quit. Without a tray it quits.
type closing struct {
	win         fyne.Window
	preferences fyne.Preferences
	background  *background.Runner
	dialogs     func() *dialogs // of now: another language makes others
	running     func() bool     // some download is, or waits
	hiding      func()          // called before the window is hidden
	stop        func()          // called before it is closed

	seen, kept fyne.Size // of the window, with the last update and in the preferences

	tray      bool                       // Hilo has an icon there
	available func(context.Context) bool // something shows that now: tray.Available
}

// close does what was chosen, or asks when downloads would stop.
func (c *closing) close() {
	kept := c.preferences.String(preferences.Closing)
	switch {
	case !c.tray || kept == preferences.ClosingQuits || !c.available(c.background.Context()):
		c.quit()
	case kept == preferences.ClosingToTray:
		c.hide()
	case c.running():
		c.ask()
	default:
		c.quit()
	}
}

// ask asks what closing is to do, now and from now on.
func (c *closing) ask() {
	d := c.dialogs()
	d.close()
	choose := func(value string, do func()) func() {
		return func() {
			c.preferences.SetString(preferences.Closing, value)
			d.close()
			do()
		}
	}
	quit := widgets.NewButton(widgets.Outlined, lang.L("Quit"), nil, choose(preferences.ClosingQuits, c.quit))
	keep := widgets.NewButton(widgets.Primary, lang.L("Keep running"), nil, choose(preferences.ClosingToTray, c.hide))
	d.showTitled(lang.L("Keep downloading in the background?"), container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap),
		widgets.Paragraph(lang.L("Hilo stays in the tray and can be opened or quit there. If you quit now, the downloads continue at the next start.")),
		widgets.Paragraph(lang.L("Your answer is remembered. The settings change it.")),
		widgets.Row(layout.NewSpacer(), quit, keep)))
	c.win.Canvas().Focus(keep)
}

// hide hides the window. Hilo stays in the tray.
func (c *closing) hide() {
	c.keepSize()
	c.hiding()
	c.win.Hide()
}

// quit stores the size and closes the window, which ends Hilo. The queue continues
// with the next start.
func (c *closing) quit() {
	c.keepSize()
	c.stop()
	c.win.Close()
}

// watchSize keeps the size once it was the same in two updates, so that a kill does not
// lose it.
func (c *closing) watchSize() {
	s := c.win.Canvas().Size()
	if s == c.seen && s != c.kept {
		c.keepSize()
	}
	c.seen = s
}

func (c *closing) keepSize() {
	s := c.win.Canvas().Size()
	if s == (fyne.Size{}) {
		return
	}
	c.kept = s
	c.preferences.SetFloat(preferences.Width, float64(s.Width))
	c.preferences.SetFloat(preferences.Height, float64(s.Height))
}
