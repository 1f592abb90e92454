package watch_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hilo-app/hilo/core/watch"
)

// fake is a Media of which only the first bytes are there at first.
type fake struct {
	data    []byte
	growing bool

	mu     sync.Mutex
	there  int
	more   chan struct{} // closed and replaced when there grows
	places chan []int64
}

func newFake(size, there int) *fake {
	f := &fake{there: there, more: make(chan struct{}), places: make(chan []int64, 1000)}
	for i := range size {
		f.data = append(f.data, byte(i%251))
	}
	return f
}

func (f *fake) Name() string { return "100 % día? #1.mp4" }
func (f *fake) Type() string { return "video/mp4" }

func (f *fake) Size() int64 {
	if f.growing {
		return -1
	}
	return int64(len(f.data))
}

func (f *fake) Wanted(places []int64) { f.places <- places }

func (f *fake) ReadAt(ctx context.Context, p []byte, off int64) (int, error) {
	for {
		f.mu.Lock()
		there, more := f.there, f.more
		f.mu.Unlock()
		switch {
		case off == int64(len(f.data)):
			return 0, io.EOF
		case off < int64(there):
			return copy(p, f.data[off:there]), nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		}
	}
}

func (f *fake) grow(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.there += n
	close(f.more)
	f.more = make(chan struct{})
}

