//go:build unix

package e2e

import (
	"os/signal"
	"syscall"
)

// limitFiles makes every write beyond byte n of a file fail, as on a full disk.
func limitFiles(n int64) error {
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: uint64(n), Max: uint64(n)}
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
}

// limitOpenFiles makes every further opening of a file fail.
func limitOpenFiles() error {
	return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{})
}
