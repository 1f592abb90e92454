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
	var other *unix.Ucred
	var failed error
	if err := raw.Control(func(fd uintptr) {
		other, failed = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
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
