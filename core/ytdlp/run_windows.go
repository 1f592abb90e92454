package ytdlp

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

const program = "yt-dlp.exe" // a .bat would be run by a shell

// alone keeps a program from opening a console. Its children are left to end
// by themselves when it is killed.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NO_WINDOW}
}
