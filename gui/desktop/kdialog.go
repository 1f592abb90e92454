//go:build !windows && !darwin

package desktop

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
)

// askKDialog asks with KDE's dialog, on KDE only: elsewhere zenity fits better.
func askKDialog(ctx context.Context, q question) (string, error) {
	if !strings.Contains(os.Getenv("XDG_CURRENT_DESKTOP"), "KDE") {
		return "", errors.New("this desktop is not KDE")
	}
	start := q.start
	if start == "" {
		start = "/"
	}
	args := []string{"--title", q.title, "--getexistingdirectory", start}
	if len(q.patterns) > 0 {
		args = []string{"--title", q.title, "--getopenfilename", start, strings.Join(q.patterns, " ")}
	}
	out, err := exec.CommandContext(ctx, "kdialog", args...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return "", ErrCanceled
	}
	return strings.TrimSuffix(string(out), "\n"), err
}
