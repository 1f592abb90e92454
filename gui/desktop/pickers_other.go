//go:build !windows && !darwin

package desktop

// pickers returns the dialogs of freedesktop.org's systems, the best first.
func pickers() []picker {
	return []picker{{"portal", askPortal}, {"kdialog", askKDialog}, {"zenity", askZenity}}
}
