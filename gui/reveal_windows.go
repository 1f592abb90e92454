package gui

import (
	"context"
	"errors"
	"os/exec"
	"syscall"
)

// explorer needs its argument in one piece, quoted only after the comma, which
// exec's own quoting does not do.
func explorer(path string) *exec.Cmd {
	c := exec.Command("explorer.exe")
	c.SysProcAttr = &syscall.SysProcAttr{CmdLine: `explorer.exe /select,"` + path + `"`}
	return c
}

func showItem(context.Context, string) error { return errors.ErrUnsupported }
