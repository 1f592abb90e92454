//go:build !windows && !darwin

package notify_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"github.com/hilo-app/hilo/gui/desktop/notify"
	"github.com/hilo-app/hilo/gui/internal/testbus"
)

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

// server is a notification service that records what it is asked to show.
type server struct {
	bus    *dbus.Conn
	can    []string
	first  uint32 // number of the first notification
	shown  chan string
	closed chan uint32
	at     func(id uint32) // called before Notify returns; nil for nothing
}

func startServer(t *testing.T, conn *dbus.Conn, s *server) *server {
	t.Helper()
	s.bus, s.shown, s.closed = conn, make(chan string, 8), make(chan uint32, 8)
	if err := conn.Export(s, "/org/freedesktop/Notifications", "org.freedesktop.Notifications"); err != nil {
		t.Fatal(err)
	}
	testbus.Own(t, conn, "org.freedesktop.Notifications")
	return s
}

// GetCapabilities returns what the service can show.
func (s *server) GetCapabilities() ([]string, *dbus.Error) { return s.can, nil }

// Notify shows a notification.
func (s *server) Notify(app string, replaces uint32, icon, title, body string, actions []string, hints map[string]dbus.Variant, timeout int32) (uint32, *dbus.Error) {
	id := replaces
	if id == 0 {
		s.first++
		id = s.first
	}
	s.shown <- fmt.Sprint(app, " ", replaces, " ", icon, " ", title, ": ", body, " ", strings.Join(actions, ","), " ", hints["desktop-entry"].Value())
	if s.at != nil {
		s.at(id)
	}
	return id, nil
}

// CloseNotification takes a notification back.
func (s *server) CloseNotification(id uint32) *dbus.Error { s.closed <- id; return nil }

func (s *server) press(id uint32, key string) { press(s.bus, id, key) }

func press(from *dbus.Conn, id uint32, key string) {
	_ = from.Emit("/org/freedesktop/Notifications", "org.freedesktop.Notifications.ActionInvoked", id, key)
}

func next[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case x := <-from:
		return x
	case <-time.After(patience):
		t.Fatal("nothing happened")
		panic("not reached")
	}
}

// note returns a notification whose presses go to a channel.
func note(body string) (notify.Note, chan string) {
	pressed := make(chan string, 8)
	do := func(what string) func() { return func() { pressed <- what } }
	return notify.Note{Title: "Hilo", Body: body, Click: do("click"), Actions: []notify.Action{
		{Label: "Open", Do: do("open")}, {Label: "Show in folder", Do: do("reveal")},
	}}, pressed
}

func TestNote(t *testing.T) {
	s := startServer(t, testbus.Start(t), &server{can: []string{"actions", "body", "body-markup"}, first: 6})
	n := notify.New("an.app")
	defer n.Close()
	hello, pressed := note(`<b>"A & B"</b>`)
	if err := n.Send(t.Context(), hello); err != nil {
		t.Fatal(err)
	}
	if got, want := next(t, s.shown), `Hilo 0 an.app Hilo: &lt;b&gt;"A &amp; B"&lt;/b&gt; default,Hilo,0,Open,1,Show in folder an.app`; got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
	for key, want := range map[string]string{"default": "click", "0": "open", "1": "reveal"} {
		s.press(7, key)
		if got := next(t, pressed); got != want {
			t.Errorf("%q does %q, want %q", key, got, want)
		}
	}
	second, pressedNow := note("2")
	if err := n.Send(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	if got := next(t, s.closed); got != 7 {
		t.Errorf("the older one stays: %d was closed", got)
	}
	next(t, s.shown)
	s.press(7, "0")
	s.press(8, "0")
	if next(t, pressedNow); len(pressed) > 0 {
		t.Error("the older one was pressed")
	}
	if n.Close(); next(t, s.closed) != 8 {
		t.Error("it stays after the end")
	}
}

// Only the service can say that something of what is shown was pressed.
func TestForgedPresses(t *testing.T) {
	s := startServer(t, testbus.Start(t), &server{can: []string{"actions"}})
	n := notify.New("an.app")
	defer n.Close()
	hello, pressed := note("<1>")
	if err := n.Send(t.Context(), hello); err != nil {
		t.Fatal(err)
	}
	if got := next(t, s.shown); !strings.Contains(got, "<1>") {
		t.Errorf("escaped for a service without markup: %q", got)
	}
	press(testbus.Dial(t), 1, "0")
	for _, key := range []string{"2", "-1", "x", ""} {
		s.press(1, key)
	}
	s.press(2, "0")
	_ = s.bus.Emit("/org/freedesktop/Notifications", "org.freedesktop.Notifications.ActionInvoked", "1", uint32(0))
	_ = s.bus.Emit("/org/freedesktop/Notifications", "org.freedesktop.Notifications.ActionInvoked")
	s.press(1, "1")
	if got := next(t, pressed); got != "reveal" {
		t.Errorf("pressed %q", got)
	}
	_ = s.bus.Emit("/org/freedesktop/Notifications", "org.freedesktop.Notifications.NotificationClosed", uint32(1), uint32(2))
	s.press(1, "0")
	again, pressedNow := note("2")
	if err := n.Send(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	next(t, s.shown)
	s.press(2, "0")
	if next(t, pressedNow); len(pressed) > 0 {
		t.Error("what was closed is pressed")
	}
}

// A person, or a test, may press before the service has answered.
func TestPressedAtOnce(t *testing.T) {
	s := &server{can: []string{"actions"}}
	s.at = func(id uint32) { s.press(id, "default") }
	startServer(t, testbus.Start(t), s)
	n := notify.New("an.app")
	defer n.Close()
	hello, pressed := note("x")
	if err := n.Send(t.Context(), hello); err != nil {
		t.Fatal(err)
	}
	if got := next(t, pressed); got != "click" {
		t.Error(got)
	}
}

func TestWithoutActions(t *testing.T) {
	s := startServer(t, testbus.Start(t), &server{})
	n := notify.New("an.app")
	defer n.Close()
	hello, _ := note("x")
	if err := n.Send(t.Context(), hello); err != nil {
		t.Fatal(err)
	}
	if got := next(t, s.shown); strings.Contains(got, "Open") {
		t.Errorf("buttons for a service that has none: %q", got)
	}
}

// A service that starts anew is found again, and gets no number of the old one.
func TestServiceStartsAnew(t *testing.T) {
	testbus.Start(t)
	n := notify.New("an.app")
	defer n.Close()
	hello, pressed := note("x")
	if err := n.Send(t.Context(), hello); err == nil {
		t.Error("shown by nobody")
	}
	for range 2 {
		own := testbus.Dial(t)
		s := startServer(t, own, &server{can: []string{"actions"}})
		if err := n.Send(t.Context(), hello); err != nil {
			t.Fatal(err)
		}
		if got := next(t, s.shown); !strings.HasPrefix(got, "Hilo 0 ") {
			t.Errorf("shown as %q", got)
		}
		s.press(1, "0")
		next(t, pressed)
		own.Close()
	}
}

func TestWithoutBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
	n := notify.New("an.app")
	if err := n.Send(t.Context(), notify.Note{}); err == nil {
		t.Error("shown by nobody")
	}
	n.Close()
}
