package gui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/background"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/notice"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

const (
	timeToStop = time.Minute
	// lapse is how long no update came if the computer slept meanwhile. The person has
	// to have all of the time again.
	lapse = 5 * time.Second
)

// whenDone sends the computer to sleep, or shuts it down, once everything is done, if
// that was chosen. A banner counts the seconds and can stop it; so do closing it and
// new downloads.
type whenDone struct {
	preferences fyne.Preferences
	background  *background.Runner
	banner      func() *notice.Banner // of now: another language makes another one
	unfinished  func() bool           // some download is
	fail        func(sentence string, err error)

	sleep    func(context.Context) error // desktop.Sleep
	shutDown func(context.Context) error // desktop.ShutDown

	choice   string    // a value of preferences.Done…; empty unless it counts
	done     string    // what is done, which the banner says first
	until    time.Time // when it happens
	seen     time.Time // last update
	sentence string    // in the banner
}

// start begins to count if something was chosen. done is a sentence.
func (c *whenDone) start(now time.Time, done string) {
	choice := c.preferences.String(preferences.WhenDone)
	if choice != preferences.DoneSleep && choice != preferences.DoneShutDown {
		return
	}
	c.choice, c.done, c.until, c.seen, c.sentence = choice, done, now.Add(timeToStop), now, ""
	c.update(now)
}

// counting says whether it counts.
func (c *whenDone) counting() bool { return c.choice != "" }

// stop ends the count.
func (c *whenDone) stop() {
	if c.choice = ""; c.shows() {
		c.banner().Dismiss()
	}
}

// shows says whether the banner has the sentence of the count, or had it when it was
// closed.
func (c *whenDone) shows() bool { return c.sentence != "" && c.banner().Text.Text() == c.sentence }

// update counts, and does what was chosen in the end.
func (c *whenDone) update(now time.Time) {
	if !c.counting() {
		return
	}
	if now.Sub(c.seen) > lapse {
		c.until = now.Add(timeToStop)
	}
	c.seen = now
	closed := c.shows() && !c.banner().View.Visible()
	changed := c.preferences.String(preferences.WhenDone) != c.choice
	switch left := c.until.Sub(now); {
	case closed || changed || c.unfinished():
		c.stop()
	case left <= 0:
		c.act()
	default:
		c.show(now, c.done+". "+c.says(left))
	}
}

// says returns what will happen.
func (c *whenDone) says(left time.Duration) string {
	seconds := int((left + time.Second - 1) / time.Second)
	if c.choice == preferences.DoneShutDown {
		return i18n.Count("The computer shuts down in {{.Count}} seconds.", seconds)
	}
	return i18n.Count("The computer goes to sleep in {{.Count}} seconds.", seconds)
}

// show puts a sentence into the banner: it is more urgent than any other.
func (c *whenDone) show(now time.Time, sentence string) {
	b := c.banner()
	if c.shows() {
		b.Replace(sentence)
	} else {
		b.Show(now, widgets.Warning, sentence, notice.Offer{Label: lang.L("Stop"), Icon: theme.IconClose, Do: c.stop})
	}
	c.sentence = sentence
}

// act does what was chosen.
func (c *whenDone) act() {
	do, failed := c.sleep, lang.L("The computer could not be sent to sleep.")
	if c.choice == preferences.DoneShutDown {
		do, failed = c.shutDown, lang.L("The computer could not be shut down.")
	}
	c.stop()
	b := c.background
	b.Go(func() {
		if err := do(b.Context()); err != nil {
			b.Later(func() { c.fail(failed, err) })
		}
	})
}
