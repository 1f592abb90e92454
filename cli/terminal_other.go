//go:build !windows

package cli

import (
	"os"

	"golang.org/x/term"
)

// isScreen reports whether a file is a terminal on which lines can be drawn anew
// with escape sequences.
func isScreen(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
