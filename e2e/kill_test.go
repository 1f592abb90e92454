package e2e

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/transfer/journal"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// killCase is a download whose process is killed again and again.
type killCase struct {
	name      string
	args      []string
	pace      int64 // bytes per second and connection
	length    time.Duration
	sponsored []simulator.Sponsored // parts that are left out
	media     func() []simulator.Media
}

// longestLife is how long a process runs at most before it is killed.
const longestLife = 1500 * time.Millisecond

var killCases = []killCase{
	{"MP4", []string{"-format", "mp4"}, 3 << 20, time.Minute, nil, func() []simulator.Media {
		media := simulator.Formats(time.Minute, 137, 140)
		media[0].Content = simulator.LongAt(simulator.H264x1080, time.Minute, 6_000_000)
		return media
	}},
	{"WebM", []string{"-format", "webm"}, 3 << 20, 2 * time.Minute, nil, func() []simulator.Media {
		media := simulator.Formats(simulator.FixtureLength, 247, 251)
		media[0].Content, media[1].Content = longWebM(simulator.VP9x720, 10, 12_000), longWebM(simulator.Opus, 10, 300)
		return media
	}},
	{"MP3", []string{"-format", "mp3"}, 128 << 10, 3 * time.Minute, nil, func() []simulator.Media {
		return simulator.Formats(3*time.Minute, 140)
	}},
	{"M4A", []string{"-format", "m4a"}, 3 << 20, 40 * time.Minute, nil, func() []simulator.Media {
		return simulator.Formats(40*time.Minute, 140)
	}},
	{"MP4 with cuts", []string{"-format", "mp4", "-sponsorblock", "remove"}, 3 << 20, time.Minute, []simulator.Sponsored{
		{From: 3 * time.Second, To: 4500 * time.Millisecond, Category: "sponsor"}, // in a group of pictures
		{From: 20 * time.Second, To: 31 * time.Second, Category: "sponsor"},
	}, func() []simulator.Media {
		media := simulator.Formats(time.Minute, 137, 140)
		media[0].Content = simulator.LongAt(simulator.H264x1080, time.Minute, 6_000_000)
		return media
	}},
	{"M4A with cuts", []string{"-format", "m4a", "-sponsorblock", "remove"}, 3 << 20, 40 * time.Minute, []simulator.Sponsored{
		{To: 30 * time.Second, Category: "sponsor"},
		{From: 1000 * time.Second, To: 1300 * time.Second, Category: "sponsor"},
	}, func() []simulator.Media {
		return simulator.Formats(40*time.Minute, 140)
	}},
}

// TestKilled kills "hilo get" at random moments and starts it again. In the end
// every file equals the one made without kills.
func TestKilled(t *testing.T) {
	kills := 2
	if long {
		kills = 25
	}
	for _, k := range killCases {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			k.test(t, kills)
		})
	}
}

const killedVideos = 2 // downloaded at once

func (k killCase) test(t *testing.T, kills int) {
	p := newProxiedSite(t)
	media := k.media()
	var links []string
	for i := range killedVideos {
		id := fmt.Sprintf("killedVid%02d", i)
		p.add(t, simulator.Video{ID: id, Title: id, Duration: k.length, Media: media, Sponsored: k.sponsored})
		links = append(links, "youtu.be/"+id)
	}
	get := func(dir string) task {
		return task{Get: append(append(slices.Clone(k.args), "-dir", dir), links...), MaxBytes: -1}
	}
	whole := t.TempDir()
	if last, status := p.run(t, get(whole)); status != 0 {
		t.Fatalf("without a kill: status %d, %+v", status, last)
	}
	if sent := sentOf(p.site, media); len(k.sponsored) > 0 && sent >= killedVideos*sizeOf(media) {
		t.Fatalf("%d bytes were sent: nothing is left out", sent)
	}
	p.site.SetPace(k.pace)
	r := rand.New(rand.NewPCG(1, uint64(len(k.name))))
	var worst, sum, each int64
	all := 0 // connections of all killed processes
	for done := 0; done < kills; {
		dir := t.TempDir()
		cost := &killCost{t: t, site: p.site, dir: dir, media: media, before: sentOf(p.site, media)}
		for {
			life := time.Duration(r.Int64N(int64(longestLife)))
			if done >= kills {
				life = deadline
			}
			cost.started = time.Now()
			died, killed := p.runFor(t, get(dir), life)
			checkPublished(t, dir, whole)
			if !killed {
				break
			}
			done++
			lost, conns := cost.measure(died)
			worst, sum, each = max(worst, lost), sum+lost, max(each, lost/int64(max(conns, 1)))
			all += conns
		}
		if got, want := files(t, dir), files(t, whole); !slices.Equal(got, want) {
			t.Errorf("files %q, want %q", got, want)
		}
	}
	note(t, "Killed %d times while downloading %d videos as %s: %d bytes fetched again a kill, %d a connection; at worst %d, %d a connection",
		kills, killedVideos, k.name, sum/int64(kills), sum/int64(max(all, 1)), worst, each)
	if sum > int64(all)<<20 {
		t.Errorf("%d bytes over %d connections were fetched again", sum, all)
	}
	// Bytes continue to arrive while a busy disk syncs.
	if each > 4<<20 {
		t.Errorf("%d bytes a connection were fetched again", each)
	}
}

