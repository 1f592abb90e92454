//go:build windows || darwin

package desktop

// pickers returns the dialog that the system itself has.
func pickers() []picker { return []picker{{"system", askZenity}} }

func showError(sentence string) { _ = askZenityError(sentence) }
