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

// wire is the network between Hilo and the site, which can be cut.
type wire struct {
	mu    sync.Mutex
	down  error  // of every dial; nil while the network is there
	other dialer // where all dials lead, if not nil
	conns map[*wireConn]bool
}

// through leads a dialer over the wire.
func (w *wire) through(dial dialer) dialer {
	w.conns = map[*wireConn]bool{}
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.down != nil {
			return nil, w.down
		}
		to := dial
		if w.other != nil {
			to = w.other
		}
		inner, err := to(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		c := &wireConn{Conn: inner, dead: make(chan struct{}), closed: make(chan struct{})}
		w.conns[c] = true
		return c, nil
	}
}

// cut takes the network away: dials fail, and what is connected hears nothing
// any more, for good.
func (w *wire) cut(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.down = err
	for c := range w.conns {
		close(c.dead)
		delete(w.conns, c)
	}
}

// drop resets all connections once.
func (w *wire) drop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.conns {
		_ = c.Conn.(interface{ SetLinger(int) error }).SetLinger(0)
		c.Conn.Close()
		delete(w.conns, c)
	}
}

// mend brings the network back.
func (w *wire) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.down, w.other = nil, nil
}

// noNetwork is what a dial says when the cable is out.
func noNetwork() error { return dialError(syscall.ENETUNREACH) }

func dialError(errno syscall.Errno) error {
	return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", errno)}
}

// wireConn is a connection over the wire.
type wireConn struct {
	net.Conn
	dead   chan struct{}
	once   sync.Once
	closed chan struct{}
}

func (c *wireConn) isDead() bool {
	select {
	case <-c.dead:
		return true
	default:
		return false
	}
}

func (c *wireConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if c.isDead() { // what came was lost on the way
		<-c.closed
		return 0, net.ErrClosed
	}
	return n, err
}

func (c *wireConn) Write(b []byte) (int, error) {
	if c.isDead() {
		return len(b), nil
	}
	return c.Conn.Write(b)
}

func (c *wireConn) Close() error {
	c.once.Do(func() { close(c.closed) })
	return c.Conn.Close()
}
