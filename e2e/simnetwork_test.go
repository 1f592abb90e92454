package e2e

import (
	"context"
	"net"
	"os"
	"sync"
	"syscall"
)

// dialer is http.Transport.DialContext.
type dialer = func(ctx context.Context, network, addr string) (net.Conn, error)

// simNetwork is a network between Hilo and the site that can fail.
type simNetwork struct {
	mu    sync.Mutex
	down  error  // error of every dial; nil while the network works
	other dialer // used instead of the wrapped dialer, if not nil
	conns map[*simConn]bool
}

// wrap returns a dialer whose connections go through the network.
func (n *simNetwork) wrap(dial dialer) dialer {
	n.conns = map[*simConn]bool{}
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		n.mu.Lock()
		defer n.mu.Unlock()
		if n.down != nil {
			return nil, n.down
		}
		to := dial
		if n.other != nil {
			to = n.other
		}
		inner, err := to(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		c := &simConn{Conn: inner, dead: make(chan struct{}), closed: make(chan struct{})}
		n.conns[c] = true
		return c, nil
	}
}

// disconnect takes the network away: dials fail with err, and connections receive
// nothing more, even after restore.
func (n *simNetwork) disconnect(err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.down = err
	for c := range n.conns {
		close(c.dead)
		delete(n.conns, c)
	}
}

// answer makes another dialer answer all further dials.
func (n *simNetwork) answer(other dialer) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.other = other
}

// reset resets all connections.
func (n *simNetwork) reset() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for c := range n.conns {
		_ = c.Conn.(interface{ SetLinger(int) error }).SetLinger(0)
		c.Conn.Close()
		delete(n.conns, c)
	}
}

// restore makes dials succeed again.
func (n *simNetwork) restore() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.down, n.other = nil, nil
}

// noNetwork returns the error of a dial without a network.
func noNetwork() error { return dialError(syscall.ENETUNREACH) }

func dialError(errno syscall.Errno) error {
	return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", errno)}
}

// simConn is a connection through a simNetwork.
type simConn struct {
	net.Conn
	dead   chan struct{}
	once   sync.Once
	closed chan struct{}
}

func (c *simConn) isDead() bool {
	select {
	case <-c.dead:
		return true
	default:
		return false
	}
}

func (c *simConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if c.isDead() { // what arrived is lost
		<-c.closed
		return 0, net.ErrClosed
	}
	return n, err
}

func (c *simConn) Write(b []byte) (int, error) {
	if c.isDead() {
		return len(b), nil
	}
	return c.Conn.Write(b)
}

func (c *simConn) Close() error {
	c.once.Do(func() { close(c.closed) })
	return c.Conn.Close()
}
