package simulator

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
)

// newMemorySite is a memory site with one video.
func newMemorySite(t *testing.T) *Server {
	s := NewMemoryServer()
	t.Cleanup(s.Close)
	s.Add(Video{ID: testID, Duration: FixtureLength, Media: []Media{{Itag: testItag, MIME: "video/mp4", Content: H264x1080.Content()}}})
	return s
}

// TestMemorySite lives by a clock on which waiting takes no time.
func TestMemorySite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newMemorySite(t)
		s.SetPace(1000)
		start := time.Now()
		_, b, err := get(t, s, s.MediaURL(testID, testItag), withRange(0, 99_999))
		if err != nil || !bytes.Equal(b, readAll(t, H264x1080.Content())[:100_000]) {
			t.Errorf("%d bytes, %v", len(b), err)
		}
		if took := time.Since(start); took < 99*time.Second || took > 101*time.Second {
			t.Errorf("100,000 bytes at 1,000 a second took %v", took)
		}
		s.SetPace(0)
		s.Inject(Fault{Kind: Reset, After: 5000, Times: 1})
		if _, b, err := get(t, s, s.MediaURL(testID, testItag), withRange(0, 9999)); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("reset: %d bytes, %v", len(b), err)
		}
		s.Inject(Fault{Kind: Truncate, After: 5000, Times: 1})
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

// TestFloods takes a little of the answers that nobody can take whole.
func TestFloods(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newMemorySite(t)
		for _, kind := range []FaultKind{Bomb, Endless} {
			s.Inject(Fault{Kind: kind, On: OnPage, Times: 1})
			r, _ := http.NewRequest("GET", "https://www.youtube.com/watch?v="+testID, nil)
			r.Header.Set("Accept-Encoding", "gzip")
			resp, err := s.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			body := io.Reader(resp.Body)
			if kind == Bomb {
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
