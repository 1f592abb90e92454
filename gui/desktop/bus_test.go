//go:build !windows && !darwin

package desktop_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"github.com/hilo-app/hilo/gui/desktop"
	"github.com/hilo-app/hilo/gui/internal/testbus"
)

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

// withoutPrograms leaves no program for a dialog, so that only the portal can ask.
func withoutPrograms(t *testing.T) {
	t.Helper()
	t.Setenv("PATH", t.TempDir())
	t.Setenv("XDG_CURRENT_DESKTOP", "KDE")
}

// portal is a portal that answers as a test wants.
type portal struct {
	bus    *dbus.Conn
	code   uint32
	uris   []string
	silent bool
	asked  chan map[string]dbus.Variant
}

// OpenFile answers before its own reply is sent, as a fast portal may.
func (p *portal) OpenFile(sender dbus.Sender, _, _ string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	name := strings.ReplaceAll(strings.TrimPrefix(string(sender), ":"), ".", "_")
	at := dbus.ObjectPath("/org/freedesktop/portal/desktop/request/" + name + "/" + options["handle_token"].Value().(string))
	if !p.silent {
		p.bus.Emit(at, "org.freedesktop.portal.Request.Response", p.code, map[string]dbus.Variant{"uris": dbus.MakeVariant(p.uris)})
	}
	p.asked <- options
	return at, nil
}

type version uint32

// Get answers for the property version.
func (v version) Get(string, string) (dbus.Variant, *dbus.Error) {
	return dbus.MakeVariant(uint32(v)), nil
}

