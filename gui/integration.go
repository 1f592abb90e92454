package gui

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/background"
	"github.com/hilo-app/hilo/gui/desktop"
	"github.com/hilo-app/hilo/gui/desktop/notify"
	"github.com/hilo-app/hilo/gui/desktop/taskbar"
	"github.com/hilo-app/hilo/gui/desktop/tray"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/preferences"
)

// notifier shows notifications with buttons: a *notify.Notifier, or that of a test.
type notifier interface {
	Send(context.Context, notify.Note) error
	Close()
}

// trayIcon is the icon in the tray: a *tray.Icon, or that of a test.
type trayIcon interface {
	Start()
	Stop()
	Set(tray.State)
}

// progressBar is the progress on the taskbar: a *taskbar.Bar, or that of a test.
type progressBar interface {
	Set(part float64)
	Close()
}

// desktopParts are the parts of the desktop. Of those that are nil, the system's are
// used.
type desktopParts struct {
	notifier notifier
	taskbar  progressBar
	trayHost func(context.Context) bool // tray.Available
	newTray  trayMaker
	starter  starter
}

// starter makes Hilo start with the system.
type starter interface {
	Autostart() bool
	CanAutostart() bool
	SetAutostart(on bool) error
}

// systemStarter is the starter of the system.
type systemStarter struct{}

func (systemStarter) Autostart() bool            { return desktop.Autostart() }
func (systemStarter) CanAutostart() bool         { return desktop.CanAutostart() }
func (systemStarter) SetAutostart(on bool) error { return desktop.SetAutostart(on) }

// integration is what the window does in the desktop around it. Only the UI goroutine
// uses it.
type integration struct {
	app        fyne.App
	win        fyne.Window
	background *background.Runner
	log        *slog.Logger
	do         desktopActions

	inFront  bool // the window is
	hidden   bool // the window is, in the tray
	starter  starter
	notifier notifier
	saved    core.Status // what was saved last
	awake    *awake
	newTray  trayMaker
	tray     trayIcon // nil for none
	hadTray  bool     // this process has had its icon
	late     *lateTray
	taskbar  progressBar
	handle   windowHandle
	closing  *closing
	whenDone *whenDone
}

// desktopActions are what the person can do from outside the window.
type desktopActions struct {
	open, reveal  func(core.Status)
	showFailed    func()
	pauseOrResume func() // all, as the footer offers it
}

// start connects the parts, and puts an icon into the tray if it is wanted, as soon as
// the desktop has one. The icon starts with the loop of Fyne.
func (d *integration) start(parts desktopParts) {
	d.inFront, d.notifier, d.taskbar = true, parts.notifier, parts.taskbar
	if d.starter = parts.starter; d.starter == nil {
		d.starter = systemStarter{}
	}
	if d.notifier == nil {
		d.notifier = notify.New(d.app.UniqueID())
	}
	if d.taskbar == nil {
		d.taskbar = taskbar.New(d.app.UniqueID(), d.handle.get, func(err error) {
			d.log.Info("no progress on the taskbar", "err", err)
		})
	}
	if d.closing.available = parts.trayHost; parts.trayHost == nil {
		d.closing.available = tray.Available
	}
	d.newTray = parts.newTray
	switch a := d.app; {
	case a.Preferences().Bool(preferences.NoTray):
	case d.closing.available(d.background.Context()):
		d.makeTray()
		a.Lifecycle().SetOnStarted(d.tray.Start)
	default:
		d.late = &lateTray{}
	}
}

// showTray puts the icon into the tray, or removes it, as the preferences say now. It
// returns false where that counts from the next start: see tray.Icon and tray.Removable.
func (d *integration) showTray() bool {
	switch wanted := !d.app.Preferences().Bool(preferences.NoTray); {
	case wanted == (d.tray != nil):
		d.late = nil
	case wanted && d.hadTray, !wanted && !tray.Removable:
		return false
	case wanted:
		d.late = &lateTray{} // looked for with the next update
	default:
		d.tray.Stop()
		d.tray, d.closing.tray = nil, false
	}
	return true
}

// How often, and for how long after the start, a tray that is not there yet is looked
// for.
const (
	trayPeriod   = 5 * time.Second
	trayPatience = 3 * time.Minute
)

// lateTray is a tray that may still appear, as when both start with the system.
type lateTray struct {
	next  time.Time // when it is looked for again, and last
	until time.Time
}

// awaitTray puts the icon into a tray that has appeared since the start.
func (d *integration) awaitTray(now time.Time) {
	late := d.late
	switch {
	case late == nil || now.Before(late.next):
		return
	case late.until.IsZero():
		late.until = now.Add(trayPatience)
	case now.After(late.until):
		d.late = nil
		return
	}
	late.next = now.Add(trayPeriod)
	d.background.Go(func() {
		if d.closing.available(d.background.Context()) {
			d.background.Later(func() {
				if d.tray == nil && d.late == late {
					d.late = nil
					d.makeTray()
					d.tray.Start()
				}
			})
		}
	})
}

