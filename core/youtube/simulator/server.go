package simulator

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
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

	listener  net.Listener
	dial      func(ctx context.Context, network, addr string) (net.Conn, error)
	server    *http.Server
	authority *authority
	done      chan struct{} // closed by Close
	running   sync.WaitGroup

	mu         sync.Mutex
	closed     bool
	conns      map[net.Conn]bool
	transports []*http.Transport
	videos     map[string]*video
	playlists  map[string]*Playlist
	channels   map[string]*Channel // by path and by "/channel/UC…"
	faults     []*fault
	requests   []*Request
	sent       map[streamKey]int64
	pace       int64
	serial     int64 // counts player answers
	pictures   map[string][]byte
}

// video is a Video as the server stores it.
type video struct {
	Video
	revoked int64 // addresses with this serial or a lower one are invalid
}

// streamKey names a format of a video.
type streamKey struct {
	videoID string
	itag    int
}

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

func startServer(listener net.Listener, dial func(context.Context, string, string) (net.Conn, error)) *Server {
	authority := newAuthority()
	s := &Server{
		Clock:     time.Now,
		Lifetime:  6 * time.Hour,
		listener:  listener,
		dial:      dial,
		authority: authority,
		done:      make(chan struct{}),
		conns:     map[net.Conn]bool{},
		videos:    map[string]*video{},
		playlists: map[string]*Playlist{},
		channels:  map[string]*Channel{},
		sent:      map[streamKey]int64{},
		pictures:  map[string][]byte{},
	}
	s.server = &http.Server{
		Handler:           http.HandlerFunc(s.serve),
		TLSConfig:         &tls.Config{GetCertificate: authority.certificate, NextProtos: []string{"h2", "http/1.1"}},
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

// Add adds a video, or replaces the one with the same ID. Empty fields are filled
// in, with the same values in every process.
func (s *Server) Add(v Video) {
	v = withDefaults(v)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.videos[v.ID] = &video{Video: v}
}

// Remove removes a video. Its addresses become invalid.
func (s *Server) Remove(videoID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.videos, videoID)
}

// AddPlaylist adds a playlist, or replaces the one with the same ID.
func (s *Server) AddPlaylist(p Playlist) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.playlists[p.ID] = &p
}

// AddChannel adds a channel, with its uploads as playlist "UU…".
func (s *Server) AddChannel(c Channel) {
	if c.ID == "" {
		c.ID = channelID(c.Name)
	}
	s.AddPlaylist(Playlist{ID: "UU" + c.ID[2:], Title: "Uploads from " + c.Name, Author: c.Name, Entries: c.Uploads})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.channels["/channel/"+c.ID] = &c
	for _, path := range c.Paths {
		s.channels[path] = &c
	}
}

// video returns a copy of the current state of a video, nil when there is none.
func (s *Server) video(id string) *video {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.videos[id]
	if v == nil {
		return nil
	}
	c := *v
	return &c
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
