//go:build unix

package mediatest

import (
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
	"testing"
)

// RunsAsNobody makes a command, which refuses to be root as VLC does, run as nobody where
// the test is root, and gives it a folder as its home. It skips the test on a system
// without such a user.
func RunsAsNobody(t testing.TB, c *exec.Cmd, home string) {
	t.Helper()
	c.Env = append(os.Environ(), "HOME="+home, "XDG_RUNTIME_DIR="+home)
	if os.Geteuid() != 0 {
		return
	}
	who, err := user.Lookup("nobody")
	if err != nil {
		t.Skip(err)
	}
	uid, err := strconv.ParseUint(who.Uid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.ParseUint(who.Gid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(home, int(uid), int(gid)); err != nil {
		t.Fatal(err)
	}
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}
