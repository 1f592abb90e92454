//go:build unix

package ytdlp

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

const program = "yt-dlp"

// alone gives a program a process group, which is killed as a whole: yt-dlp
// starts a JavaScript interpreter.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error {
		err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		if errors.Is(err, syscall.ESRCH) {
			return os.ErrProcessDone
		}
		return err
	}
}
