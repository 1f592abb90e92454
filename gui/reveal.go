package gui

import (
	"context"
	"net/url"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// fileURL is the address of a file on this computer.
func fileURL(path string) *url.URL {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… becomes file:///C:/…
	}
	return &url.URL{Scheme: "file", Path: path}
}

// revealFile opens the file's folder with the file marked. An error means that
// the folder should be opened by other means.
func revealFile(ctx context.Context, path string) error {
	switch runtime.GOOS {
	case "windows":
		// Explorer ends with 1 even when it did what it was told.
		_ = explorer(path).Run()
		return nil
	case "darwin":
		return exec.CommandContext(ctx, "open", "-R", path).Run()
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return showItem(ctx, fileURL(path).String())
}
