package desktop

import (
	"context"
	"os/exec"
	"syscall"
)

// Reveal opens the file's folder with the file marked. Explorer needs its
// argument in one piece, quoted only after the comma, which exec's own quoting
// does not do; and it ends with 1 even when it did what it was told.
func Reveal(ctx context.Context, path string) error {
	c := exec.CommandContext(ctx, "explorer.exe")
	c.SysProcAttr = &syscall.SysProcAttr{CmdLine: `explorer.exe /select,"` + path + `"`}
	_ = c.Run()
	return nil
}
