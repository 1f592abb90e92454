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
// because yt-dlp starts a JavaScript interpreter.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error {
		err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		if errors.Is(err, syscall.ESRCH) {
			return os.ErrProcessDone
		}
		return err
	}
}
