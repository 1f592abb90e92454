package gui

import (
	"runtime"
	"time"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/preferences"
)

// What moves by itself in the window is the progress of downloads, which glides with ten
// updates a second, and what Fyne animates, of which Hilo has the cursor that blinks in a
// field. With preferences.Still, progress jumps once a second and nothing is animated.

// stillPeriod is how often progress is shown then.
const stillPeriod = time.Second

// calmChanges holds back what changed in the progress of downloads alone, for up to
// stillPeriod, while there is to be less movement. A change of state is never held back.
type calmChanges struct {
	changes Changes
	still   func() bool
	now     func() time.Time

	moving map[core.ID]bool // what is being downloaded
	held   map[core.ID]*core.Status
	next   time.Time // when what is held is shown
}

func newCalmChanges(c Changes, p fyne.Preferences, now func() time.Time) *calmChanges {
	return &calmChanges{changes: c, still: func() bool { return p.Bool(preferences.Still) }, now: now,
		moving: map[core.ID]bool{}, held: map[core.ID]*core.Status{}}
}

// Take returns what changed, and what was held back for long enough.
func (c *calmChanges) Take() core.Update {
	u := c.changes.Take()
	for _, id := range u.Removed {
		delete(c.moving, id)
		delete(c.held, id)
	}
	still := c.still()
	now := u.Changed
	u.Changed = nil
	for _, s := range now {
		moved := c.moving[s.ID]
		if s.State == core.Downloading {
			c.moving[s.ID] = true
		} else {
			delete(c.moving, s.ID)
		}
		if still && moved && s.State == core.Downloading {
			c.held[s.ID] = s
			continue
		}
		delete(c.held, s.ID)
		u.Changed = append(u.Changed, s)
	}
	if at := c.now(); len(c.held) > 0 && (!still || !at.Before(c.next)) {
		c.next = at.Add(stillPeriod)
		for id, s := range c.held {
			u.Changed = append(u.Changed, s)
			delete(c.held, id)
		}
	}
	return u
}

// stillApp is an app in which Fyne animates nothing. Fyne reads whether to animate from
// the settings of the current app, which has no way to change it.
type stillApp struct{ fyne.App }

// Settings returns the settings of the app, without animations.
func (a stillApp) Settings() fyne.Settings { return stillSettings{a.App.Settings()} }

type stillSettings struct{ fyne.Settings }

// ShowAnimations says no.
func (stillSettings) ShowAnimations() bool { return false }

// showMovement lets Fyne animate or not, as the preferences of an app say. On macOS Fyne
// needs its own app as the current one, so that there the cursor still blinks.
func showMovement(a fyne.App) {
	switch _, still := fyne.CurrentApp().(stillApp); {
	case runtime.GOOS == "darwin":
	case a.Preferences().Bool(preferences.Still) && !still:
		fyne.SetCurrentApp(stillApp{a})
	case !a.Preferences().Bool(preferences.Still) && still:
		fyne.SetCurrentApp(a)
	}
}