// runFor runs a child, and kills it after life unless it has ended. It fails the
// test when the child ended by itself with a status other than 0.
func (p *proxiedSite) runFor(t *testing.T, do task, life time.Duration) (died time.Time, killed bool) {
	t.Helper()
	c, lines := p.start(t, do)
	timer := time.AfterFunc(life, func() { died = time.Now(); _ = c.Process.Kill() })
	defer timer.Stop()
	for range lines {
	}
	err := c.Wait()
	if err != nil && c.ProcessState.ExitCode() >= 0 {
		t.Fatalf("%v: %s", err, c.Stderr)
	}
	return died, err != nil
}

// checkPublished checks that every file with a final name is complete.
func checkPublished(t *testing.T, dir, whole string) {
	t.Helper()
	for _, name := range files(t, dir) {
		if strings.HasPrefix(name, ".") {
			continue
		}
		got, err := os.Open(filepath.Join(dir, name))
		must(t, err)
		defer got.Close()
		want, err := os.Open(filepath.Join(whole, name))
		must(t, err)
		defer want.Close()
		if !sameBytes(got, want) {
			t.Fatalf("%s differs from the file made without kills", name)
		}
	}
}

func sameBytes(a, b io.Reader) bool {
	x, y := make([]byte, 1<<20), make([]byte, 1<<20)
	for {
		n, err := io.ReadFull(a, x)
		m, _ := io.ReadFull(b, y)
		if !bytes.Equal(x[:n], y[:m]) {
			return false
		}
		if err != nil {
			return true
		}
	}
}

// killCost measures how many bytes each kill costs.
type killCost struct {
	t       *testing.T
	site    *simulator.Server
	dir     string
	media   []simulator.Media
	before  int64     // bytes sent before the first process
	lost    int64     // by earlier kills
	started time.Time // when the process that is killed was started
}

func sentOf(site *simulator.Server, media []simulator.Media) (n int64) {
	for i := range killedVideos {
		for _, m := range media {
			n += site.Sent(fmt.Sprintf("killedVid%02d", i), m.Itag)
		}
	}
	return n
}

// measure returns how many received bytes the next process has to fetch again,
// and over how many connections they came.
func (a *killCost) measure(died time.Time) (lost int64, conns int) {
	a.t.Helper()
	limit := time.After(deadline)
	for poll := time.NewTicker(5 * time.Millisecond); ; {
		open := 0
		used := map[string]bool{}
		for _, r := range a.site.RequestsOn(simulator.OnMedia) {
			if r.End.IsZero() {
				open++
			}
			if r.Start.After(a.started) && (r.End.IsZero() || died.Sub(r.End) < 500*time.Millisecond) {
				used[r.Conn] = true
			}
		}
		if conns = max(conns, len(used)); open == 0 {
			poll.Stop()
			break
		}
		select {
		case <-poll.C:
		case <-limit:
			a.t.Fatal("answers continue after the kill")
		}
	}
	lost = sentOf(a.site, a.media) - a.before - a.kept() - a.lost
	a.lost += lost
	return lost, conns
}

// kept returns how many bytes need not be fetched again.
func (a *killCost) kept() (n int64) {
	for _, name := range files(a.t, a.dir) {
		if !strings.HasPrefix(name, ".") {
			for _, m := range a.media {
				n += m.Content.Size()
			}
		}
		if !strings.HasSuffix(name, ".journal") {
			continue
		}
		j, err := journal.Open(filepath.Join(a.dir, name))
		if err != nil {
			a.t.Logf("%s: %v", name, err)
			continue
		}
		for i, head := range j.Heads() {
			at := int64(len(head))
			n += at
			for _, r := range j.Done(i) {
				n += max(r.To-max(r.From, at), 0)
			}
		}
		must(a.t, j.Close())
	}
	return n
}

// TestQueueKilled kills a process that works on a stored queue. The queue
// continues at the next start without its links.
func TestQueueKilled(t *testing.T) {
	kills := 3
	if long {
		kills = 20
	}
	p := newProxiedSite(t)
	var links []string
	for i := range 4 {
		id := fmt.Sprintf("killedVid%02d", i)
		p.add(t, simulator.Video{ID: id, Title: id, Duration: length, Media: testVideo().Media})
		links = append(links, "youtu.be/"+id)
	}
	do := task{Queue: filepath.Join(t.TempDir(), "hilo.db"), Dir: t.TempDir(), Links: strings.Join(links, " "), MaxBytes: -1}
	whole := do
	whole.Queue, whole.Dir = filepath.Join(t.TempDir(), "hilo.db"), t.TempDir()
	if _, status := p.run(t, whole); status != 0 {
		t.Fatalf("without a kill: status %d", status)
	}
	p.site.SetPace(2 * pace)
	r := rand.New(rand.NewPCG(5, 6))
	for n := range kills {
		c, lines := p.start(t, do)
		kill := func() { _ = c.Process.Kill() }
		if n > 0 {
			timer := time.AfterFunc(time.Duration(r.Int64N(int64(longestLife))), kill)
			defer timer.Stop()
		}
		for l := range lines {
			if n == 0 && l.State == core.Downloading && l.Received > 0 { // the queue is stored by now
				kill()
			}
		}
		_ = c.Wait()
		do.Links = ""
		checkPublished(t, do.Dir, whole.Dir)
	}
	if _, status := p.run(t, do); status != 0 {
		t.Fatalf("status %d", status)
	}
	if got, want := files(t, do.Dir), files(t, whole.Dir); !slices.Equal(got, want) {
		t.Errorf("files %q, want %q", got, want)
	}
	checkPublished(t, do.Dir, whole.Dir)
}

func sizeOf(media []simulator.Media) (n int64) {
	for _, m := range media {
		n += m.Content.Size()
	}
	return n
}
