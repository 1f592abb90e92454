//go:build !windows

package instance

import "io/fs"

func isSocket(info fs.FileInfo) bool { return info.Mode()&fs.ModeSocket != 0 }

// allowForeground does nothing: X11 and macOS let a window ask for the front.
func allowForeground() {}
