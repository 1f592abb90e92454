//go:build !linux

package ytdlp

// endMarked is for Linux; on Windows a job object does this, see contain.
func endMarked(string) {}
