package simulator

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/authority"
	"github.com/hilo-app/hilo/core/youtube/simulator/internal/guest"
	"github.com/hilo-app/hilo/core/youtube/simulator/internal/memory"
)

// NewServer starts a server without videos. The caller must call Close when
// finished. Like httptest.NewServer it panics when it cannot listen on loopback.
func NewServer() *Server {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		if listener, err = net.Listen("tcp6", "[::1]:0"); err != nil {
			panic(fmt.Sprintf("simulator: cannot listen on loopback: %v", err))
		}
	}
	var dialer net.Dialer
	addr := listener.Addr()
	return startServer(listener, func(ctx context.Context, _, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, addr.Network(), addr.String())
	})
}

// NewMemoryServer starts a server without videos that is reached without sockets,
// through its Transport only. All of its waiting is on channels, so that tests can
// run it with the clock of testing/synctest, where waiting takes no time. The
// caller must call Close when finished.
func NewMemoryServer() *Server {
	listener := memory.NewListener()
	return startServer(listener, listener.Dial)
}

func startServer(listener net.Listener, dial func(context.Context, string, string) (net.Conn, error)) *Server {
	s := &Server{
		Clock:      time.Now,
		Lifetime:   6 * time.Hour,
		listener:   listener,
		dial:       dial,
		authority:  authority.New(),
		done:       make(chan struct{}),
		conns:      map[net.Conn]bool{},
		catalogue:  newCatalogue(),
		requestLog: newRequestLog(),
		guests:     guest.New(),
		pictures:   map[string][]byte{},
	}
	s.server = &http.Server{
		Handler:           http.HandlerFunc(s.serve),
		TLSConfig:         &tls.Config{GetCertificate: s.authority.Certificate, NextProtos: []string{"h2", "http/1.1"}},
		ReadHeaderTimeout: time.Minute,
		ErrorLog:          log.New(io.Discard, "", 0), // faults break connections on purpose
		ConnState:         s.connState,
		ConnContext:       func(ctx context.Context, c net.Conn) context.Context { return context.WithValue(ctx, connKey{}, c) },
	}
	s.running.Add(1)
	go func() {
		defer s.running.Done()
		_ = s.server.ServeTLS(listener, "", "")
	}()
	return s
}

// Transport returns a new transport that dials the server whatever the host,
// trusts its certificate and ignores proxies, so that URLs, Host headers and SNI
// stay those of YouTube. It speaks HTTP/1.1; set ForceAttemptHTTP2 before the first
// request for HTTP/2.
func (s *Server) Transport() *http.Transport {
	t := &http.Transport{
		DialContext:           s.dial,
		TLSClientConfig:       &tls.Config{RootCAs: s.authority.Pool()},
		MaxIdleConnsPerHost:   16,
		IdleConnTimeout:       time.Minute,
		ExpectContinueTimeout: time.Second,
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.transports = append(s.transports, t)
	return t
}

// Client returns an http.Client with a new Transport.
func (s *Server) Client() *http.Client { return &http.Client{Transport: s.Transport()} }

// clientIP is the address of a computer in the simulated network. It is reserved
// for documentation (RFC 5737) and is never routed.
var clientIP = net.IPv4(192, 0, 2, 1)

// Addresses returns the addresses of a computer with a network, for programs that
// check whether there is one.
func (s *Server) Addresses() ([]net.Addr, error) {
	return []net.Addr{&net.IPNet{IP: clientIP, Mask: net.CIDRMask(24, 32)}}, nil
}

// LookupHost resolves every name. It stands in for net.Resolver.LookupHost.
func (s *Server) LookupHost(ctx context.Context, _ string) ([]string, error) {
	return []string{clientIP.String()}, ctx.Err()
}

// Addr returns the address that the server listens on, for proxies in front of it.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Authority returns the certificate (PEM) that signs for the server's hosts, for
// programs that read trusted certificates from a file.
func (s *Server) Authority() []byte {
	return s.authority.PEM()
}

// SetCertificateDates sets the validity of the hosts' certificates, which must lie
// between a year ago and ten years from now. Open connections keep their
// certificates.
func (s *Server) SetCertificateDates(from, to time.Time) {
	s.authority.SetDates(from, to)
}
