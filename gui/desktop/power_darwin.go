package desktop

import (
	"context"
	"os/exec"
)

// Sleep sends the computer to sleep. It returns the error of osascript, the program of
// macOS that is asked: the person has to allow Hilo once to control System Events.
func Sleep(ctx context.Context) error { return tellSystem(ctx, "sleep") }

// ShutDown shuts the computer down; other programs may ask the person first. It returns
// errors as Sleep does.
func ShutDown(ctx context.Context) error { return tellSystem(ctx, "shut down") }

func tellSystem(ctx context.Context, what string) error {
	return exec.CommandContext(ctx, "/usr/bin/osascript", "-e", `tell application "System Events" to `+what).Run()
}
