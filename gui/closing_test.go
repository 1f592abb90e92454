package gui

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/desktop/tray"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/preferences"
)

// stubTray is an icon in a tray.
type stubTray struct {
	tray.Actions
	shown   tray.State
	started bool
	stopped bool
}

func (s *stubTray) Start()           { s.started = true }
func (s *stubTray) Stop()            { s.stopped = true }
func (s *stubTray) Set(t tray.State) { s.shown = t }

// openInTray opens a window whose icon is in a tray, which is shown while hosted is
// true.
func openInTray(t *testing.T, hosted *bool, all ...core.Status) (*stage, *stubTray) {
	t.Helper()
	icon := &stubTray{}
	s := open(t, newFakeQueue(all...), english, Options{desktop: desktopParts{
		trayHost: func(context.Context) bool { return *hosted },
		newTray: func(_ string, _ []byte, do tray.Actions) trayIcon {
			icon.Actions = do
			return icon
		},
	}})
	return s, icon
}

// hidden says whether the window was hidden but Hilo runs on.
func (s *stage) hidden() bool { return !s.desk.inFront && s.background.Context().Err() == nil }

func (s *stage) quit() bool { return s.background.Context().Err() != nil }

func TestClosingIsAskedOnce(t *testing.T) {
	yes := true
	s, icon := openInTray(t, &yes, examples.Downloads(time.Time{})...)
	s.desk.closing.close()
	if s.dialogs.open == nil || s.quit() || s.hidden() {
		t.Fatal("it does not ask")
	}
	s.dialogs.close()
	if s.quit() || s.hidden() || s.app.Preferences().String(preferences.Closing) != "" {
		t.Fatal("a question that is closed is an answer")
	}
	s.desk.closing.close()
	test.Tap(button(t, s.dialogs.open, "Keep running"))
	if !s.hidden() || s.dialogs.open != nil {
		t.Fatal("it does not keep running")
	}
	icon.Show()
	s.tick(0)
	s.desk.inFront = true // as Fyne says when the window has the focus
	s.desk.closing.close()
	if s.dialogs.open != nil || !s.hidden() {
		t.Error("it asks again")
	}
	yes = false // the desktop's tray was closed
	s.desk.inFront = true
	if s.desk.closing.close(); !s.quit() {
		t.Error("it hides where nothing can show it again")
	}
}

func TestClosingQuits(t *testing.T) {
	yes := true
	s, _ := openInTray(t, &yes, examples.Downloads(time.Time{})...)
	s.desk.closing.close()
	test.Tap(button(t, s.dialogs.open, "Quit"))
	if !s.quit() || s.app.Preferences().String(preferences.Closing) != preferences.ClosingQuits {
		t.Error("it does not quit from now on")
	}

	s, _ = openInTray(t, &yes, examples.Downloads(time.Time{})[3])
	if s.desk.closing.close(); !s.quit() {
		t.Error("it asks though nothing is downloaded")
	}
	no := false
	s, _ = openInTray(t, &no, examples.Downloads(time.Time{})...)
	if s.desk.closing.close(); !s.quit() || s.desk.tray != nil {
		t.Error("without a tray it must quit")
	}
}

// The switch in the settings puts the icon into the tray and removes it at once; a second
// icon needs another start.
func TestTraySwitch(t *testing.T) {
	icon := &stubTray{}
	s := open(t, newFakeQueue(), english, Options{desktop: desktopParts{
		trayHost: func(context.Context) bool { return true },
		newTray:  func(string, []byte, tray.Actions) trayIcon { return icon },
	}})
	turn := func(on bool) bool {
		s.app.Preferences().SetBool(preferences.NoTray, !on)
		now := s.desk.showTray()
		s.tick(trayPeriod)
		s.background.Wait()
		s.tick(0)
		return now
	}
	if !turn(true) || s.desk.tray == nil {
		t.Fatal("no icon at the start")
	}
	switch now := turn(false); {
	case tray.Removable && (!now || !icon.stopped || s.desk.tray != nil || s.desk.closing.tray):
		t.Error("the icon stays")
	case !tray.Removable && now:
		t.Error("it is not said that the icon stays")
	case tray.Removable && turn(true):
		t.Error("it is not said that the icon comes with the next start")
	}
	if tray.Removable && s.desk.tray != nil {
		t.Error("a second icon in one process")
	}
}

// Without an icon at the start, the switch in the settings brings it at once.
func TestTraySwitchedOn(t *testing.T) {
	icon := &stubTray{}
	s := open(t, newFakeQueue(), english, Options{desktop: desktopParts{
		trayHost: func(context.Context) bool { return true },
		newTray:  func(string, []byte, tray.Actions) trayIcon { return icon },
	}})
	s.desk.tray, s.desk.hadTray, s.desk.closing.tray = nil, false, false
	if !s.desk.showTray() {
		t.Error("it counts from the next start")
	}
	s.tick(trayPeriod)
	s.background.Wait()
	s.tick(0)
	if !icon.started || s.desk.tray == nil || !s.desk.closing.tray {
		t.Error("no icon")
	}
}

