package gui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// closing is what the close button of the window does: hide the window while Hilo
// stays in the tray, or quit. Without a tray it quits.
type closing struct {
	w         *Window
	tray      bool                       // Hilo has an icon there
	available func(context.Context) bool // something shows that now: tray.Available
}

// close does what was chosen, or asks when downloads would stop.
func (c *closing) close() {
	kept := c.w.app.Preferences().String(preferences.Closing)
	totals := c.w.model.Totals()
	switch {
	case !c.tray || kept == preferences.ClosingQuits || !c.available(c.w.background.ctx):
		c.quit()
	case kept == preferences.ClosingToTray:
		c.hide()
	case totals.Active+totals.Waiting > 0:
		c.ask()
	default:
		c.quit()
	}
}

// ask asks what closing is to do, now and from now on.
func (c *closing) ask() {
	d := c.w.dialogs
	d.close()
	choose := func(value string, do func()) func() {
		return func() {
			c.w.app.Preferences().SetString(preferences.Closing, value)
			d.close()
			do()
		}
	}
	quit := widgets.NewButton(widgets.Outlined, lang.L("Quit"), nil, choose(preferences.ClosingQuits, c.quit))
	keep := widgets.NewButton(widgets.Primary, lang.L("Keep running"), nil, choose(preferences.ClosingToTray, c.hide))
	d.showTitled(lang.L("Keep downloading in the background?"), container.New(layout.NewCustomPaddedVBoxLayout(theme.Gap),
		widgets.Paragraph(lang.L("Hilo stays in the tray and can be opened or quit there. If you quit now, the downloads continue at the next start.")),
		widgets.Paragraph(lang.L("Your answer is remembered. The settings change it.")),
		container.New(layout.NewCustomPaddedHBoxLayout(theme.Gap), layout.NewSpacer(), quit, keep)))
	c.w.win.Canvas().Focus(keep)
}

// hide hides the window. Hilo stays in the tray.
func (c *closing) hide() {
	c.keepSize()
	c.w.desk.inFront = false
	c.w.win.Hide()
}

// quit stores the size and closes the window, which ends Hilo. The queue continues
// with the next start.
func (c *closing) quit() {
	c.w.over.toast.expire()
	c.keepSize()
	c.w.Stop()
	c.w.win.Close()
}

func (c *closing) keepSize() {
	s := c.w.win.Canvas().Size()
	if s == (fyne.Size{}) {
		return
	}
	c.w.app.Preferences().SetFloat(preferences.Width, float64(s.Width))
	c.w.app.Preferences().SetFloat(preferences.Height, float64(s.Height))
}
