//go:build !windows

package console

// Use does nothing: programs have the streams of the terminal here.
func Use(func()) {}
