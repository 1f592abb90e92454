//go:build unix

package disk_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

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

// Opening a pipe does not wait for somebody to write into it.
func TestPipes(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe.txt")
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	if _, err := disk.OpenOwn(pipe); !errors.Is(err, disk.ErrNotPlain) {
		t.Errorf("OpenOwn: %v", err)
	}
	if _, _, err := disk.OpenRegular(pipe); !errors.Is(err, disk.ErrNotPlain) {
		t.Errorf("OpenRegular: %v", err)
	}
	if disk.Holds(pipe, nil) {
		t.Error("a pipe has content")
	}
	file, err := disk.WriteNew(strings.TrimSuffix(pipe, ".txt"), ".txt", []byte("new"))
	if err != nil || filepath.Base(file) != "pipe (2).txt" {
		t.Errorf("%q, %v", file, err)
	}
}

func TestUmask(t *testing.T) {
	defer unix.Umask(unix.Umask(0o027))
	file, err := disk.WriteNew(filepath.Join(t.TempDir(), "a"), ".txt", []byte("new"))
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}
