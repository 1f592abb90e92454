//go:build unix

package e2e

import (
	"os/signal"
	"syscall"
)

// limitFiles makes writes beyond so many bytes of a file fail, as they do when
// a disk or a quota is full.
func limitFiles(n int64) error {
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: uint64(n), Max: uint64(n)}
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
}