func serve(t *testing.T, m watch.Media) *watch.Server {
	t.Helper()
	s, err := watch.Serve(m, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// ask sends a request with pairs of header fields; the caller closes the body.
func ask(t *testing.T, method, address string, head ...string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
		if head[i] == "Host" {
			r.Host = head[i+1]
		}
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}

func TestServerWaitsForBytes(t *testing.T) {
	for _, growing := range []bool{false, true} {
		f := newFake(1<<20, 1000)
		f.growing = growing
		s := serve(t, f)
		answer := ask(t, "GET", s.URL())
		if answer.StatusCode != 200 || answer.Header.Get("Content-Type") != "video/mp4" || growing != (answer.ContentLength < 0) {
			t.Fatalf("%s, %v, %d bytes", answer.Status, answer.Header, answer.ContentLength)
		}
		first := make([]byte, 1000)
		if _, err := io.ReadFull(answer.Body, first); err != nil { // what is there comes at once
			t.Fatal(err)
		}
		f.grow(1<<20 - 1000)
		rest, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(slices.Concat(first, rest), f.data) {
			t.Errorf("growing %v: other bytes", growing)
		}
	}
}

func TestServerRefuses(t *testing.T) {
	f := newFake(1000, 1000)
	s := serve(t, f)
	port := strings.Split(strings.TrimPrefix(s.URL(), "http://127.0.0.1:"), "/")[0]
	for _, c := range []struct {
		method, address string
		head            []string
		want            int
	}{
		{"GET", s.URL(), nil, 200},
		{"HEAD", s.URL(), nil, 200},
		{"GET", s.URL(), []string{"Range", "bytes=10-19"}, 206},
		{"GET", s.URL(), []string{"Range", "bytes=10-19", "Sec-Fetch-Site", "same-origin"}, 206},
		{"GET", s.URL(), []string{"Host", "localhost:" + port}, 200},
		{"GET", s.URL(), []string{"Range", "bytes=10-19,30-39"}, 416},
		{"GET", s.URL(), []string{"Range", "bytes=5000-"}, 416},
		{"GET", s.URL(), []string{"Host", "evil.example:" + port}, 403},
		{"GET", s.URL(), []string{"Sec-Fetch-Site", "cross-site"}, 404},
		{"GET", s.URL() + "x", nil, 404},
		{"GET", "http://127.0.0.1:" + port + "/", nil, 404},
		{"GET", "http://127.0.0.1:" + port + "/movie.mp4", nil, 404},
		{"POST", s.URL(), nil, 405},
		{"OPTIONS", s.URL(), nil, 405},
	} {
		if answer := ask(t, c.method, c.address, c.head...); answer.StatusCode != c.want {
			t.Errorf("%s %s %v: %s, want %d", c.method, c.address, c.head, answer.Status, c.want)
		}
	}
}

// TestServerDropsTheOldest holds that a fifth reader is answered, and that the first one's
// connection breaks instead of ending.
func TestServerDropsTheOldest(t *testing.T) {
	f := newFake(1<<20, 1000)
	s := serve(t, f)
	var answers []*http.Response
	for i := range 5 {
		answer := ask(t, "GET", s.URL(), "Range", fmt.Sprintf("bytes=%d-", i))
		b := make([]byte, 1)
		if _, err := io.ReadFull(answer.Body, b); err != nil || b[0] != f.data[i] {
			t.Fatalf("reader %d: %d, %v", i, b, err)
		}
		answers = append(answers, answer)
	}
	if _, err := io.ReadAll(answers[0].Body); err == nil {
		t.Error("the oldest reader was not dropped")
	}
	f.grow(1<<20 - 1000)
	for i, answer := range answers[1:] {
		if b, err := io.ReadAll(answer.Body); err != nil || len(b) != 1<<20-i-2 {
			t.Errorf("reader %d: %d bytes, %v", i+1, len(b), err)
		}
	}
}

// TestServerTellsWhatIsWanted holds that the newest reader's place comes first, and that
// nothing is wanted once all have gone.
func TestServerTellsWhatIsWanted(t *testing.T) {
	f := newFake(1<<20, 1000)
	s := serve(t, f)
	one := ask(t, "GET", s.URL())
	await(t, f, func(p []int64) bool { return slices.Equal(p, []int64{0}) || slices.Equal(p, []int64{1000}) })
	two := ask(t, "GET", s.URL(), "Range", "bytes=500000-")
	await(t, f, func(p []int64) bool { return len(p) == 2 && p[0] == 500000 })
	_, _ = one.Body.Close(), two.Body.Close()
	await(t, f, func(p []int64) bool { return len(p) == 0 })
}

// TestServerPlace holds that the place is that of the newest reader, and unknown when
// nobody reads or the file grows.
func TestServerPlace(t *testing.T) {
	f := newFake(1<<20, 1000)
	s := serve(t, f)
	check := func(when string, want float64, known bool) {
		t.Helper()
		if got, ok := s.Place(); got != want || ok != known {
			t.Errorf("%s: %v, %v; want %v, %v", when, got, ok, want, known)
		}
	}
	check("before", 0, false)
	one := ask(t, "GET", s.URL(), "Range", "bytes=262144-")
	await(t, f, func(p []int64) bool { return slices.Equal(p, []int64{262144}) })
	check("one reader", 0.25, true)
	two := ask(t, "GET", s.URL(), "Range", "bytes=524288-")
	await(t, f, func(p []int64) bool { return len(p) == 2 })
	check("two", 0.5, true)
	_ = two.Body.Close()
	await(t, f, func(p []int64) bool { return len(p) == 1 })
	check("one is left", 0.25, true)
	_ = one.Body.Close()
	await(t, f, func(p []int64) bool { return len(p) == 0 })
	check("nobody", 0, false)

	f = newFake(1<<20, 1000)
	f.growing = true
	s = serve(t, f)
	ask(t, "GET", s.URL())
	await(t, f, func(p []int64) bool { return len(p) == 1 })
	check("growing", 0, false)
}

func await(t *testing.T, f *fake, right func([]int64) bool) {
	t.Helper()
	for {
		select {
		case p := <-f.places:
			if right(p) {
				return
			}
		case <-t.Context().Done():
			t.Fatal("not told")
		}
	}
}

func TestServerClose(t *testing.T) {
	f := newFake(1<<20, 1000)
	s := serve(t, f)
	answer := ask(t, "GET", s.URL())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(answer.Body); err == nil {
		t.Error("the answer continues")
	}
	if c, err := net.Dial("tcp4", strings.Split(strings.TrimPrefix(s.URL(), "http://"), "/")[0]); err == nil {
		_ = c.Close()
		t.Error("the port is still open")
	}
}

func ExampleServe() {
	s, err := watch.Serve(newFake(100, 100), slog.New(slog.DiscardHandler))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	answer, err := http.Get(s.URL())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	fmt.Println(len(b), err)
	// Output: 100 <nil>
}
