package simulator_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net"
	"net/http"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// newMemoryServer starts a server in memory with one video.
func newMemoryServer(t *testing.T) *simulator.Server {
	s := simulator.NewMemoryServer()
	t.Cleanup(s.Close)
	s.Add(simulator.Video{ID: testID, Duration: simulator.FixtureLength, Media: []simulator.Media{{Itag: testItag, MIME: "video/mp4", Content: simulator.H264x1080.Content()}}})
	return s
}

// TestMemoryServer runs with a clock on which waiting takes no time.
func TestMemoryServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newMemoryServer(t)
		s.SetPace(1000)
		start := time.Now()
		_, b, err := get(t, s, s.MediaURL(testID, testItag), withRange(0, 99_999))
		if err != nil || !bytes.Equal(b, readAll(t, simulator.H264x1080.Content())[:100_000]) {
			t.Errorf("%d bytes, %v", len(b), err)
		}
		if took := time.Since(start); took < 99*time.Second || took > 101*time.Second {
			t.Errorf("100,000 bytes at 1,000 a second took %v", took)
		}
		s.SetPace(0)
		s.Inject(simulator.Fault{Kind: simulator.Reset, After: 5000, Times: 1})
		if _, b, err := get(t, s, s.MediaURL(testID, testItag), withRange(0, 9999)); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("reset: %d bytes, %v", len(b), err)
		}
		s.Inject(simulator.Fault{Kind: simulator.Truncate, After: 5000, Times: 1})
		if _, b, err := get(t, s, s.MediaURL(testID, testItag), withRange(0, 9999)); !errors.Is(err, io.ErrUnexpectedEOF) || len(b) != 5000 {
			t.Errorf("truncated: %d bytes, %v", len(b), err)
		}
		dial := s.Transport().DialContext
		s.Close()
		var op *net.OpError
		if _, err := dial(t.Context(), "tcp", "www.youtube.com:443"); !errors.As(err, &op) || op.Op != "dial" {
			t.Errorf("dial after Close: %v", err)
		}
	})
}

// TestHostileAnswers reads the first bytes of answers that fit in no memory.
func TestHostileAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newMemoryServer(t)
		for _, kind := range []simulator.FaultKind{simulator.Bomb, simulator.Endless} {
			s.Inject(simulator.Fault{Kind: kind, On: simulator.OnPage, Times: 1})
			r, _ := http.NewRequest("GET", "https://www.youtube.com/watch?v="+testID, nil)
			r.Header.Set("Accept-Encoding", "gzip")
			resp, err := s.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			body := io.Reader(resp.Body)
			if kind == simulator.Bomb {
				if body, err = gzip.NewReader(resp.Body); err != nil {
					t.Fatal(err)
				}
			}
			if n, err := io.CopyN(io.Discard, body, 70<<20); err != nil {
				t.Errorf("%s: %d bytes, %v", kind, n, err)
			}
			resp.Body.Close()
		}
	})
}
