package ytdlp_test

import (
	"io"
	"net"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// newSession starts a program in a session of its own.
func newSession(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// TestSessionsEndWithYtdlp checks that a child process is killed that has left
// yt-dlp's process group.
func TestSessionsEndWithYtdlp(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	e, _ := extractor(t, act{Out: good, Leave: listener.Addr().String(), Session: true})
	if _, err := e.Video(t.Context(), testID); err != nil {
		t.Fatal(err)
	}
	c, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetReadDeadline(time.Now().Add(10 * time.Second))
	if n, err := io.Copy(io.Discard, c); n != 0 || isTimeout(err) {
		t.Errorf("the child lives on: %v", err)
	}
}
