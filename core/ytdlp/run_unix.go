//go:build unix

package ytdlp

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

const program = "yt-dlp"

// isolate runs a program in a process group of its own, which is killed as a whole
// because yt-dlp starts a JavaScript interpreter. A child process that leaves the
// group (setsid) is not killed so, but on Linux by endMarked. Elsewhere it loses its
// output, and continues until it ends by itself.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return killGroup(cmd.Process) }
}

// contain returns a function that kills the child processes that a program left
// behind. It is called after the program has ended.
func contain(p *os.Process) func() { return func() { _ = killGroup(p) } }

// killGroup kills all processes of the group that p was started in.
func killGroup(p *os.Process) error {
	err := syscall.Kill(-p.Pid, syscall.SIGKILL)
	if errors.Is(err, syscall.ESRCH) {
		return os.ErrProcessDone
	}
	return err
}
