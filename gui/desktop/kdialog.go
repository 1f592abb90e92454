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

// showError shows a sentence with the first program that is there: KDE has no zenity,
// and a plain X has only xmessage. Without a display it does nothing.
func showError(sentence string) {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return
	}
	if !errors.Is(askZenityError(sentence), exec.ErrNotFound) {
		return
	}
	for _, command := range [][]string{{"kdialog", "--title", "Hilo", "--error", sentence}, {"xmessage", "-center", "-title", "Hilo", sentence}} {
		err := exec.CommandContext(context.Background(), command[0], command[1:]...).Run()
		if !errors.Is(err, exec.ErrNotFound) {
			return
		}
	}
}
