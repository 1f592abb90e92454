package ytdlp

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

const program = "yt-dlp.exe" // a .bat would run in a shell

// isolate keeps a program from opening a console. When the program is killed, its
// child processes continue until they end by themselves.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NO_WINDOW}
}
