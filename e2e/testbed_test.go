package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/cli"
	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// The video that most faults befall: some 3 MB, so that every connection has
// several requests to do.
const (
	videoID   = "faultyVideo"
	videoLink = "https://youtu.be/" + videoID
	title     = "Faulty"
	length    = simulator.FixtureLength
	pace      = 300_000 // bytes per second and connection
)

// faulty is the video. The practice site's fixtures are the same in every
// process and so are files made of them.
var faulty = sync.OnceValue(func() simulator.Video {
	media := simulator.Formats(length, 137, 140, 18, 247, 251)
	media[0].Content = simulator.LongAt(simulator.H264x1080, length, 2_000_000)
	return simulator.Video{ID: videoID, Title: title, Author: "Practice", Duration: length, Media: media}
})

// stage is a practice site and a queue in front of it, in a bubble.
type stage struct {
	*testing.T
	site    *simulator.Site
	wire    wire
	dir     string
	edit    func(*core.Config)
	video   simulator.Video
	wish    format.Wish
	years   atomic.Int32 // that this computer's clock is ahead
	proxied atomic.Bool  // by the system
	drive   *drive       // that dir is on, if it is one that can be pulled
	undo    func()       // of a fault

	m     *core.Manager
	box   *core.Mailbox
	id    core.ID
	start time.Time
	last  core.Status
	saw   sentences
}

func newStage(t *testing.T) *stage {
	s := &stage{T: t, site: simulator.NewMemorySite(), dir: t.TempDir(), wish: format.Wish{Kind: format.Video}, video: faulty(), start: time.Now()}
	s.site.SetPace(pace)
	return s
}

// begin opens the queue and adds the video.
func (s *stage) begin() {
	s.Helper()
	s.site.Add(s.video)
	c := core.Config{Dir: s.dir, Transport: s.site.Transport()}
	c.Transport.DialContext = s.wire.through(c.Transport.DialContext)
	if s.edit != nil {
		s.edit(&c)
	}
	var err error
	if s.m, err = core.Open(c); err != nil {
		s.Fatal(err)
	}
	s.box = s.m.Subscribe()
	added := s.m.Add(core.Request{Text: videoLink, Wish: s.wish})
	if len(added.IDs) != 1 {
		s.Fatalf("added %+v", added)
	}
	s.id = added.IDs[0]
}

// end closes everything, so that the bubble can end.
func (s *stage) end() {
	if s.m != nil {
		if err := s.m.Close(); err != nil {
			s.Error(err)
		}
	}
	s.site.Close()
}

// await follows the download until ok, for so long at most.
func (s *stage) await(what string, within time.Duration, ok func(core.Status) bool) {
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
			s.saw.hear(status)
			s.last = status
		}
	}
}

// half waits until half of the bytes are there.
func (s *stage) half() {
	s.Helper()
	s.await("half of the bytes", 10*time.Minute, func(c core.Status) bool {
		return c.State == core.Downloading && c.Total > 0 && c.Received > c.Total/2
	})
}

func ended(s core.Status) bool { return s.State.Ended() }

// twice is how many bytes were sent that had been sent before.
func (s *stage) twice() (n int64) {
	for _, m := range s.video.Media {
		if sent := s.site.Sent(videoID, m.Itag); sent > 0 {
			n += max(sent-m.Content.Size(), 0)
		}
	}
	return n
}

// files are the names in a folder, hidden ones too.
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

// only checks that a folder holds one file with these bytes and nothing else.
func only(t *testing.T, dir, name string, want []byte) {
	t.Helper()
	if got := files(t, dir); !slices.Equal(got, []string{name}) {
		t.Fatalf("files %q, want only %q", got, name)
	}
	got, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s has %d bytes that are not the %d of one made without a fault", name, len(got), len(want))
	}
}

// unspoilt is what the file of a wish looks like when nothing goes wrong.
var unspoilt = struct {
	mu    sync.Mutex
	files map[format.Wish][]byte
}{files: map[format.Wish][]byte{}}

func without(t *testing.T, w format.Wish) []byte {
	t.Helper()
	unspoilt.mu.Lock()
	defer unspoilt.mu.Unlock()
	if b := unspoilt.files[w]; b != nil {
		return b
	}
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t)
		defer s.end()
		s.wish = w
		s.begin()
		s.await("the end", time.Hour, ended)
		if s.last.State != core.Done {
			t.Fatalf("without a fault: %+v, problem %v", s.last, s.last.Problem)
		}
		b, err := os.ReadFile(s.last.File)
		if err != nil {
			t.Fatal(err)
		}
		unspoilt.files[w] = b
	})
	return unspoilt.files[w]
}

// sentences are what a person was told: each once, with how often.
type sentences struct {
	said  []string
	times map[string]int
	state core.State
	until time.Time
	waits map[core.Class]int
}

// hear takes in a status. Only what is more than a moving bar counts.
func (l *sentences) hear(s core.Status) {
	fresh := s.State != l.state || !s.Until.Equal(l.until)
	l.state, l.until = s.State, s.Until
	text := cli.Sentence(s)
	switch {
	case s.State == core.Waiting:
		text, _, _ = strings.Cut(text, " Going on at ")
		if fresh {
			l.wait(s.Problem.Class)
		}
	case s.State == core.Downloading && s.Note != "":
		_, text, _ = strings.Cut(text, "B, ") // behind the size
	case s.State != core.Failed:
		return
	}
	if fresh || l.times[text] == 0 {
		l.say(text)
	}
}

func (l *sentences) wait(c core.Class) {
	if l.waits == nil {
		l.waits = map[core.Class]int{}
	}
	l.waits[c]++
}

func (l *sentences) say(text string) {
	if l.times == nil {
		l.times = map[string]int{}
	}
	if l.times[text]++; l.times[text] == 1 {
		l.said = append(l.said, text)
	}
}

// String is how the table shows what a person was told.
func (l sentences) String() string {
	if len(l.said) == 0 {
		return "nothing but the bar"
	}
	var parts []string
	for _, text := range l.said {
		if n := l.times[text]; n > 1 {
			text += fmt.Sprintf(" (%d times)", n)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " → ")
}
