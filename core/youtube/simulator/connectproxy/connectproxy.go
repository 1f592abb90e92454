// Package connectproxy is an HTTP proxy for tests. It takes CONNECT requests
// and leads every tunnel to one address, whatever host is asked for. With the
// address of a simulator.Server, a program that is told of the proxy and of the
// site's certificate (HTTPS_PROXY, SSL_CERT_FILE) takes the site for YouTube.
// The package knows nothing of YouTube or of the simulator.
package connectproxy

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
)

// Server is a proxy on loopback.
type Server struct {
	URL string // http://HOST:PORT, as in HTTPS_PROXY

	to      string
	server  *httptest.Server
	tunnels sync.WaitGroup

	mu       sync.Mutex
	status   int
	requests []string
	conns    map[net.Conn]bool // of clients with a tunnel
	closed   bool
}

// New starts a proxy whose tunnels lead to an address (host:port). A tunnel is
// confirmed before its address is dialled: when nothing listens there, the
// client sees its tunnel end.
func New(to string) *Server { return start(to, http.StatusOK) }

// Refusing starts a proxy that answers every request with a status.
func Refusing(status int) *Server { return start("", status) }

func start(to string, status int) *Server {
	s := &Server{to: to, status: status, conns: map[net.Conn]bool{}}
	s.server = httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL = s.server.URL
	return s
}

// SetStatus changes the status that requests are answered with; with 200, tunnels
// are made. Tunnels that there are end.
func (s *Server) SetStatus(status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status = status
	for c := range s.conns {
		c.Close()
	}
}

// Requests returns the method and host of each request so far, such as
// "CONNECT www.youtube.com:443".
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Close ends all tunnels and waits until nothing runs any more.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	for c := range s.conns {
		c.Close()
	}
	s.mu.Unlock()
	s.tunnels.Wait()
	s.server.Close()
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests = append(s.requests, r.Method+" "+r.Host)
	status := s.status
	s.mu.Unlock()
	switch {
	case status != http.StatusOK:
		w.WriteHeader(status)
		return
	case r.Method != http.MethodConnect:
		http.Error(w, "only CONNECT", http.StatusMethodNotAllowed)
		return
	}
	down, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer down.Close()
	if !s.register(down) {
		return
	}
	defer s.unregister(down)
	_, _ = io.WriteString(down, "HTTP/1.1 200 OK\r\n\r\n")
	Tunnel(down, buffered, s.to)
}

// register takes note of a tunnel, unless the server is closed.
func (s *Server) register(client net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.tunnels.Add(1)
	s.conns[client] = true
	return true
}

func (s *Server) unregister(client net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, client)
	s.tunnels.Done()
}

// Tunnel copies bytes both ways between a client and an address (host:port)
// until one of them closes its connection. The bytes of the client are read
// from in, which may hold some that were read from the connection before.
func Tunnel(client net.Conn, in io.Reader, to string) {
	var dialer net.Dialer
	server, err := dialer.DialContext(context.Background(), "tcp", to)
	if err != nil {
		return
	}
	var sending sync.WaitGroup
	sending.Go(func() {
		_, _ = io.Copy(server, in)
		// A killed client receives nothing more:
		// the server must not continue to send into the tunnel.
		server.Close()
	})
	_, _ = io.Copy(client, server)
	client.Close()
	server.Close()
	sending.Wait()
}
