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
		guests:     newGuests(),
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
