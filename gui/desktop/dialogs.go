package desktop

import "context"

// PickFolder shows the system's dialog for a folder, opened at start, and waits
// for it. On Linux that is the dialog of the desktop's portal, else that of kdialog or
// zenity. It returns ErrCanceled, the error of ctx once that has ended or, where the system
// has no dialog to show, the errors of all that were tried.
func PickFolder(ctx context.Context, title, start string) (string, error) {
	return pick(ctx, question{title: title, start: start}, pickers())
}

// PickFile shows the system's dialog for a file whose name matches one of the
// patterns, such as "*.txt", and waits for it. It returns errors as PickFolder does.
func PickFile(ctx context.Context, title string, patterns ...string) (string, error) {
	return pick(ctx, question{title: title, patterns: patterns}, pickers())
}

// FatalDialog shows a sentence in a dialog of the system's, for when Hilo's own
// window cannot be opened. Where the system has no dialogs it does nothing.
func FatalDialog(sentence string) {
	showError(sentence)
}
