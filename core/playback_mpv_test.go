package core_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// mpv is a running player that is told what to do over its socket (mpv manual, "JSON IPC").
type mpv struct {
	t      *testing.T
	conn   net.Conn
	events chan map[string]any
}

// startMpv starts mpv without a window and without sound.
func startMpv(t *testing.T, address string) *mpv {
	t.Helper()
	program, err := exec.LookPath("mpv")
	if err != nil {
		t.Skip("mpv is not installed")
	}
	socket := filepath.Join(t.TempDir(), "mpv")
	log := filepath.Join(t.TempDir(), "log")
	c := exec.CommandContext(t.Context(), program, "--no-config", "--no-ytdl", "--cache-secs=10", "--vo=null", "--ao=null", "--untimed=no",
		"--input-ipc-server="+socket, "--log-file="+log, "--idle=no", "--keep-open=always", address)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
		if t.Failed() {
			b, _ := os.ReadFile(log)
			t.Logf("mpv says:\n%s", b[max(0, len(b)-4000):])
		}
	})
	m := &mpv{t: t, events: make(chan map[string]any, 10000)}
	for {
		if m.conn, err = net.Dial("unix", socket); err == nil {
			break
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-t.Context().Done():
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = m.conn.Close() })
	go func() {
		defer close(m.events)
		for lines := bufio.NewScanner(m.conn); lines.Scan(); {
			var e map[string]any
			if json.Unmarshal(lines.Bytes(), &e) == nil {
				m.events <- e
			}
		}
	}()
	return m
}

func (m *mpv) tell(command ...any) {
	m.t.Helper()
	b, err := json.Marshal(map[string]any{"command": command})
	if err != nil {
		m.t.Fatal(err)
	}
	if _, err := m.conn.Write(append(b, '\n')); err != nil {
		m.t.Fatal(err)
	}
}

// await waits for an event of mpv's, or the answer to a property.
func (m *mpv) await(what string, right func(map[string]any) bool) {
	m.t.Helper()
	limit := time.After(deadline)
	for {
		select {
		case e, ok := <-m.events:
			if !ok {
				m.t.Fatalf("mpv ended; wanted %s", what)
			}
			if e["event"] == "end-file" {
				m.t.Fatalf("mpv has reached the end: %v", e)
			}
			if right(e) {
				return
			}
		case <-limit:
			m.t.Fatalf("never: %s", what)
		}
	}
}

func event(name string) func(map[string]any) bool {
	return func(e map[string]any) bool { return e["event"] == name }
}

// position waits until the player is at a time, in seconds.
func (m *mpv) position(at float64) {
	m.t.Helper()
	m.await(fmt.Sprintf("%.1f s", at), func(e map[string]any) bool {
		seconds, ok := e["data"].(float64)
		return ok && e["name"] == "time-pos" && seconds >= at && seconds < at+30
	})
}

func (m *mpv) picture() {
	m.t.Helper()
	m.tell("observe_property", 1, "time-pos")
	m.await("the first picture", event("playback-restart"))
}

func (m *mpv) jump(at float64) { m.tell("seek", at, "absolute+exact") }

func (m *mpv) jumped(float64) {
	m.t.Helper()
	m.await("picture after a jump", event("playback-restart"))
}

// TestPlayerWatches has mpv play a download.
func TestPlayerWatches(t *testing.T) {
	if _, err := exec.LookPath("mpv"); err != nil {
		t.Skip("mpv is not installed")
	}
	watchDownload(t, func(t *testing.T, address string) testPlayer { return startMpv(t, address) })
}
