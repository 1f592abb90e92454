// Package watch serves a file that is still being downloaded to a video player on
// this computer.
//
//	player -> Server (HTTP on 127.0.0.1) -> Media.ReadAt, which waits for bytes
//	                                     -> Media.Wanted, which fetches those first
//
// A Server has one Media, at an address that cannot be guessed. It does not know
// what the bytes are or how they are fetched.
package watch

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Media is what a Server serves. Its methods are called from several goroutines at
// once.
type Media interface {
	// Name is the last part of the address, such as "movie.mp4", and Type the MIME type.
	Name() string
	Type() string
	// Size returns the number of bytes, or -1 while it is not known: then there are no
	// ranges.
	Size() int64
	// ReadAt waits until the byte at off is there, and returns how many bytes it read
	// from there on: at least one, or an error, which is io.EOF at the end.
	ReadAt(ctx context.Context, p []byte, off int64) (int, error)
	// Wanted tells where players read now, the newest first; none when nobody reads.
	Wanted(places []int64)
}

const (
	// maxReaders is how many requests are answered at once. mpv opens a new one before it
	// closes the old one, up to four.
	maxReaders = 4
	// patience is how long a reader waits for one byte.
	patience = 10 * time.Minute
	// tellEvery is how often Wanted is called while readers go on.
	tellEvery = 100 * time.Millisecond
	// sendBuffer bounds what is sent in vain to a player that has jumped elsewhere, in
	// bytes.
	sendBuffer = 256 << 10
)

// Server serves one Media to players on this computer, and to nobody else.
type Server struct {
	media Media
	log   *slog.Logger
	path  string
	tag   string
	port  string
	http  *http.Server
	stop  context.CancelFunc
	done  chan struct{} // closed when the listener is

	mu      sync.Mutex
	readers []*reader // the newest is first
	told    time.Time // when Wanted was last called
}

// Serve begins to serve m on a free port of the loopback device. The error is that
// of the network. Close must be called.
func Serve(m Media, log *slog.Logger) (*Server, error) {
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("watch: %w", err)
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		_ = l.Close()
		return nil, fmt.Errorf("watch: %w", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &Server{
		media: m, log: log, stop: stop, port: port, done: make(chan struct{}),
		path: "/" + rand.Text() + "/" + m.Name(), tag: `"` + rand.Text() + `"`,
	}
	s.http = &http.Server{
		Handler: s, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
		ErrorLog:    slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		BaseContext: func(net.Listener) context.Context { return ctx },
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			if t, ok := c.(*net.TCPConn); ok {
				_ = t.SetWriteBuffer(sendBuffer)
			}
			return ctx
		},
	}
	go func() {
		defer close(s.done)
		if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Warn("watch: server ended", "err", err)
		}
	}()
	return s, nil
}

// URL returns the address of the media. Who does not know it cannot guess it: it has
// 130 random bits.
func (s *Server) URL() string {
	return (&url.URL{Scheme: "http", Host: "127.0.0.1:" + s.port, Path: s.path}).String()
}

// Place returns where the newest reader is, from 0 to 1 of the bytes: a player shows what
// is there, or somewhat before as it reads ahead. It is unknown while nobody reads, and
// while the size is not known.
func (s *Server) Place() (share float64, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.readers) == 0 || s.readers[0].size <= 0 {
		return 0, false
	}
	r := s.readers[0]
	return min(1, float64(r.at)/float64(r.size)), true
}

// Close ends all answers. It may be called again.
func (s *Server) Close() error {
	s.stop()
	err := s.http.Close()
	<-s.done
	return err
}

// ServeHTTP answers a player. Requests of pages and of other hosts' names are refused.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	switch {
	// A page whose own name was made to lead here (DNS rebinding) says that name.
	case r.Host != "127.0.0.1:"+s.port && r.Host != "localhost:"+s.port:
		http.Error(w, "wrong host", http.StatusForbidden)
	case subtle.ConstantTimeCompare([]byte(r.URL.Path), []byte(s.path)) == 0, r.Header.Get("Sec-Fetch-Site") == "cross-site":
		http.NotFound(w, r)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
	case strings.Contains(r.Header.Get("Range"), ","):
		h.Set("Content-Range", fmt.Sprintf("bytes */%d", max(0, s.media.Size())))
		http.Error(w, "only one range", http.StatusRequestedRangeNotSatisfiable)
	default:
		s.serve(w, r)
	}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", s.media.Type())
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	me := &reader{s: s, out: http.NewResponseController(w), size: s.media.Size()}
	me.ctx, me.end = context.WithCancel(r.Context())
	defer s.leave(me)
	s.log.Debug("watch: request", "method", r.Method, "range", r.Header.Get("Range"), "player", r.UserAgent())
	if me.size >= 0 {
		h.Set("ETag", s.tag)
		// It does ranges, If-Range and HEAD. An answer that ends early breaks the connection.
		http.ServeContent(w, r, "", time.Time{}, me)
		return
	}
	h.Set("Accept-Ranges", "none")
	if r.Method == http.MethodHead {
		return
	}
	if _, err := io.Copy(w, struct{ io.Reader }{me}); err != nil {
		panic(http.ErrAbortHandler) // else the player takes the break for the end
	}
}

// reader is a request that is being answered: an io.ReadSeeker that waits.
type reader struct {
	s       *Server
	ctx     context.Context
	end     context.CancelFunc
	out     *http.ResponseController
	size    int64
	at      int64
	entered bool
}

// Seek implements io.Seeker.
func (r *reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return 0, errors.New("watch: before the start")
	}
	r.at = offset
	return offset, nil
}

// Read implements io.Reader.
func (r *reader) Read(p []byte) (int, error) {
	if r.size >= 0 && r.at >= r.size {
		return 0, io.EOF
	}
	if !r.entered {
		r.s.enter(r)
	}
	if err := r.out.Flush(); err != nil { // what is there must not lie in a buffer meanwhile
		return 0, err
	}
	ctx, cancel := context.WithTimeout(r.ctx, patience)
	defer cancel()
	n, err := r.s.media.ReadAt(ctx, p, r.at)
	r.s.advance(r, n)
	return n, err
}

// enter lets a reader in. When there are too many, the oldest has to go: a player that
// jumps opens a new request before it gives up the old one, and takes a refusal for
// the end.
func (s *Server) enter(r *reader) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.readers) - 1; n+1 >= maxReaders {
		s.readers[n].end()
		s.readers = s.readers[:n]
	}
	r.entered = true
	s.readers = slices.Insert(s.readers, 0, r)
	s.tell(time.Now())
}

func (s *Server) leave(r *reader) {
	r.end()
	if !r.entered {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.readers = slices.DeleteFunc(s.readers, func(o *reader) bool { return o == r })
	s.tell(time.Now())
}

func (s *Server) advance(r *reader, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.at += int64(n)
	if now := time.Now(); now.Sub(s.told) > tellEvery {
		s.tell(now)
	}
}

// tell calls Wanted. s.mu is held, so that the newest places win.
func (s *Server) tell(now time.Time) {
	s.told = now
	places := make([]int64, len(s.readers))
	for i, r := range s.readers {
		places[i] = r.at
	}
	s.media.Wanted(places)
}
