//go:build !windows && !darwin

package keyring_test

import (
	"bufio"
	"context"
	"errors"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"github.com/hilo-app/hilo/core/keyring"
)

// startBus starts a message bus of the test's own and returns its address.
func startBus(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		t.Skip("needs dbus-daemon")
	}
	daemon := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address", "--address=unix:dir="+t.TempDir())
	out, err := daemon.StdoutPipe()
	if err == nil {
		err = daemon.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = daemon.Process.Kill(); _ = daemon.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address := strings.TrimSpace(line)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	return address
}

// The paths of the fake service.
const (
	path       = dbus.ObjectPath("/org/freedesktop/secrets")
	collection = path + "/collection/login"
	onlyItem   = collection + "/1"
	prompt     = path + "/prompt/1"
	sessionOf  = path + "/session/1"
)

// fakeService is a Secret Service with one collection and at most one item.
type fakeService struct {
	conn *dbus.Conn

	mu      sync.Mutex
	locked  bool
	none    bool   // no default collection
	answer  string // of the person: unlock, dismiss, nothing, nonsense
	item    map[string]string
	value   string
	prompts int
}

type fakeSecret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

func (f *fakeService) OpenSession(algorithm string, _ dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	if algorithm != "plain" {
		return dbus.Variant{}, "/", dbus.MakeFailedError(errors.New("no such algorithm"))
	}
	return dbus.MakeVariant(""), sessionOf, nil
}

func (f *fakeService) ReadAlias(string) (dbus.ObjectPath, *dbus.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.none {
		return "/", nil
	}
	return collection, nil
}

func (f *fakeService) SearchItems(attributes map[string]string) (open, locked []dbus.ObjectPath, _ *dbus.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := f.item != nil
	for key, value := range attributes {
		found = found && f.item[key] == value
	}
	switch {
	case !found:
		return nil, nil, nil
	case f.locked:
		return nil, []dbus.ObjectPath{onlyItem}, nil
	}
	return []dbus.ObjectPath{onlyItem}, nil, nil
}

func (f *fakeService) Unlock(paths []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.locked {
		return nil, prompt, nil
	}
	return paths, "/", nil
}

// Prompt is a method of the prompt.
func (f *fakeService) Prompt(string) *dbus.Error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.prompts++
	body := []any{f.answer == "dismiss", dbus.MakeVariant([]dbus.ObjectPath{})}
	switch f.answer {
	case "unlock":
		f.locked = false
	case "nothing":
		return nil
	case "nonsense":
		body = []any{"yes"}
	}
	_ = f.conn.Emit(prompt, "org.freedesktop.Secret.Prompt.Completed", body...)
	return nil
}

// CreateItem is a method of the collection.
func (f *fakeService) CreateItem(properties map[string]dbus.Variant, s fakeSecret, _ bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.locked || s.Session != sessionOf {
		return "/", "/", dbus.MakeFailedError(errors.New("locked"))
	}
	f.item, _ = properties["org.freedesktop.Secret.Item.Attributes"].Value().(map[string]string)
	f.value = string(s.Value)
	return onlyItem, "/", nil
}

// GetSecret is a method of the item.
func (f *fakeService) GetSecret(s dbus.ObjectPath) (fakeSecret, *dbus.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.locked {
		return fakeSecret{}, dbus.MakeFailedError(errors.New("locked"))
	}
	return fakeSecret{s, []byte{}, []byte(f.value), "text/plain"}, nil
}

// Delete is a method of the item.
func (f *fakeService) Delete() (dbus.ObjectPath, *dbus.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.item, f.value = nil, ""
	return "/", nil
}

// startService starts a fake service on a bus of its own.
func startService(t *testing.T) *fakeService {
	t.Helper()
	conn, err := dbus.Connect(startBus(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	f := &fakeService{conn: conn, answer: "unlock"}
	for at, name := range map[dbus.ObjectPath]string{
		path: "org.freedesktop.Secret.Service", collection: "org.freedesktop.Secret.Collection",
		onlyItem: "org.freedesktop.Secret.Item", prompt: "org.freedesktop.Secret.Prompt",
	} {
		if err := conn.Export(f, at, name); err != nil {
			t.Fatal(err)
		}
	}
	if reply, err := conn.RequestName("org.freedesktop.secrets", 0); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(reply, err)
	}
	return f
}

// set changes the service.
func (f *fakeService) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

// kept returns the password.
func (f *fakeService) kept() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.value
}

// prompted returns how often the person was asked.
func (f *fakeService) prompted() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.prompts
}

func TestSecretService(t *testing.T) {
	f := startService(t)
	k := keyring.System()
	if _, err := k.Get(t.Context(), rest); !errors.Is(err, keyring.ErrNotFound) {
		t.Errorf("an empty keyring: %v", err)
	}
	f.set(func() { f.locked = true })
	if err := k.Set(t.Context(), rest, "sésame"); err != nil || f.prompted() != 1 {
		t.Fatalf("%v, %d prompts", err, f.prompted())
	}
	f.set(func() { f.locked = true })
	if got, err := k.Get(t.Context(), rest); got != "sésame" || err != nil || f.prompted() != 2 {
		t.Errorf("%q, %v, %d prompts", got, err, f.prompted())
	}
	if _, err := k.Get(t.Context(), "another"); !errors.Is(err, keyring.ErrNotFound) {
		t.Errorf("another account: %v", err)
	}
	if err := k.Delete(t.Context(), rest); err != nil || f.kept() != "" {
		t.Errorf("%v, %q", err, f.kept())
	}
	if err := k.Delete(t.Context(), rest); !errors.Is(err, keyring.ErrNotFound) {
		t.Errorf("twice: %v", err)
	}
}

// What a service or a person may answer otherwise.
func TestSecretServiceRefuses(t *testing.T) {
	f := startService(t)
	k := keyring.System()
	f.set(func() { f.locked, f.answer = true, "dismiss" })
	if err := k.Set(t.Context(), rest, "sesame"); !errors.Is(err, keyring.ErrRefused) || f.kept() != "" {
		t.Errorf("dismissed: %v", err)
	}
	f.set(func() { f.answer = "nonsense" })
	if err := k.Set(t.Context(), rest, "sesame"); err == nil {
		t.Error("nonsense unlocks")
	}
	f.set(func() { f.answer = "nothing" })
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if err := k.Set(ctx, rest, "sesame"); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody answers: %v", err)
	}
	f.set(func() { f.locked, f.none = false, true })
	if err := k.Set(t.Context(), rest, "sesame"); !errors.Is(err, keyring.ErrNone) {
		t.Errorf("no collection: %v", err)
	}
	f.set(func() {
		f.item = map[string]string{"service": "io.github.hilo_app.hilo", "username": rest}
		f.value = strings.Repeat("x", 1<<20)
	})
	if got, err := k.Get(t.Context(), rest); got != "" || err == nil {
		t.Errorf("a password of %d bytes", len(got))
	}
	if err := k.Set(t.Context(), rest, strings.Repeat("x", 1<<20)); err == nil {
		t.Error("a password of 1 MB is kept")
	}
}

// Without a bus, and on one without the service, there is no keyring.
func TestNoSecretService(t *testing.T) {
	startBus(t)
	if _, err := keyring.System().Get(t.Context(), rest); !errors.Is(err, keyring.ErrNone) {
		t.Errorf("no service: %v", err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none")
	if _, err := keyring.System().Get(t.Context(), rest); !errors.Is(err, keyring.ErrNone) {
		t.Errorf("no bus: %v", err)
	}
}
