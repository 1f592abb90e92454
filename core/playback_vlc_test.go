//go:build unix

package core_test

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media/mediatest"
)

// vlc is a running VLC that is told what to do by its remote control over a socket.
type vlc struct {
	t     *testing.T
	conn  net.Conn
	lines *bufio.Reader
	shown int // pictures when it jumped, and some that may be on their way
}

// startVLC starts VLC without a window and without sound.
func startVLC(t *testing.T, program, address string) *vlc {
	t.Helper()
	dir, err := os.MkdirTemp("", "vlc") // of whom it runs as
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "rc")
	log := filepath.Join(dir, "log")
	c := exec.CommandContext(t.Context(), program, "-I", "oldrc", "--rc-unix="+socket, "--rc-fake-tty", "--no-video-title-show", "--no-media-library",
		"--vout=dummy", "--aout=dummy", "--no-play-and-exit", "--file-logging", "--logfile="+log, address)
	mediatest.RunsAsNobody(t, c, dir)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
		if t.Failed() {
			b, _ := os.ReadFile(filepath.Clean(log))
			t.Logf("VLC says:\n%s", b[max(0, len(b)-4000):])
		}
	})
	v := &vlc{t: t}
	for {
		if v.conn, err = net.Dial("unix", socket); err == nil {
			break
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-t.Context().Done():
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = v.conn.Close() })
	v.lines = bufio.NewReader(v.conn)
	return v
}

// ask sends a command and returns what comes up to the line that ends it.
func (v *vlc) ask(command string, last func(line string) bool) (lines []string) {
	v.t.Helper()
	if _, err := fmt.Fprintln(v.conn, command); err != nil {
		v.t.Fatal(err)
	}
	for {
		if err := v.conn.SetReadDeadline(time.Now().Add(deadline)); err != nil {
			v.t.Fatal(err)
		}
		line, err := v.lines.ReadString('\n')
		line = strings.TrimSpace(line)
		if err != nil {
			v.t.Fatalf("VLC ended: %v; %q", err, lines)
		}
		lines = append(lines, line)
		if last(line) {
			return lines
		}
	}
}

// pictures returns how many it has shown.
func (v *vlc) pictures() (n int) {
	v.t.Helper()
	for _, line := range v.ask("stats", returned("stats")) {
		if _, number, ok := strings.Cut(line, "frames displayed :"); ok {
			n, _ = strconv.Atoi(strings.TrimSpace(number))
		}
	}
	return n
}

// returned reports whether a line ends a command.
func returned(command string) func(string) bool {
	return func(line string) bool { return strings.HasPrefix(line, command+": returned") }
}

// time returns where it is, in seconds.
func (v *vlc) time() (at int) {
	v.t.Helper()
	v.ask("get_time", func(line string) bool {
		n, err := strconv.Atoi(line)
		at = n
		return err == nil
	})
	return at
}

func (v *vlc) await(what string, right func() bool) {
	v.t.Helper()
	for limit := time.Now().Add(deadline); time.Now().Before(limit); time.Sleep(5 * time.Millisecond) {
		if right() {
			return
		}
	}
	v.t.Fatalf("never: %s", what)
}

func (v *vlc) picture() {
	v.t.Helper()
	v.await("the first picture", func() bool { return v.pictures() > 0 })
}

func (v *vlc) jump(at float64) {
	v.t.Helper()
	v.shown = v.pictures() + 8
	v.ask(fmt.Sprintf("seek %.0f", at), returned("seek"))
}

// jumped waits for a picture: VLC shows all from the start of the fragment on, which
// lasts some 5 s, when it has all of that.
func (v *vlc) jumped(at float64) {
	v.t.Helper()
	v.await("picture after a jump", func() bool { now := v.time(); return now >= int(at)-6 && now < int(at)+30 && v.pictures() > v.shown })
}

func (v *vlc) position(at float64) {
	v.t.Helper()
	v.await(fmt.Sprintf("%.1f s", at), func() bool { now := v.time(); return now >= int(at) && now < int(at)+30 })
}

// TestVLCWatches has VLC play a download.
func TestVLCWatches(t *testing.T) {
	program, err := exec.LookPath("vlc")
	if err != nil {
		t.Skip("VLC is not installed")
	}
	watchDownload(t, func(t *testing.T, address string) testPlayer {
		t.Helper()
		return startVLC(t, program, address)
	})
}