// A tray that appears after Hilo, as when both start with the system, gets the icon.
func TestLateTray(t *testing.T) {
	var hosted atomic.Bool
	icon := &stubTray{}
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{desktop: desktopParts{
		trayHost: func(context.Context) bool { return hosted.Load() },
		newTray:  func(string, []byte, tray.Actions) trayIcon { return icon },
	}})
	look := func() {
		s.tick(trayPeriod)
		s.background.Wait()
		s.tick(2 * time.Second)
	}
	if look(); s.desk.tray != nil {
		t.Error("an icon without a tray")
	}
	hosted.Store(true)
	if look(); !icon.started || !s.desk.closing.tray || icon.shown.Quit == "" {
		t.Error("no icon in the tray that appeared")
	}
}

func TestNoTray(t *testing.T) {
	speak(t, english)
	a := test.NewTempApp(t)
	a.Preferences().SetBool(preferences.NoTray, true)
	q := newFakeQueue()
	w := New(a, q, q, withoutDesktop(Options{desktop: desktopParts{trayHost: func(context.Context) bool { return true }, newTray: func(string, []byte, tray.Actions) trayIcon {
		t.Error("an icon that is not wanted")
		return &stubTray{}
	}}}))
	defer w.Stop()
	if w.desk.closing.tray {
		t.Error("closing would hide the window")
	}
}

// A window that was hidden is not in front, even when the news of its focus comes late:
// what is done meanwhile is told by a notification.
func TestLateFocus(t *testing.T) {
	yes := true
	s, _ := openInTray(t, &yes)
	s.desk.closing.hide()
	s.desk.focused(true)
	if !s.hidden() {
		t.Error("a hidden window is in front")
	}
	s.desk.show()
	s.desk.focused(true)
	if s.hidden() {
		t.Error("the window is not in front")
	}
}

func TestTrayMenu(t *testing.T) {
	yes := true
	all := examples.Downloads(time.Time{})
	s, icon := openInTray(t, &yes, all[0], all[1])
	s.tick(time.Second)
	if part := icon.shown.Progress; part == "" || "Hilo – "+part != icon.shown.Tooltip || part+" – Hilo" != s.win.Title() {
		t.Errorf("the tray says %+v, the title %q", icon.shown, s.win.Title())
	}
	if icon.shown.Pause != "Pause all" || !icon.shown.CanPause || icon.shown.Quit != "Quit" || icon.shown.Show != "Show Hilo" {
		t.Errorf("%+v", icon.shown)
	}
	icon.Pause()
	if s.tick(0); s.q.took() != "pause all" {
		t.Error("it does not pause")
	}
	for _, d := range all[:2] {
		d.State = core.Paused
		s.q.send(d)
	}
	s.tick(time.Second)
	if icon.shown.Pause != "Resume all" || icon.shown.Tooltip != "Hilo" {
		t.Errorf("%+v", icon.shown)
	}
	icon.Pause()
	if s.tick(0); s.q.took() != "resume all" {
		t.Error("it does not resume")
	}
	icon.Quit()
	if s.tick(0); !s.quit() {
		t.Error("it does not quit")
	}
}

func TestMaySleep(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})[0]), english, Options{})
	if s.tick(time.Second); !<-s.desk.awake.wanted {
		t.Error("it may sleep")
	}
	s.app.Preferences().SetBool(preferences.MaySleep, true)
	if s.tick(time.Second); <-s.desk.awake.wanted {
		t.Error("it may not sleep")
	}
}

// Hilo can start in the tray, but not where nothing would show it.
func TestStartInTray(t *testing.T) {
	for _, hosted := range []bool{true, false} {
		q := newFakeQueue()
		shown := false
		w := New(test.NewTempApp(t), q, q, withoutDesktop(Options{
			Hidden: true,
			desktop: desktopParts{
				trayHost: func(context.Context) bool { return hosted },
				newTray:  func(string, []byte, tray.Actions) trayIcon { return &stubTray{} },
			},
		}))
		w.win = shownWindow{w.win, &shown}
		w.Show()
		w.Stop()
		if shown == hosted {
			t.Errorf("with a tray %v the window is shown: %v", hosted, shown)
		}
	}
}

// shownWindow remembers whether it was shown.
type shownWindow struct {
	fyne.Window
	shown *bool
}

func (w shownWindow) Show() { *w.shown = true }

// TestSizeIsKeptWithoutClosing holds that the next start has the size of a window that was
// killed.
func TestSizeIsKeptWithoutClosing(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.win.Resize(fyne.NewSize(810, 650))
	s.tick(0)
	s.tick(0)
	if got := s.app.Preferences().Float(preferences.Width); got != 810 {
		t.Errorf("width kept as %v", got)
	}
}
