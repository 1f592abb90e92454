//go:build !windows

package desktop

import "net/url"

// Open opens a file with the program that the system has for it, and a folder with
// the file manager. It does not wait for the program. openURL is Fyne's App.OpenURL,
// which is used where addresses with all letters are understood.
func Open(path string, openURL func(*url.URL) error) error { return openURL(FileURL(path)) }
