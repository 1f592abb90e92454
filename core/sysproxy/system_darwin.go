package sysproxy

import (
	"context"
	"os/exec"
	"time"
)

// readSystem asks the program that prints the settings of macOS.
func readSystem(ctx context.Context) (settings, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "/usr/sbin/scutil", "--proxy").Output()
	if err != nil {
		return settings{}, err
	}
	return parseScutil(string(out)), nil
}
