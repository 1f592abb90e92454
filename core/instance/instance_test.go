package instance_test

import (
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/instance"
)

// socket returns a short path: systems take some 100 bytes.
func socket(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "hilo")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return filepath.Join(dir, "s")
}

// listen returns a channel that holds every message of a test.
func listen(t *testing.T, path string) chan instance.Message {
	t.Helper()
	got := make(chan instance.Message, 64)
	l, err := instance.Listen(path, func(m instance.Message) bool { got <- m; return true })
	if err != nil {
		if runtime.GOOS == "windows" {
			t.Skip("no such sockets here: ", err)
		}
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return got
}

func TestMessagesArrive(t *testing.T) {
	path := socket(t)
	got := listen(t, path)
	for _, want := range []instance.Message{{}, {Add: "a\nb \"ü\""}, {Offer: "c"}, {Add: strings.Repeat("\x01", instance.MaxText)}} {
		began := time.Now()
		if err := instance.Send(path, want); err != nil {
			t.Fatal(err)
		}
		if m := <-got; m != want {
			t.Errorf("got %.40q, want %.40q", m, want)
		}
		t.Log("handed over in", time.Since(began))
	}
}

func TestNobodyListens(t *testing.T) {
	path := socket(t)
	if err := instance.Send(path, instance.Message{}); !errors.Is(err, instance.ErrNobody) {
		t.Error("no socket:", err)
	}
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := instance.Send(path, instance.Message{}); !errors.Is(err, instance.ErrNobody) {
		t.Error("a file:", err)
	}
	if l, err := instance.Listen(path, func(instance.Message) bool { return false }); err == nil {
		_ = l.Close()
		t.Error("listens in place of a file")
	}
	if data, _ := os.ReadFile(path); string(data) != "mine" {
		t.Error("the file is gone")
	}
}

// A Hilo that was killed leaves its socket; the next one replaces it.
func TestSocketOfAKilledProcessIsReplaced(t *testing.T) {
	path := socket(t)
	old, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Skip(err)
	}
	old.SetUnlinkOnClose(false)
	_ = old.Close()
	if err := instance.Send(path, instance.Message{}); !errors.Is(err, instance.ErrNobody) {
		t.Error("left socket:", err)
	}
	got := listen(t, path)
	if err := instance.Send(path, instance.Message{Add: "x"}); err != nil || (<-got).Add != "x" {
		t.Error(err)
	}
}

func TestCloseRemovesTheSocket(t *testing.T) {
	path := socket(t)
	l, err := instance.Listen(path, func(instance.Message) bool { return false })
	if err != nil {
		t.Skip(err)
	}
	if runtime.GOOS != "windows" {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", info.Mode(), err)
		}
	}
	_ = l.Close()
	if _, err := os.Lstat(path); err == nil {
		t.Error("the socket is still there")
	}
}

// A Hilo that is about to end takes nothing, and the other side must know.
func TestRefusedMessage(t *testing.T) {
	path := socket(t)
	l, err := instance.Listen(path, func(instance.Message) bool { return false })
	if err != nil {
		t.Skip(err)
	}
	defer l.Close()
	if err := instance.Send(path, instance.Message{Add: "x"}); err == nil || errors.Is(err, instance.ErrNobody) {
		t.Error(err)
	}
}

func TestTooMuchText(t *testing.T) {
	path := socket(t)
	listen(t, path)
	if err := instance.Send(path, instance.Message{Add: strings.Repeat("x", instance.MaxText), Offer: "y"}); !errors.Is(err, instance.ErrTooLong) {
		t.Error(err)
	}
}

// What is no message reaches nobody, is not answered, and does not keep the
// next message from arriving.
func TestHostileConnections(t *testing.T) {
	path := socket(t)
	got := listen(t, path)
	for name, bytes := range map[string]string{
		"not JSON":  "GET / HTTP/1.1\r\n\r\n",
		"endless":   strings.Repeat("x", 1<<20),
		"too long":  `{"add":"` + strings.Repeat("x", instance.MaxText+1) + `"}` + "\n",
		"no object": "[1,2]\n",
		"cut":       `{"add":"x"`,
	} {
		c, err := net.Dial("unix", path)
		if err != nil {
			t.Fatal(err)
		}
		_ = c.SetDeadline(time.Now().Add(time.Minute))
		_, _ = io.WriteString(c, bytes)
		_ = c.(*net.UnixConn).CloseWrite()
		if said, _ := io.ReadAll(c); len(said) > 0 {
			t.Errorf("%s is answered with %q", name, said)
		}
		_ = c.Close()
	}
	var silent []net.Conn
	for range 3 { // they occupy all but one
		c, err := net.Dial("unix", path)
		if err != nil {
			t.Fatal(err)
		}
		silent = append(silent, c)
	}
	if err := instance.Send(path, instance.Message{Add: "good"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range silent {
		_ = c.Close()
	}
	if m := <-got; m.Add != "good" || len(got) > 0 {
		t.Errorf("got %v and %d more", m, len(got))
	}
}
