package transfer

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/transfer/journal"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// deadline is longer than any test takes that works.
const deadline = 20 * time.Second

const (
	video     = "dQw4w9WgXcQ"
	firstItag = 137 // and the next ones for further streams
)

// stage is a site with one video of some streams, and a client whose waits are
// short.
type stage struct {
	t       testing.TB
	site    *simulator.Server
	client  *Client
	content []simulator.Content
}

func newStage(t testing.TB, sizes ...int64) *stage {
	return newStageOn(simulator.NewServer(), t, sizes...)
}

// newMemoryStage is a stage without sockets, for the clock of testing/synctest.
func newMemoryStage(t testing.TB, sizes ...int64) *stage {
	return newStageOn(simulator.NewMemoryServer(), t, sizes...)
}

func newStageOn(site *simulator.Server, t testing.TB, sizes ...int64) *stage {
	s := &stage{t: t, site: site}
	t.Cleanup(s.site.Close)
	v := simulator.Video{ID: video, Duration: time.Minute}
	for i, size := range sizes {
		c := simulator.Noise(uint64(i+1)<<40, size)
		s.content = append(s.content, c)
		v.Media = append(v.Media, simulator.Media{Itag: firstItag + i, MIME: "video/mp4", Content: c})
	}
	s.site.Add(v)
	s.client = s.newClient(Options{})
	return s
}

func (s *stage) newClient(o Options) *Client {
	o.Transport = s.site.Transport()
	c := New(o)
	s.t.Cleanup(c.Close)
	c.timing.backoff, c.timing.maxBackoff = time.Millisecond, 20*time.Millisecond
	c.timing.poll = 5 * time.Millisecond
	c.timing.stall = 400 * time.Millisecond
	c.timing.silence = time.Hour // taking over is a matter of its own tests
	c.timing.slow = time.Hour
	c.timing.header = time.Second
	return c
}

func (s *stage) addresses() []Address {
	var list []Address
	for i, c := range s.content {
		list = append(list, s.address(firstItag+i, c.Size()))
	}
	return list
}

func (s *stage) address(itag int, size int64) Address {
	text := s.site.MediaURL(video, itag)
	u, err := url.Parse(text)
	if err != nil {
		s.t.Fatal(err)
	}
	expire, _ := strconv.ParseInt(u.Query().Get("expire"), 10, 64)
	return Address{URL: text, UserAgent: "tester/1", Expires: time.Unix(expire, 0), Size: size, Version: u.Query().Get("lmt")}
}

// job wants all of all streams, in one range each, into a sink.
func (s *stage) job() (Job, *sink) {
	k := newSink(s.t, s.content)
	j := Job{Addresses: s.addresses(), Write: k.write, Sync: k.sync, Received: k.receive}
	for i, c := range s.content {
		j.Ranges = append(j.Ranges, Range{Stream: i, From: 0, To: c.Size()})
	}
	j.Refresh = func(context.Context, error) ([]Address, error) {
		k.refreshes++
		return s.addresses(), nil
	}
	return j, k
}

func (s *stage) fetch(j Job) error {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	err := s.client.Fetch(ctx, j)
	noWorkers(s.t)
	return err
}

// noWorkers checks that no goroutine of a fetch is left, but for a timer that
// is just going off.
func noWorkers(t testing.TB) {
	t.Helper()
	for try := 0; ; try++ {
		left := worker()
		if left == "" {
			return
		}
		if try == 1000 {
			t.Errorf("goroutine outlives Fetch:\n%s", left)
			return
		}
		runtime.Gosched()
	}
}

// worker is the stack of a goroutine of a fetch, if there is one.
func worker() string {
	b := make([]byte, 1<<20)
	b = b[:runtime.Stack(b, true)]
	for g := range strings.SplitSeq(string(b), "\n\n") {
		if strings.Contains(g, "transfer.(*fetch)") && !strings.Contains(g, "testing.tRunner") {
			return g
		}
	}
	return ""
}

// sink checks each write against the content, and that none comes twice.
type sink struct {
	t       testing.TB
	content []simulator.Content

	mu        sync.Mutex
	got       []byterange.Set
	order     []Range // writes, in the order they came
	received  int64
	refreshes int
	syncs     int
	onWrite   func(Range) // under the lock
}

func newSink(t testing.TB, content []simulator.Content) *sink {
	return &sink{t: t, content: content, got: make([]byterange.Set, len(content))}
}

func (k *sink) write(stream int, p []byte, off int64) error {
	want := make([]byte, len(p))
	if _, err := k.content[stream].ReadAt(want, off); err != nil {
		return fmt.Errorf("%d bytes at %d: %w", len(p), off, err)
	}
	if !bytes.Equal(p, want) {
		return fmt.Errorf("wrong bytes at %d", off)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	to := off + int64(len(p))
	written := byterange.Range{From: off, To: to}
	if k.got[stream].Overlaps(written) {
		return fmt.Errorf("bytes %d-%d of stream %d come twice", off, to, stream)
	}
	k.got[stream].Add(written)
	k.order = append(k.order, Range{Stream: stream, From: off, To: to})
	if k.onWrite != nil {
		k.onWrite(Range{Stream: stream, From: off, To: to})
	}
	return nil
}

func (k *sink) sync() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.syncs++
	return nil
}

func (k *sink) receive(n int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.received += int64(n)
}

// full checks that everything came.
func (k *sink) full() {
	k.t.Helper()
	var total int64
	for i, c := range k.content {
		total += c.Size()
		if g := k.got[i].Missing(byterange.Range{To: c.Size()}); g != nil {
			k.t.Errorf("stream %d lacks %v", i, g)
		}
	}
	if k.received != total {
		k.t.Errorf("told of %d bytes, want %d", k.received, total)
	}
}

// has checks that all bytes of ranges came.
func (k *sink) has(ranges []Range) {
	k.t.Helper()
	for _, r := range ranges {
		if left := k.got[r.Stream].Missing(byterange.Range{From: r.From, To: r.To}); left != nil {
			k.t.Errorf("stream %d lacks %v", r.Stream, left)
		}
	}
}

// journal creates one for the streams of a job, and says where its file is.
func (s *stage) journal(j Job) (*journal.Journal, string) {
	id := journal.Identity{Video: video, Container: "mp4"}
	for i, a := range j.Addresses {
		id.Streams = append(id.Streams, journal.Stream{Itag: firstItag + i, Size: a.Size, Version: a.Version})
	}
	path := filepath.Join(s.t.TempDir(), "journal")
	n, err := journal.Create(path, id, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { n.Close() })
	return n, path
}

// recorded counts the bytes that a journal has, over all streams.
func recorded(j *journal.Journal) (n int64) {
	for stream := range j.Identity().Streams {
		for _, r := range j.Done(stream) {
			n += r.To - r.From
		}
	}
	return n
}

// recovered opens a copy of a journal's file, as it would be found after a
// crash now that loses the last lost bytes, but none of the first whole ones.
func recovered(t *testing.T, path string, lost, whole int) *journal.Journal {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "journal")
	if err := os.WriteFile(copied, b[:max(len(b)-lost, whole)], 0o600); err != nil {
		t.Fatal(err)
	}
	j, err := journal.Open(copied)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// ranges makes ranges from the stream, start and end of each.
func ranges(n ...int64) (list []Range) {
	for i := 0; i+2 < len(n); i += 3 {
		list = append(list, Range{Stream: int(n[i]), From: n[i+1], To: n[i+2]})
	}
	return list
}
