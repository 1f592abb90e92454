//go:build !windows && !darwin

package tray_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"github.com/hilo-app/hilo/gui/desktop/tray"
	"github.com/hilo-app/hilo/gui/internal/testbus"
)

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

// host is a desktop with a tray, or one that only has the service for it.
type host struct {
	shows      atomic.Bool
	registered chan string
}

// RegisterStatusNotifierItem takes an icon.
func (h *host) RegisterStatusNotifierItem(sender dbus.Sender, _ string) *dbus.Error {
	h.registered <- string(sender)
	return nil
}

// Get answers for the property IsStatusNotifierHostRegistered.
func (h *host) Get(string, string) (dbus.Variant, *dbus.Error) {
	return dbus.MakeVariant(h.shows.Load()), nil
}

func startHost(t *testing.T, conn *dbus.Conn, shows bool) *host {
	t.Helper()
	h := &host{registered: make(chan string, 8)}
	h.shows.Store(shows)
	_ = conn.Export(h, "/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher")
	_ = conn.Export(h, "/StatusNotifierWatcher", "org.freedesktop.DBus.Properties")
	testbus.Own(t, conn, "org.kde.StatusNotifierWatcher")
	return h
}

func TestAvailable(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
	if tray.Available(t.Context()) {
		t.Error("a tray without a bus")
	}
	conn := testbus.Start(t)
	if tray.Available(t.Context()) {
		t.Error("a tray without a watcher")
	}
	h := startHost(t, conn, false)
	if tray.Available(t.Context()) {
		t.Error("a tray that nothing shows")
	}
	h.shows.Store(true)
	if !tray.Available(t.Context()) {
		t.Error("no tray")
	}
}

// menu returns the labels of the menu, in parentheses those that cannot be pressed,
// their numbers, and the version of the menu.
func menu(t *testing.T, conn *dbus.Conn, owner string) (labels string, ids map[string]int32, version uint32) {
	t.Helper()
	var root struct {
		ID       int32
		Props    map[string]dbus.Variant
		Children []dbus.Variant
	}
	if err := conn.Object(owner, "/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{}).Store(&version, &root); err != nil {
		t.Fatal(err)
	}
	var all []string
	ids = map[string]int32{}
	for _, child := range root.Children {
		var item struct {
			ID    int32
			Props map[string]dbus.Variant
			Rest  []dbus.Variant
		}
		if err := dbus.Store([]any{child.Value()}, &item); err != nil {
			t.Fatal(err)
		}
		label, _ := item.Props["label"].Value().(string)
		ids[label] = item.ID
		if enabled, ok := item.Props["enabled"].Value().(bool); ok && !enabled {
			label = "(" + label + ")"
		}
		if kind, _ := item.Props["type"].Value().(string); kind == "separator" {
			label = "-"
		}
		all = append(all, label)
	}
	return strings.Join(all, ", "), ids, version
}

// layouts returns what tells each new version of the menu from now on.
func layouts(t *testing.T, conn *dbus.Conn) <-chan *dbus.Signal {
	t.Helper()
	told := make(chan *dbus.Signal, 16)
	conn.Signal(told)
	if err := conn.AddMatchSignal(dbus.WithMatchInterface("com.canonical.dbusmenu"), dbus.WithMatchMember("LayoutUpdated")); err != nil {
		t.Fatal(err)
	}
	return told
}

var tested bool

// There is one icon in a process, so this is one test, which cannot run again.
func TestIcon(t *testing.T) {
	if tested {
		t.Skip("this process has had its icon")
	}
	tested = true
	conn := testbus.Start(t)
	h := startHost(t, conn, true)
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewNRGBA(image.Rect(0, 0, 64, 64))); err != nil {
		t.Fatal(err)
	}
	pressed := make(chan string, 8)
	do := func(what string) func() { return func() { pressed <- what } }
	icon := tray.New("Hilo", picture.Bytes(), tray.Actions{Show: do("show"), Pause: do("pause"), Quit: do("quit")})
	state := tray.State{Tooltip: "Hilo", Progress: "Nothing", Show: "Show Hilo", Pause: "Pause all", Quit: "Quit"}
	icon.Set(state)
	told := layouts(t, conn)
	icon.Start()
	var owner string
	select {
	case owner = <-h.registered:
	case <-time.After(patience):
		t.Fatal("no icon")
	}
	labels, ids, version := menu(t, conn, owner)
	if labels != "(Nothing), Show Hilo, (Pause all), -, Quit" {
		t.Errorf("menu: %s", labels)
	}
	// systray makes a second version 0.15 s after the first was read, without the lock
	// that the reader holds. Setting a tooltip takes the lock that it does hold, so that
	// what was read is ordered before what it writes; the version comes before the rest.
	state.Tooltip = "Hilo – nothing"
	icon.Set(state)
	for second := uint32(0); second <= version; {
		select {
		case s := <-told:
			if len(s.Body) > 0 {
				second, _ = s.Body[0].(uint32)
			}
		case <-time.After(patience):
			t.Fatal("no second version of the menu")
		}
	}
	property := func(name string) string {
		v, err := conn.Object(owner, "/StatusNotifierItem").GetProperty("org.kde.StatusNotifierItem." + name)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(v.Value())
	}
	if got := property("Title"); got != "Hilo" {
		t.Errorf("title %q", got)
	}
	press := func(id int32) string {
		conn.Object(owner, "/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.Event", 0, id, "clicked", dbus.MakeVariant(0), uint32(0))
		select {
		case what := <-pressed:
			return what
		case <-time.After(patience):
			t.Fatal("nothing was done")
			return ""
		}
	}
	for label, want := range map[string]string{"Show Hilo": "show", "Pause all": "pause", "Quit": "quit"} {
		if got := press(ids[label]); got != want {
			t.Errorf("%q does %q", label, got)
		}
	}
	conn.Object(owner, "/StatusNotifierItem").Call("org.kde.StatusNotifierItem.Activate", 0, int32(0), int32(0))
	if got := <-pressed; got != "show" {
		t.Errorf("a click does %q", got)
	}
	icon.Set(tray.State{Tooltip: "Hilo – 43 % – 3 of 12", Progress: "43 % – 3 of 12", Show: "Mostrar", Pause: "Resume all", Quit: "Salir", CanPause: true})
	if labels, _, _ := menu(t, conn, owner); labels != "(43 % – 3 of 12), Mostrar, Resume all, -, Salir" {
		t.Errorf("then: %s", labels)
	}
	if got := property("ToolTip"); !strings.Contains(got, "43 % – 3 of 12") {
		t.Errorf("tooltip %q", got)
	}
	icon.Set(state)
	if labels, _, _ := menu(t, conn, owner); labels != "(Nothing), Show Hilo, (Pause all), -, Quit" {
		t.Errorf("and again: %s", labels)
	}
	icon.Stop()
	if err := conn.Object(owner, "/StatusNotifierItem").Call("org.kde.StatusNotifierItem.Activate", 0, int32(0), int32(0)).Err; err == nil {
		t.Error("the icon stays")
	}
}
