package tray

import "context"

// Available says true: macOS always has a menu bar.
func Available(context.Context) bool { return true }

// Removable says whether the icon can be stopped while the process runs.
const Removable = false

// picture returns the picture in the format that the system takes.
func picture(png []byte) []byte { return png }

// title returns nothing: a text stands next to the icon in the menu bar.
func title(string) string { return "" }
