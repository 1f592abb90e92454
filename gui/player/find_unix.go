//go:build !windows && !darwin

package player

import (
	"context"
	"os/exec"
	"strings"
	"time"
)

// locate returns the path of a program, empty if it is not installed.
func locate(program string) string {
	path, err := exec.LookPath(program)
	if err != nil {
		return ""
	}
	return path
}

// usualProgram returns the program that the desktop has for videos, as its desktop file
// is called: "org.videolan.VLC.desktop" and "vlc.desktop" are "vlc".
func usualProgram() string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "xdg-mime", "query", "default", "video/mp4").Output()
	if err != nil {
		return ""
	}
	name := strings.ToLower(strings.TrimSuffix(strings.TrimSpace(string(out)), ".desktop"))
	return name[strings.LastIndexByte(name, '.')+1:]
}
