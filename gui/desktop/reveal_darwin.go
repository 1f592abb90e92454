package desktop

import (
	"context"
	"os/exec"
)

// Reveal opens the file's folder with the file marked.
func Reveal(ctx context.Context, path string) error {
	return exec.CommandContext(ctx, "open", "-R", path).Run()
}