// trayMaker makes an icon: tray.New, or that of a test.
type trayMaker func(name string, png []byte, do tray.Actions) trayIcon

// makeTray makes the icon, which is not shown yet.
func (d *integration) makeTray() {
	newTray := d.newTray
	a, b := d.app, d.background
	later := func(do func()) func() { return func() { b.Later(do) } }
	do := tray.Actions{Show: later(d.show), Pause: later(d.do.pauseOrResume), Quit: later(d.closing.quit)}
	if newTray == nil {
		newTray = func(name string, png []byte, do tray.Actions) trayIcon { return tray.New(name, png, do) }
	}
	var picture []byte
	if icon := a.Icon(); icon != nil {
		picture = icon.Content()
	}
	d.tray = newTray("Hilo", picture, do)
	d.closing.tray, d.hadTray = true, true
	a.Lifecycle().SetOnStopped(func() {
		if d.tray != nil {
			d.tray.Stop()
		}
	})
}

// progress tells the desktop how far everything is: a part from 0 to 1, and a sentence,
// which is empty when nothing is downloaded.
func (d *integration) progress(t downloads.Totals, part float64, sentence string) {
	if d.app.Preferences().Bool(preferences.MaySleep) {
		d.awake.set(0, 0)
	} else {
		d.awake.set(t.Active, t.Waiting)
	}
	d.handle.find(d.win)
	if sentence == "" {
		part = taskbar.Hidden
	}
	d.taskbar.Set(part)
	if d.tray == nil {
		return
	}
	s := tray.State{Tooltip: "Hilo", Progress: lang.L("Nothing is being downloaded"), Show: lang.L("Show Hilo"),
		Pause: lang.L("Pause all"), Quit: lang.L("Quit"), CanPause: t.Unfinished() > 0}
	if sentence != "" {
		s.Tooltip, s.Progress = "Hilo – "+sentence, sentence
	}
	if t.OnlyPaused() {
		s.Pause = lang.L("Resume all")
	}
	d.tray.Set(s)
}

// update takes in what changed in the queue.
func (d *integration) update(u core.Update) {
	d.closing.watchSize()
	for _, s := range u.Changed {
		if s.State == core.Done && s.File != "" {
			d.saved = *s
		}
	}
}

// show brings the window to the front.
func (d *integration) show() {
	d.hidden = false
	d.win.Show()
	d.win.RequestFocus()
}

// hid takes in that the window is hidden in the tray.
func (d *integration) hid() { d.inFront, d.hidden = false, true }

// focused takes in that the window got the focus or lost it. X11 may say so after the
// window was hidden.
func (d *integration) focused(is bool) { d.inFront = is && !d.hidden }

// close takes back what the desktop shows of Hilo.
func (d *integration) close() {
	d.notifier.Close()
	d.taskbar.Close()
}

// notifyDone says in a notification that everything is done, if those are wanted and
// the window is not in front. It offers to open what was saved.
func (d *integration) notifyDone(sentence string, u core.Update) {
	if d.inFront {
		return
	}
	note := notify.Note{Title: "Hilo", Body: sentence, Click: d.show}
	if d.whenDone.counting() {
		note.Body += "\n" + d.whenDone.says(timeToStop)
		note.Actions = []notify.Action{{Label: lang.L("Stop"), Do: d.whenDone.stop}}
		if !d.notifies() {
			d.show() // nothing else would say it in time
		}
		d.notify(note)
		return
	}
	if u.Failed > 0 {
		note.Click = func() { d.show(); d.do.showFailed() }
	}
	saved := d.saved
	if u.Saved == 1 && saved.File != "" {
		note.Body += "\n" + downloads.ShortTitle(saved)
		note.Actions = append(note.Actions, notify.Action{Label: lang.L("Open"), Do: func() { d.do.open(saved) }})
	}
	if u.Saved > 0 && saved.File != "" {
		note.Actions = append(note.Actions, notify.Action{Label: lang.L("Show in folder"), Do: func() { d.do.reveal(saved) }})
	}
	d.notify(note)
}

// notifies says whether notifications are wanted.
func (d *integration) notifies() bool { return !d.app.Preferences().Bool(preferences.Quiet) }

// notify shows a notification, if those are wanted: without buttons where the system
// has none. What is pressed is done on the UI goroutine.
func (d *integration) notify(note notify.Note) {
	if !d.notifies() {
		return
	}
	b := d.background
	later := func(do func()) func() {
		if do == nil {
			return nil
		}
		return func() { b.Later(do) }
	}
	plain := fyne.NewNotification(note.Title, note.Body)
	note.Click = later(note.Click)
	for i := range note.Actions {
		note.Actions[i].Do = later(note.Actions[i].Do)
	}
	b.Go(func() {
		err := d.notifier.Send(b.Context(), note)
		if err == nil {
			return
		}
		if !errors.Is(err, notify.ErrUnsupported) {
			d.log.Info("no notification with buttons", "err", err)
		}
		b.Later(func() { d.app.SendNotification(plain) })
	})
}
