package disk_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

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

// hold opens a file as a virus scanner does, so that nobody can rename or replace
// it, and closes it a moment later.
func hold(t *testing.T, path string) {
	t.Helper()
	p, err := windows.UTF16PtrFromString(path)
	if err != nil {
		t.Fatal(err)
	}
	h, err := windows.CreateFile(p, windows.GENERIC_READ, windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path, path+".moved"); !errors.Is(err, windows.ERROR_SHARING_VIOLATION) {
		t.Fatalf("rename of a file that is held: %v", err)
	}
	released := make(chan struct{})
	time.AfterFunc(300*time.Millisecond, func() {
		_ = windows.CloseHandle(h)
		close(released)
	})
	t.Cleanup(func() { <-released })
}

// A file that a virus scanner has open for a moment is published, renamed and
// replaced all the same.
func TestHeldFiles(t *testing.T) {
	dir := t.TempDir()
	f, err := disk.CreateHidden(filepath.Join(dir, "new.part"), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	hold(t, f.Name())
	video := filepath.Join(dir, "video.mp4")
	if _, err := disk.Publish(f, func(int) string { return video }); err != nil {
		t.Errorf("publish: %v", err)
	}
	hold(t, video)
	if err := disk.Replace(video, []byte("other")); err != nil {
		t.Errorf("replace: %v", err)
	}
	hold(t, video)
	if err := disk.Rename(video, filepath.Join(dir, "renamed.mp4")); err != nil {
		t.Errorf("rename: %v", err)
	}
}

// What is not complete is hidden, what is complete is not.
func TestHiddenUntilPublished(t *testing.T) {
	dir := t.TempDir()
	hidden := func(path string) bool {
		p, err := windows.UTF16PtrFromString(path)
		if err != nil {
			t.Fatal(err)
		}
		attributes, err := windows.GetFileAttributes(p)
		if err != nil {
			t.Fatal(err)
		}
		return attributes&windows.FILE_ATTRIBUTE_HIDDEN != 0
	}
	for name, create := range map[string]func(string, fs.FileMode) (*os.File, error){"hidden": disk.CreateHidden, "movable": disk.CreateMovable} {
		f, err := create(filepath.Join(dir, name+".part"), 0o600)
		if err != nil {
			t.Fatal(err)
		}
		if !hidden(f.Name()) {
			t.Errorf("%s is shown", f.Name())
		}
		file, err := disk.Publish(f, func(int) string { return filepath.Join(dir, name) })
		if err != nil {
			t.Fatal(err)
		}
		if hidden(file) {
			t.Errorf("%s is hidden", file)
		}
	}
}
