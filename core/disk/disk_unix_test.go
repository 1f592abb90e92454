//go:build unix

package disk_test

import (
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"github.com/hilo-app/hilo/core/disk"
)

func TestErrorsOfUnix(t *testing.T) {
	for _, errno := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if !disk.IsFull(fmt.Errorf("x: %w", &fs.PathError{Op: "write", Err: errno})) {
			t.Errorf("%v does not count as full", errno)
		}
	}
	if !disk.IsReadOnly(&fs.PathError{Op: "open", Err: syscall.EROFS}) || disk.IsReadOnly(syscall.ENOSPC) || disk.IsFull(syscall.EROFS) {
		t.Error("read-only and full are mixed up")
	}
}
