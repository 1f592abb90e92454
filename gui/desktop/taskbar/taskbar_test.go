//go:build !windows && !darwin

package taskbar_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"github.com/hilo-app/hilo/gui/desktop/taskbar"
	"github.com/hilo-app/hilo/gui/internal/testbus"
)

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

// listen returns what docks are told, as "uri visible progress".
func listen(t *testing.T, conn *dbus.Conn) func() string {
	t.Helper()
	if err := conn.AddMatchSignal(dbus.WithMatchInterface("com.canonical.Unity.LauncherEntry")); err != nil {
		t.Fatal(err)
	}
	signals := make(chan *dbus.Signal, 64)
	conn.Signal(signals)
	return func() string {
		t.Helper()
		for end := time.After(patience); ; {
			select {
			case s := <-signals:
				if s.Name != "com.canonical.Unity.LauncherEntry.Update" {
					continue
				}
				var uri string
				var props map[string]dbus.Variant
				if err := dbus.Store(s.Body, &uri, &props); err != nil {
					t.Fatal(err)
				}
				return fmt.Sprint(uri, " ", props["progress-visible"].Value(), " ", props["progress"].Value())
			case <-end:
				t.Fatal("nothing was said")
			}
		}
	}
}

func TestProgress(t *testing.T) {
	said := listen(t, testbus.Start(t))
	b := taskbar.New("an.app", nil, func(err error) { t.Error(err) })
	for _, step := range []struct {
		part float64
		want string
	}{
		{-1, ""}, // nothing was shown before
		{0.434, "true 0.43"},
		{0.439, ""}, // the same per cent
		{1.5, "true 1"},
		{-1, "false 0"},
		{0, "true 0"},
	} {
		b.Set(step.part)
		if step.want == "" {
			continue // the next signal would be another one
		}
		if got := said(); got != "application://an.app.desktop "+step.want {
			t.Errorf("%v: %q, want %q", step.part, got, step.want)
		}
	}
	b.Close()
	if got := said(); got != "application://an.app.desktop false 0" {
		t.Errorf("at the end %q", got)
	}
}

// Without a bus that is said once, and nothing waits.
func TestWithoutBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
	failed := make(chan error, 8)
	b := taskbar.New("an.app", nil, func(err error) { failed <- err })
	for part := range 50 {
		b.Set(float64(part) / 50)
	}
	b.Close()
	for part := range 50 {
		b.Set(float64(part) / 50)
	}
	if len(failed) > 1 {
		t.Errorf("failed %d times", len(failed))
	}
}

func TestFailureIsTold(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
	failed := make(chan error, 8)
	b := taskbar.New("an.app", nil, func(err error) { failed <- err })
	defer b.Close()
	b.Set(0.5)
	select {
	case <-failed:
	case <-time.After(patience):
		t.Error("nothing was said")
	}
}
