package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// smallDisk mounts a file system in memory of a size such as "34m" and returns
// its folder. It skips the test where it may not mount.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("no small disk: mount: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	return dir
}

// growDisk enlarges the file system of smallDisk.
func growDisk(t *testing.T, dir string) {
	t.Helper()
	must(t, unix.Mount("tmpfs", dir, "tmpfs", unix.MS_REMOUNT, "size=64m"))
}

// drive is a file system that can fail as a disconnected drive does.
type drive struct {
	t          *testing.T
	image, dir string
}

// newDrive formats and mounts a loop device whose ext4 has features, an argument
// of mkfs.ext4 -O. It skips the test where it may not, or where mkfs.ext4 is
// missing.
func newDrive(t *testing.T, features string) *drive {
	t.Helper()
	image := filepath.Join(t.TempDir(), "drive")
	f, err := os.Create(image)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(96 << 20); err != nil {
		t.Fatal(err)
	}
	f.Close()
	d := &drive{t, image, t.TempDir()}
	if out, err := exec.Command("mkfs.ext4", "-q", "-O", features, "-E", "lazy_itable_init=1", image).CombinedOutput(); err != nil {
		t.Skipf("no drive: mkfs.ext4: %v: %s", err, out)
	}
	d.mount()
	t.Cleanup(d.unmount)
	return d
}

func (d *drive) mount() {
	d.t.Helper()
	if out, err := exec.Command("mount", "-o", "loop", d.image, d.dir).CombinedOutput(); err != nil {
		d.t.Skipf("no drive: mount: %v: %s", err, out)
	}
}

// newFAT formats and mounts a FAT by FUSE, which has no links, no owners and no file
// names that differ in case only, and returns its folder. It skips the test where it
// may not, or where mkfs.vfat or fusefat is missing.
func newFAT(t *testing.T) string {
	t.Helper()
	image, dir := filepath.Join(t.TempDir(), "fat"), t.TempDir()
	must(t, os.WriteFile(image, nil, 0o600))
	must(t, os.Truncate(image, 96<<20))
	for _, command := range [][]string{{"mkfs.vfat", image}, {"fusefat", "-o", "rw+", image, dir}} {
		if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Skipf("no FAT: %s: %v: %s", command[0], err, out)
		}
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	return dir
}

// extShutdown is EXT4_IOC_SHUTDOWN, and extShutdownNoFlush its flag that drops
// what was not written yet (linux/fs/ext4/ext4.h).
const (
	extShutdown        = 0x8004587d
	extShutdownNoFlush = 2
)

// pull makes every read and write fail.
func (d *drive) pull() {
	d.t.Helper()
	f, err := os.Open(d.dir)
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	flag := uint32(extShutdownNoFlush)
	if _, _, errno := unix.Syscall(unix.SYS_IOCTL, f.Fd(), extShutdown, uintptr(unsafe.Pointer(&flag))); errno != 0 {
		d.t.Skipf("no drive: shutdown: %v", errno)
	}
}

// unmount detaches the file system, as the system does with a pulled drive.
func (d *drive) unmount() { _ = unix.Unmount(d.dir, unix.MNT_DETACH) }

// immutable is FS_IMMUTABLE_FL (linux/fs.h).
const immutable = 0x10

// makeReadOnly makes a folder in which nothing can be created, renamed or removed.
func makeReadOnly(t *testing.T, dir string) (undo func()) {
	t.Helper()
	if os.Getuid() != 0 {
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		return func() { _ = os.Chmod(dir, 0o700) }
	}
	// root may write into every folder that is not immutable.
	set := func(on int) error {
		f, err := os.Open(dir)
		if err != nil {
			return err
		}
		defer f.Close()
		flags, err := unix.IoctlGetInt(int(f.Fd()), unix.FS_IOC_GETFLAGS)
		if err != nil {
			return err
		}
		return unix.IoctlSetPointerInt(int(f.Fd()), unix.FS_IOC_SETFLAGS, flags&^immutable|on)
	}
	if err := set(immutable); err != nil {
		t.Skipf("root, and nothing can be made immutable: %v", err)
	}
	undone := false
	undo = func() {
		if !undone {
			undone = true
			if err := set(0); err != nil {
				t.Error(err)
			}
		}
	}
	t.Cleanup(undo)
	return undo
}
