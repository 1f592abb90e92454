package desktop

import (
	"os"
	"testing"

	"golang.org/x/sys/windows/registry"
)

// It writes the registry of the person who runs the tests, and restores it.
func TestAutostart(t *testing.T) {
	was := Autostart()
	t.Cleanup(func() { _ = SetAutostart(was) })
	if err := SetAutostart(true); err != nil || !Autostart() {
		t.Fatal(err, Autostart())
	}
	key, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE)
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	exe, _ := os.Executable()
	if got, _, err := key.GetStringValue(runName); err != nil || got != `"`+exe+`" -tray` {
		t.Errorf("%q, %v", got, err)
	}
	approved, _, err := registry.CreateKey(registry.CURRENT_USER, approvedKey, registry.SET_VALUE)
	if err != nil {
		t.Fatal(err)
	}
	defer approved.Close()
	if err := approved.SetBinaryValue(runName, []byte{3, 0, 0, 0}); err != nil || Autostart() {
		t.Error("what the task manager switched off starts", err)
	}
	if err := SetAutostart(true); err != nil || !Autostart() {
		t.Error("it cannot be switched on again", err)
	}
	for range 2 {
		if err := SetAutostart(false); err != nil || Autostart() {
			t.Error("it stays", err)
		}
	}
}
