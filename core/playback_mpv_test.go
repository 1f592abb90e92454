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

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/youtube/simulator"
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
	c := exec.CommandContext(t.Context(), program, "--no-config", "--no-ytdl", "--vo=null", "--ao=null", "--untimed=no",
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

// TestPlayerWatches has mpv play a video of ten minutes that comes at twice its bitrate:
// it plays from the start, at 90 % and back at 5 %. How long each takes is logged. With
// HILO_E2E_LONG, no bytes come for 75 s.
func TestPlayerWatches(t *testing.T) {
	if _, err := exec.LookPath("mpv"); err != nil {
		t.Skip("mpv is not installed")
	}
	b := newHarness(t)
	v := longVideo("aaaaaaaaaaa", "Bridges")
	v.Media[0].Content = simulator.LongAt(simulator.H264x1080, 10*time.Minute, 1_500_000)
	b.site.Add(v)
	bitrate := (v.Media[0].Content.Size() + v.Media[1].Content.Size()) / 600
	b.site.SetPace(2 * bitrate / 8) // four connections for each of two streams
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	b.awaitBytes(id, 1)

	begin := time.Now()
	address, err := b.m.Players().Serve(id)
	if err != nil {
		t.Fatal(err)
	}
	m := startMpv(t, address)
	m.tell("observe_property", 1, "time-pos")
	m.await("the first picture", event("playback-restart"))
	t.Logf("%d bytes a second; first picture after %.2f s", 2*bitrate, time.Since(begin).Seconds())
	m.position(1)
	for _, at := range []float64{540, 30} {
		begin = time.Now()
		m.tell("seek", at, "absolute+exact")
		m.await("picture after a jump", event("playback-restart"))
		t.Logf("jump to %.0f s took %.2f s", at, time.Since(begin).Seconds())
		m.position(at + 1)
	}
	if os.Getenv("HILO_E2E_LONG") != "" {
		b.site.SetPace(1)
		m.tell("seek", 300, "absolute+exact")
		time.Sleep(75 * time.Second) // what is tested is that this time passes
		b.site.SetPace(2 * bitrate / 8)
		m.await("picture after a standstill", event("playback-restart"))
		m.position(301)
	}
	s := b.m.List()[0]
	t.Logf("%.0f %% downloaded", float64(s.Received)/float64(s.Total)*100)
	b.site.SetPace(0)
	b.awaitState(id, core.Done)
}
