//go:build !windows && !darwin

package desktop_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"

	"github.com/hilo-app/hilo/gui/desktop"
	"github.com/hilo-app/hilo/gui/internal/testbus"
)

// background is a portal that allows a start at login, or does not.
type background struct {
	bus     *dbus.Conn
	mu      sync.Mutex // of what follows
	code    uint32
	granted any // nil: what is asked for
	asked   []string
}

func (b *background) RequestBackground(sender dbus.Sender, _ string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	name := strings.ReplaceAll(strings.TrimPrefix(string(sender), ":"), ".", "_")
	at := dbus.ObjectPath("/org/freedesktop/portal/desktop/request/" + name + "/" + options["handle_token"].Value().(string))
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked = append(b.asked, fmt.Sprint(options["autostart"].Value(), " ", options["commandline"].Value()))
	granted := options["autostart"].Value()
	if b.granted != nil {
		granted = b.granted
	}
	b.bus.Emit(at, "org.freedesktop.portal.Request.Response", b.code, map[string]dbus.Variant{"autostart": dbus.MakeVariant(granted)})
	return at, nil
}

// In a Flatpak the portal is asked, and what it allowed is remembered.
func TestAutostartInFlatpak(t *testing.T) {
	path := autostart(t)
	b := &background{bus: testbus.Start(t)}
	b.bus.Export(b, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Background")
	testbus.Own(t, b.bus, "org.freedesktop.portal.Desktop")
	info := filepath.Join(t.TempDir(), "info")
	if err := os.WriteFile(info, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	desktop.BeFlatpak(t, info)

	for _, on := range []bool{true, false} {
		if err := desktop.SetAutostart(on); err != nil || desktop.Autostart() != on {
			t.Errorf("%v: %v, %v", on, err, desktop.Autostart())
		}
	}
	b.mu.Lock()
	asked := strings.Join(b.asked, ", ")
	b.mu.Unlock()
	if asked != "true [hilo -tray], false [hilo -tray]" {
		t.Errorf("asked for %s", asked)
	}
	for name, refusal := range map[string]*background{"the person": {code: 1}, "the desktop": {granted: false}, "nonsense": {granted: "yes"}} {
		b.mu.Lock()
		b.code, b.granted = refusal.code, refusal.granted
		b.mu.Unlock()
		if err := desktop.SetAutostart(true); !errors.Is(err, desktop.ErrRefused) || desktop.Autostart() {
			t.Errorf("%s refuses: %v, %v", name, err, desktop.Autostart())
		}
	}
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Error("a start that was refused is remembered")
	}
}

// Without a portal nothing is changed.
func TestAutostartInFlatpakWithoutPortal(t *testing.T) {
	autostart(t)
	testbus.Start(t)
	info := filepath.Join(t.TempDir(), "info")
	if err := os.WriteFile(info, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	desktop.BeFlatpak(t, info)
	if err := desktop.SetAutostart(true); err == nil || desktop.Autostart() {
		t.Errorf("%v, %v", err, desktop.Autostart())
	}
}
