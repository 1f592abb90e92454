package disk_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/hilo-app/hilo/core/disk"
)

func TestOpenOwn(t *testing.T) {
	dir := t.TempDir()
	plain := write(t, filepath.Join(dir, "plain"), "mine")
	open(t, plain).Close()
	for name, want := range map[string]error{"none": fs.ErrNotExist, ".": syscall.EISDIR} {
		if _, err := disk.OpenOwn(filepath.Join(dir, name)); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	link := filepath.Join(dir, "link")
	for kind, put := range map[string]func(target, name string) error{"symbolic": os.Symlink, "hard": os.Link} {
		if err := put(plain, link); err != nil {
			t.Skip(err)
		}
		if _, err := disk.OpenOwn(link); !errors.Is(err, disk.ErrNotPlain) {
			t.Errorf("%s link: %v", kind, err)
		}
		if _, err := disk.CreateHidden(link, 0o600); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s link: created: %v", kind, err)
		}
		f, info, err := disk.OpenRegular(link)
		if err != nil || info.Size() != 4 {
			t.Fatalf("%s link: to read: %v", kind, err)
		}
		f.Close()
		os.Remove(link)
	}
	if err := os.Symlink(filepath.Join(dir, "nothing"), link); err != nil {
		t.Fatal(err)
	}
	if _, _, err := disk.OpenRegular(link); !errors.Is(err, disk.ErrNotPlain) {
		t.Errorf("a link to nothing: %v", err)
	}
	if _, err := disk.CreateHidden(link, 0o600); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a link to nothing: created: %v", err)
	}
}

// A name that the file system cannot have is followed by the next one.
func TestPublishShortensNames(t *testing.T) {
	dir := t.TempDir()
	name := func(base string) func(int) string {
		return func(n int) string { return filepath.Join(dir, disk.FileName(base, "mp4", n)) }
	}
	write(t, filepath.Join(dir, "short.mp4"), "mine")
	file, err := disk.Publish(open(t, write(t, filepath.Join(dir, ".partial"), "new")), name(strings.Repeat("x", 300)), name("short"), name("id"))
	if err != nil || filepath.Base(file) != "short (2).mp4" || read(t, file) != "new" {
		t.Errorf("%q, %v", file, err)
	}
	long := name(strings.Repeat("x", 300))
	if _, err := disk.Publish(open(t, write(t, filepath.Join(dir, ".partial"), "new")), long, long); err == nil {
		t.Error("published under a name of 300 bytes")
	}
}

// A file that somebody has put at the partial file's path is not published.
func TestPublishIsOfTheFileThatWasWritten(t *testing.T) {
	dir := t.TempDir()
	path := write(t, filepath.Join(dir, ".partial"), "new")
	f, err := disk.OpenOwnMovable(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path, path+".aside"); err != nil {
		t.Fatal(err)
	}
	write(t, path, "theirs")
	final := filepath.Join(dir, "a.mp4")
	if _, err := disk.Publish(f, func(int) string { return final }); !errors.Is(err, disk.ErrNotPlain) {
		t.Errorf("%v, want ErrNotPlain", err)
	}
	if _, err := os.Lstat(final); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("published: %v", err)
	}
}
