package gui

import (
	"context"
	"os/exec"
)

// revealFile opens the file's folder with the file marked.
func revealFile(ctx context.Context, path string) error {
	return exec.CommandContext(ctx, "open", "-R", path).Run()
}
