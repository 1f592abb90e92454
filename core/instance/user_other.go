//go:build !linux && !darwin

package instance

import "net"

// sameUser accepts everybody who can open the socket: the folder's permissions
// decide.
func sameUser(*net.UnixConn) error { return nil }
