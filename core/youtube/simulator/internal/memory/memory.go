// Package memory is a network without sockets: a listener whose connections are
// pipes. All waiting is on channels, so that it works with the clock of
// testing/synctest. Connections can be reset, as TCP connections can.
package memory

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
)

// NewListener returns a listener that waits for Dial.
func NewListener() *Listener {
	return &Listener{conns: make(chan net.Conn), closed: make(chan struct{})}
}

// Listener is a net.Listener whose connections are pipes in memory.
type Listener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

// Dial connects to the listener, whatever the network and address. It returns
// ECONNREFUSED when the listener is closed, or the error of ctx, in a net.OpError.
func (m *Listener) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	mine, theirs := net.Pipe()
	reset := new(atomic.Bool)
	select {
	case m.conns <- &pipeEnd{theirs, reset}:
		return &pipeEnd{mine, reset}, nil
	case <-m.closed:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: m.Addr(), Err: syscall.ECONNREFUSED}
	case <-ctx.Done():
		return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: m.Addr(), Err: ctx.Err()}
	}
}

// Accept implements net.Listener.
func (m *Listener) Accept() (net.Conn, error) {
	select {
	case c := <-m.conns:
		return c, nil
	case <-m.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (m *Listener) Close() error {
	m.once.Do(func() { close(m.closed) })
	return nil
}

// Addr implements net.Listener.
func (m *Listener) Addr() net.Addr { return pipeAddr{} }

// pipeAddr is the address of every Listener.
type pipeAddr struct{}

// Network implements net.Addr.
func (pipeAddr) Network() string { return "memory" }

// String implements net.Addr.
func (pipeAddr) String() string { return "memory:443" }

// pipeEnd is one end of a connection that can be reset, as TCP connections can.
type pipeEnd struct {
	net.Conn
	reset *atomic.Bool
}

// SetLinger makes Close reset the connection when sec is 0.
func (p *pipeEnd) SetLinger(sec int) error {
	p.reset.Store(sec == 0)
	return nil
}

// Read implements net.Conn.
func (p *pipeEnd) Read(b []byte) (int, error) {
	n, err := p.Conn.Read(b)
	return n, p.failure("read", err)
}

// Write implements net.Conn.
func (p *pipeEnd) Write(b []byte) (int, error) {
	n, err := p.Conn.Write(b)
	return n, p.failure("write", err)
}

// failure replaces err by ECONNRESET when the connection was reset.
func (p *pipeEnd) failure(op string, err error) error {
	if p.reset.Load() && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrClosedPipe)) {
		return &net.OpError{Op: op, Net: "tcp", Addr: pipeAddr{}, Err: syscall.ECONNRESET}
	}
	return err
}
