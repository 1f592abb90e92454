//go:build !linux

package ytdlp_test

import "os/exec"

// newSession is for Linux.
func newSession(*exec.Cmd) {}
