package instance

import (
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// sameUser returns an error unless the process at the other end belongs to this
// user.
func sameUser(c *net.UnixConn) error {
	raw, err := c.SyscallConn()
	if err != nil {
		return err
	}
	var other *unix.Xucred
	var failed error
	if err := raw.Control(func(fd uintptr) {
		other, failed = unix.GetsockoptXucred(int(fd), unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
	}); err != nil {
		return err
	}
	if failed != nil {
		return failed
	}
	if int(other.Uid) != os.Geteuid() {
		return errForeign
	}
	return nil
}
