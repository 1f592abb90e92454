//go:build !windows

package main

// useConsole does nothing: programs have the streams of the terminal here.
func useConsole(func()) {}
