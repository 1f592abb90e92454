package desktop

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/ncruces/zenity"
)

// ErrCanceled is what PickFolder and PickFile return when the person closes the
// dialog without a choice.
var ErrCanceled = zenity.ErrCanceled

// question is what a dialog is asked for: a file whose name matches one of the
// patterns, or a folder if there are none.
type question struct {
	title, start string
	patterns     []string
}

// picker is one dialog that a system may have.
type picker struct {
	name string
	ask  func(context.Context, question) (string, error)
}

// pick asks with the first dialog that works. Why the others did not is logged, and
// returned together when none works. Once ctx has ended, the error is that of ctx.
func pick(ctx context.Context, q question, pickers []picker) (string, error) {
	var failures []error
	for _, p := range pickers {
		path, err := p.ask(ctx, q)
		if err == nil || errors.Is(err, ErrCanceled) {
			return path, err
		}
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		err = fmt.Errorf("%s: %w", p.name, err)
		failures = append(failures, err)
		slog.Info("a dialog of the system does not work", "err", err)
	}
	return "", errors.Join(failures...)
}

// askZenity asks with the zenity program on Linux, and with the system's own dialog
// elsewhere.
func askZenity(ctx context.Context, q question) (string, error) {
	options := []zenity.Option{zenity.Context(ctx), zenity.Title(q.title)}
	if len(q.patterns) == 0 {
		options = append(options, zenity.Directory())
	} else {
		options = append(options, zenity.FileFilters{{Name: q.title, Patterns: q.patterns, CaseFold: true}})
	}
	if q.start != "" {
		options = append(options, zenity.Filename(q.start))
	}
	return zenity.SelectFile(options...)
}

// askZenityError shows an error as askZenity asks.
func askZenityError(sentence string) error {
	return zenity.Error(sentence, zenity.Title("Hilo"), zenity.ErrorIcon)
}
