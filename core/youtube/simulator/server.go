package simulator

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/authority"
	"github.com/hilo-app/hilo/core/youtube/simulator/internal/guest"
)

// Server is a simulated YouTube that listens on loopback. It is safe for concurrent
// use.
type Server struct {
	// Clock decides when addresses expire, and is the time of Date headers. Set it
	// before the first request.
	Clock func() time.Time
	// Lifetime is how long addresses are valid, six hours by default. Set it before
	// the first request.
	Lifetime time.Duration
	// Player is the shape of the player script that is in use. Set it before the
	// first request.
	Player PlayerShape

	listener  net.Listener
	dial      func(ctx context.Context, network, addr string) (net.Conn, error)
	server    *http.Server
	authority *authority.Authority
	done      chan struct{} // closed by Close
	running   sync.WaitGroup

	*catalogue
	*requestLog
	faults faults
	guests *guest.Guests

	mu         sync.Mutex
	closed     bool
	conns      map[net.Conn]bool
	transports []*http.Transport
	pace       int64
	pictures   map[string][]byte
}

// Close ends every answer, stalled ones too, and returns when all goroutines of
// the server have ended. It also closes the idle connections of its transports.
func (s *Server) Close() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	close(s.done)
	conns, transports := s.conns, s.transports
	s.conns = nil
	s.mu.Unlock()

	for _, t := range transports {
		t.CloseIdleConnections()
	}
	s.listener.Close()
	for c := range conns {
		abort(c) // tls.Conn.Close could wait for a client that reads nothing
	}
	_ = s.server.Close()
	s.running.Wait()
}

// SetPace sets the rate of each media answer in bytes per second; 0 means full
// speed.
func (s *Server) SetPace(bytesPerSecond int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pace = bytesPerSecond
}

// Inject adds a fault, which is removed when it was applied f.Times times. Faults
// are matched in the order in which they were injected. At most one is applied to
// an answer, and a Slow besides. A Changed without AfterTotal is applied at once.
func (s *Server) Inject(f Fault) {
	if f.On == "" {
		f.On = OnMedia
		switch f.Kind {
		case Refuse, WrongVideo, Captcha, Consent, SABROnly, MuxedOnly, BadGuest:
			f.On = OnPlayer
		}
	}
	if f.Kind == Changed {
		f.Times = 1 // the format changes once
		if f.AfterTotal == 0 {
			s.change(f)
			return
		}
	}
	s.faults.add(f)
}

// ClearFaults removes all faults.
func (s *Server) ClearFaults() { s.faults.clear() }

// pickFault selects the fault of the answer to t, and applies what it changes
// of the video.
func (s *Server) pickFault(t target) activeFault {
	f := s.faults.pick(t, s.Sent(t.videoID, t.itag))
	switch f.Kind {
	case Changed:
		now := f.Fault
		now.VideoID = t.videoID
		s.change(now)
	case Expire:
		s.revoke(t.videoID)
	}
	return f
}

type connKey struct{}

// connState keeps the set of open connections, so that Close can wait for them.
func (s *Server) connState(c net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.mu.Lock()
		defer s.mu.Unlock()
		s.running.Add(1)
		if s.closed {
			abort(c)
			return
		}
		s.conns[c] = true
	case http.StateClosed:
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.conns, c)
		s.running.Done()
	}
}

// abort closes a connection at once, so that the client sees a reset.
func abort(c net.Conn) {
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	if t, ok := c.(interface{ SetLinger(sec int) error }); ok {
		_ = t.SetLinger(0)
	}
	c.Close()
}
