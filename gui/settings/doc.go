// Package settings is the dialog with the settings: five sections with a field that
// searches them all. A change applies at once.
//
//	Open -> Dialog -> section (downloads.go, formats.go, names.go, network.go, look.go)
//	               -> row    -> choice, field, widgets.Switch -> Host
//
// What the queue needs to know is in core.Settings, what only the window needs in
// gui/preferences; the dialog reads and changes both through its Host, and knows
// neither the queue nor the window.
package settings
