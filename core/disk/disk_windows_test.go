package disk_test

import (
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"golang.org/x/sys/windows"

	"github.com/hilo-app/hilo/core/disk"
)

func TestErrorsOfWindows(t *testing.T) {
	for _, errno := range []syscall.Errno{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED, windows.ERROR_FILE_TOO_LARGE} {
		if !disk.IsFull(fmt.Errorf("x: %w", &fs.PathError{Op: "write", Err: errno})) {
			t.Errorf("%v does not count as full", errno)
		}
	}
	if !disk.IsReadOnly(&fs.PathError{Op: "open", Err: windows.ERROR_WRITE_PROTECT}) || disk.IsFull(windows.ERROR_WRITE_PROTECT) {
		t.Error("read-only and full are mixed up")
	}
}
