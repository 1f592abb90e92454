package desktop

import (
	"context"
	"os"
	"os/exec"
	"strconv"
)

// KeepAwake keeps the computer from going to sleep by itself until release is called
// or Hilo ends. The screen may turn dark. It returns the error of caffeinate, the
// program of macOS that is asked.
func KeepAwake(ctx context.Context, _ string) (release func(), err error) {
	c := exec.CommandContext(context.WithoutCancel(ctx), "/usr/bin/caffeinate", "-i", "-w", strconv.Itoa(os.Getpid()))
	if err := c.Start(); err != nil {
		return nil, err
	}
	return func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	}, nil
}
