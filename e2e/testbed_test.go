package e2e

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// The video of most tests has some 3 MB, so that every connection sends several
// requests.
const (
	videoID   = "faultyVideo"
	videoLink = "https://youtu.be/" + videoID
	title     = "Faulty"
	length    = simulator.FixtureLength
	pace      = 300_000 // bytes per second and connection
)

// testVideo returns the video. The fixtures of the simulator are the same in
// every process, and so are the files made of them.
var testVideo = sync.OnceValue(func() simulator.Video {
	media := simulator.Formats(length, 137, 140, 18, 247, 251)
	media[0].Content = simulator.LongAt(simulator.H264x1080, length, 2_000_000)
	return simulator.Video{ID: videoID, Title: title, Author: "Channel", Duration: length, Media: media}
})

// testbed is a queue that downloads one video from a simulated YouTube without
// sockets, in a bubble of testing/synctest.
type testbed struct {
	*testing.T
	site    *simulator.Server
	network simNetwork
	dir     string
	edit    func(*core.Config)
	video   simulator.Video
	wish    format.Wish
	years   atomic.Int32 // that the clock of this computer is ahead
	proxied atomic.Bool  // by the settings of the system
	drive   *drive       // that dir is on, or nil
	undo    func()       // ends the fault

	m     *core.Manager
	box   *core.Subscription
	id    core.ID
	start time.Time
	last  core.Status
	told  messages
}

func newTestbed(t *testing.T) *testbed {
	s := &testbed{T: t, site: simulator.NewMemoryServer(), dir: t.TempDir(), wish: format.Wish{Kind: format.Video}, video: testVideo(), start: time.Now()}
	s.site.SetPace(pace)
	return s
}

// open opens the queue and adds the video.
func (s *testbed) open() {
	s.Helper()
	s.site.Add(s.video)
	c := core.Config{Dir: s.dir, Transport: s.site.Transport()}
	c.Transport.DialContext = s.network.wrap(c.Transport.DialContext)
	if s.edit != nil {
		s.edit(&c)
	}
	var err error
	if s.m, err = openAgain(c); err != nil {
		s.Fatal(err)
	}
	s.box = s.m.Subscribe()
	added := s.m.Add(core.Request{Text: videoLink, Wish: s.wish})
	if len(added.IDs) != 1 {
		s.Fatalf("added %+v", added)
	}
	s.id = added.IDs[0]
}

// close ends the queue and the site, so that the bubble can end.
func (s *testbed) close() {
	if s.m != nil {
		if err := s.m.Close(); err != nil {
			s.Error(err)
		}
	}
	s.site.Close()
}

// await waits until ok is true of a status of the download, and fails after within.
func (s *testbed) await(what string, within time.Duration, ok func(core.Status) bool) {
	s.Helper()
	limit := time.NewTimer(within)
	defer limit.Stop()
	for !ok(s.last) {
		select {
		case <-s.box.Wake():
		case <-limit.C:
			s.Fatalf("not within %v: %s; %+v, problem %v", within, what, s.last, s.last.Problem)
		}
		for _, status := range s.box.Take().Changed {
			s.told.observe(*status)
			s.last = *status
		}
	}
}

// awaitHalf waits until half of the bytes have arrived.
func (s *testbed) awaitHalf() {
	s.Helper()
	s.await("half of the bytes", 10*time.Minute, func(c core.Status) bool {
		return c.State == core.Downloading && c.Total > 0 && c.Received > c.Total/2
	})
}

func ended(s core.Status) bool { return s.State.Ended() }

// refetched returns how many bytes were sent more than once.
func (s *testbed) refetched() (n int64) {
	for _, m := range s.video.Media {
		if sent := s.site.Sent(videoID, m.Itag); sent > 0 {
			n += max(sent-m.Content.Size(), 0)
		}
	}
	return n
}

// files returns the names in a folder, hidden ones included.
func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// checkOnlyFile checks that a folder holds one file with these bytes and nothing
// else.
func checkOnlyFile(t *testing.T, dir, name string, want []byte) {
	t.Helper()
	if got := files(t, dir); !slices.Equal(got, []string{name}) {
		t.Fatalf("files %q, want only %q", got, name)
	}
	got, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		at := 0
		for at < min(len(got), len(want)) && got[at] == want[at] {
			at++
		}
		t.Errorf("%s has %d bytes that differ from byte %d on from the %d of one made without a fault", name, len(got), at, len(want))
	}
}

// realTicks ticks in real time, also for those in a bubble of synctest.
var realTicks = time.NewTicker(10 * time.Millisecond).C

// openAgain opens a queue whose file may have been closed just now, in a bubble of
// synctest. A process that another test is starting has the file and its lock, too, until
// it runs its program, and core.Open waits for that in the bubble's time, in which no time
// passes outside.
func openAgain(c core.Config) (m *core.Manager, err error) {
	for range 500 {
		if m, err = core.Open(c); !errors.Is(err, core.ErrInUse) {
			return m, err
		}
		<-realTicks
	}
	return m, err
}

// faultless are files made without a fault, by wish.
var faultless = struct {
	mu    sync.Mutex
	files map[format.Wish][]byte
}{files: map[format.Wish][]byte{}}

func faultlessFile(t *testing.T, w format.Wish) []byte {
	t.Helper()
	faultless.mu.Lock()
	defer faultless.mu.Unlock()
	if b := faultless.files[w]; b != nil {
		return b
	}
	synctest.Test(t, func(t *testing.T) {
		s := newTestbed(t)
		defer s.close()
		s.wish = w
		s.open()
		s.await("the end", time.Hour, ended)
		if s.last.State != core.Done {
			t.Fatalf("without a fault: %+v, problem %v", s.last, s.last.Problem)
		}
		b, err := os.ReadFile(s.last.File)
		if err != nil {
			t.Fatal(err)
		}
		faultless.files[w] = b
	})
	return faultless.files[w]
}

// messages are what a person was told, besides a moving bar.
type messages struct {
	told  []Told
	waits map[core.Class]int // how often the download waited, by problem

	state core.State // of the last status
	until time.Time
}

// observe records what a status tells. A status of the same state, with the
// same time to wait for, tells nothing new.
func (l *messages) observe(s core.Status) {
	fresh := s.State != l.state || !s.Until.Equal(l.until)
	l.state, l.until = s.State, s.Until
	var told Told
	switch {
	case s.State == core.Waiting:
		told.Class, told.Waiting = s.Problem.Class, true
		if fresh {
			l.addWait(told.Class)
		}
	case s.State == core.Downloading && s.Note != "":
		told.Note = s.Note
	case s.State == core.Failed:
		told.Class = s.Problem.Class
	default:
		return
	}
	if fresh || l.times(told) == 0 {
		l.add(told)
	}
}

func (l *messages) addWait(c core.Class) {
	if l.waits == nil {
		l.waits = map[core.Class]int{}
	}
	l.waits[c]++
}

// add counts one more time that a person was told this.
func (l *messages) add(told Told) {
	for i := range l.told {
		if l.told[i].same(told) {
			l.told[i].Times++
			return
		}
	}
	told.Times = 1
	l.told = append(l.told, told)
}

// times returns how often a person was told this.
func (l *messages) times(told Told) int {
	for _, t := range l.told {
		if t.same(told) {
			return t.Times
		}
	}
	return 0
}

func (t Told) same(as Told) bool {
	return t.Class == as.Class && t.Waiting == as.Waiting && t.Note == as.Note && t.Text == as.Text
}