func startPortal(t *testing.T, v version, p *portal) *portal {
	t.Helper()
	p.bus, p.asked = testbus.Start(t), make(chan map[string]dbus.Variant, 1)
	p.bus.Export(p, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.FileChooser")
	p.bus.Export(v, "/org/freedesktop/portal/desktop", "org.freedesktop.DBus.Properties")
	testbus.Own(t, p.bus, "org.freedesktop.portal.Desktop")
	withoutPrograms(t)
	return p
}

func TestPortalPicksFolder(t *testing.T) {
	p := startPortal(t, 4, &portal{uris: []string{"file:///home/ana/M%C3%BAsica%20%23"}})
	got, err := desktop.PickFolder(t.Context(), "Save downloads in", "/home/ana")
	if err != nil || got != "/home/ana/Música #" {
		t.Errorf("got %q, %v", got, err)
	}
	options := <-p.asked
	if options["directory"].Value() != true || string(options["current_folder"].Value().([]byte)) != "/home/ana\x00" {
		t.Errorf("asked for %v", options)
	}
}

func TestPortalPicksFile(t *testing.T) {
	p := startPortal(t, 2, &portal{uris: []string{"file:///a.signed"}})
	if got, err := desktop.PickFile(t.Context(), "Ways", "*.signed", "*.json"); err != nil || got != "/a.signed" {
		t.Errorf("got %q, %v", got, err)
	}
	options := <-p.asked
	if options["directory"].Value() != false || fmt.Sprint(options["filters"].Value()) != "[[Ways [[0 *.signed] [0 *.json]]]]" {
		t.Errorf("asked for %v", options)
	}
}

// What the person closes is not asked again by another dialog.
func TestPortalCanceled(t *testing.T) {
	startPortal(t, 4, &portal{code: 1})
	if _, err := desktop.PickFolder(t.Context(), "x", "/"); !errors.Is(err, desktop.ErrCanceled) {
		t.Error(err)
	}
}

// Every failure is in the error: nothing is thrown away.
func TestPortalAnswersNonsense(t *testing.T) {
	for name, p := range map[string]*portal{
		"failed":       {code: 2},
		"nothing":      {},
		"two":          {uris: []string{"file:///a", "file:///b"}},
		"of a network": {uris: []string{"smb://server/a"}},
		"of a host":    {uris: []string{"file://server/a"}},
		"relative":     {uris: []string{"file:a"}},
		"too long":     {uris: []string{"file:///" + strings.Repeat("a", 5000)}},
		"NUL":          {uris: []string{"file:///a%00b"}},
	} {
		t.Run(name, func(t *testing.T) {
			startPortal(t, 4, p)
			got, err := desktop.PickFolder(t.Context(), "x", "/")
			if got != "" || err == nil || !strings.Contains(err.Error(), "portal:") || !strings.Contains(err.Error(), "kdialog:") {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

// A portal from before folders could be chosen is not asked for one.
func TestOldPortal(t *testing.T) {
	p := startPortal(t, 2, &portal{uris: []string{"file:///a"}})
	if got, err := desktop.PickFolder(t.Context(), "x", "/"); err == nil || len(p.asked) > 0 {
		t.Errorf("got %q", got)
	}
}

// The question ends with the portal, and with its context.
func TestPortalEnds(t *testing.T) {
	for _, end := range []string{"portal", "context"} {
		t.Run(end, func(t *testing.T) {
			p := startPortal(t, 4, &portal{silent: true})
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			ended := make(chan error, 1)
			go func() { _, err := desktop.PickFolder(ctx, "x", "/"); ended <- err }()
			select {
			case <-p.asked:
			case <-time.After(patience):
				t.Fatal("not asked")
			}
			if end == "portal" {
				p.bus.Close()
			} else {
				cancel()
			}
			select {
			case err := <-ended:
				if err == nil || end == "context" && !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
			case <-time.After(patience):
				t.Error("it waits for an answer that cannot come")
			}
		})
	}
}

// session is a service that takes wishes to stay awake.
type session struct{ calls chan string }

// Inhibit takes a wish.
func (s session) Inhibit(app string, _ uint32, why string, flags uint32) (uint32, *dbus.Error) {
	s.calls <- "inhibit"
	return 7, nil
}

// Uninhibit takes it back.
func (s session) Uninhibit(cookie uint32) *dbus.Error {
	if cookie == 7 {
		s.calls <- "allow"
	}
	return nil
}

func next(t *testing.T, calls <-chan string) string {
	t.Helper()
	select {
	case call := <-calls:
		return call
	case <-time.After(patience):
		t.Fatal("nothing was called")
		return ""
	}
}

func TestKeepAwakeBySession(t *testing.T) {
	bus, calls := testbus.Start(t), make(chan string, 4)
	bus.Export(session{calls}, "/org/gnome/SessionManager", "org.gnome.SessionManager")
	testbus.Own(t, bus, "org.gnome.SessionManager")
	before := runtime.NumGoroutine()
	release, err := desktop.KeepAwake(t.Context(), "Downloads are running.")
	if err != nil || next(t, calls) != "inhibit" {
		t.Fatal(err)
	}
	release()
	if call := next(t, calls); call != "allow" {
		t.Error(call)
	}
	for end := time.Now().Add(patience); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
}

// login is logind: the wish holds until the file that it returns is closed.
type login struct{ lock dbus.UnixFD }

// Inhibit returns the file.
func (l login) Inhibit(what, _, _, mode string) (dbus.UnixFD, *dbus.Error) {
	if what != "sleep" || mode != "block" {
		return 0, dbus.MakeFailedError(errors.New(what + " " + mode))
	}
	return l.lock, nil
}

func TestKeepAwakeByLogin(t *testing.T) {
	bus := testbus.Start(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	bus.Export(login{dbus.UnixFD(w.Fd())}, "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
	testbus.Own(t, bus, "org.freedesktop.login1")
	release, err := desktop.KeepAwake(t.Context(), "Downloads are running.")
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
	ended := make(chan struct{})
	go func() { r.Read(make([]byte, 1)); close(ended) }()
	select {
	case <-ended:
		t.Fatal("the lock is not held")
	case <-time.After(50 * time.Millisecond): // a lock that is not held ends at once
	}
	release()
	select {
	case <-ended:
	case <-time.After(patience):
		t.Error("the lock is still held")
	}
}

// Without a service, and without a bus, the caller learns of it and nothing hangs.
func TestKeepAwakeWithoutService(t *testing.T) {
	testbus.Start(t)
	if _, err := desktop.KeepAwake(t.Context(), "x"); err == nil || !strings.Contains(err.Error(), "login1") {
		t.Error(err)
	}
	none := "unix:path=" + t.TempDir() + "/none"
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", none)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", none)
	if _, err := desktop.KeepAwake(t.Context(), "x"); err == nil {
		t.Error("kept awake by nobody")
	}
}

// power is logind, which records what the computer is to do.
type power struct{ calls chan string }

// Suspend would send the computer to sleep.
func (p power) Suspend(interactive bool) *dbus.Error {
	p.calls <- fmt.Sprint("suspend ", interactive)
	return nil
}

// PowerOff would shut the computer down, but is not allowed to.
func (p power) PowerOff(interactive bool) *dbus.Error {
	p.calls <- fmt.Sprint("power off ", interactive)
	return dbus.NewError("org.freedesktop.DBus.Error.AccessDenied", []any{"others are logged in"})
}

func TestPower(t *testing.T) {
	bus, calls := testbus.Start(t), make(chan string, 4)
	if err := desktop.Sleep(t.Context()); err == nil {
		t.Error("asleep without logind")
	}
	bus.Export(power{calls}, "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
	testbus.Own(t, bus, "org.freedesktop.login1")
	if err := desktop.Sleep(t.Context()); err != nil || next(t, calls) != "suspend false" {
		t.Error(err)
	}
	if err := desktop.ShutDown(t.Context()); err == nil || !strings.Contains(err.Error(), "others are logged in") || next(t, calls) != "power off false" {
		t.Error(err)
	}
}
