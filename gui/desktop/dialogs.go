package desktop

import (
	"context"

	"github.com/ncruces/zenity"
)

// ErrCanceled is what PickFolder and PickFile return when the person closes the
// dialog without a choice.
var ErrCanceled = zenity.ErrCanceled

// PickFolder shows the system's dialog for a folder, opened at start, and waits
// for it. It returns ErrCanceled or, where the system has no dialog to show,
// another error.
func PickFolder(ctx context.Context, title, start string) (string, error) {
	return zenity.SelectFile(zenity.Directory(), zenity.Context(ctx), zenity.Title(title), zenity.Filename(start))
}

// PickFile shows the system's dialog for a file whose name matches one of the
// patterns, such as "*.txt", and waits for it. It returns errors as PickFolder does.
func PickFile(ctx context.Context, title string, patterns ...string) (string, error) {
	return zenity.SelectFile(zenity.Context(ctx), zenity.Title(title),
		zenity.FileFilters{{Name: title, Patterns: patterns, CaseFold: true}})
}

// FatalDialog shows a sentence in a dialog of the system's, for when Hilo's own
// window cannot be opened. Where the system has no dialogs it does nothing.
func FatalDialog(sentence string) {
	_ = zenity.Error(sentence, zenity.Title("Hilo"), zenity.ErrorIcon)
}
