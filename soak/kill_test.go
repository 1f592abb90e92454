package soak

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/transfer/journal"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// killed is what is downloaded by a process that is killed again and again.
type killed struct {
	name   string
	args   []string
	pace   int64 // bytes per second and connection
	length time.Duration
	media  func() []simulator.Media
}

// longestLife of a process that is killed.
const longestLife = 1500 * time.Millisecond

var killings = []killed{
	{"MP4", []string{"-format", "mp4"}, 3 << 20, time.Minute, func() []simulator.Media {
		media := simulator.Formats(time.Minute, 137, 140)
		media[0].Content = simulator.LongAt(simulator.H264x1080, time.Minute, 6_000_000)
		return media
	}},
	{"WebM", []string{"-format", "webm"}, 3 << 20, 2 * time.Minute, func() []simulator.Media {
		media := simulator.Formats(simulator.FixtureLength, 247, 251)
		media[0].Content, media[1].Content = longWebM(simulator.VP9x720, 10, 12_000), longWebM(simulator.Opus, 10, 300)
		return media
	}},
	{"MP3", []string{"-format", "mp3"}, 128 << 10, 3 * time.Minute, func() []simulator.Media {
		return simulator.Formats(3*time.Minute, 140)
	}},
	{"M4A", []string{"-format", "m4a"}, 3 << 20, 40 * time.Minute, func() []simulator.Media {
		return simulator.Formats(40*time.Minute, 140)
	}},
}

// TestKilled kills "hilo get" at random moments and starts it again. In the end
// every file is the one that is made without that.
func TestKilled(t *testing.T) {
	kills := 2
	if soaking {
		kills = 25
	}
	for _, k := range killings {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			k.test(t, kills)
		})
	}
}

const killedVideos = 2 // at once

func (k killed) test(t *testing.T, kills int) {
	p := newPractice(t)
	media := k.media()
	var links []string
	for i := range killedVideos {
		id := fmt.Sprintf("killedVid%02d", i)
		p.site.Add(simulator.Video{ID: id, Title: id, Duration: k.length, Media: media})
		links = append(links, "youtu.be/"+id)
	}
	get := func(dir string) task {
		return task{Get: append(append(slices.Clone(k.args), "-dir", dir), links...), MaxBytes: -1}
	}
	whole := t.TempDir()
	if last, status := p.run(t, get(whole)); status != 0 {
		t.Fatalf("without a kill: status %d, %+v", status, last)
	}
	p.site.SetPace(k.pace)
	r := rand.New(rand.NewPCG(1, uint64(len(k.name))))
	var worst, sum, each int64
	all := 0 // connections of all that were killed
	for done := 0; done < kills; {
		dir := t.TempDir()
		a := &account{t: t, site: p.site, dir: dir, media: media, before: sentOf(p.site, media)}
		for ended := false; !ended; {
			a.began = time.Now()
			c, lines := p.start(t, get(dir))
			var over sync.WaitGroup
			over.Go(func() {
				for range lines {
				}
			})
			var died time.Time
			life := time.Duration(r.Int64N(int64(longestLife)))
			if done >= kills {
				life = deadline
			}
			timer := time.AfterFunc(life, func() { died = time.Now(); _ = c.Process.Kill() })
			over.Wait()
			err := c.Wait()
			timer.Stop()
			sameSoFar(t, dir, whole)
			if err == nil {
				ended = true
				break
			}
			if c.ProcessState.ExitCode() >= 0 {
				t.Fatalf("%v: %s", err, c.Stderr)
			}
			done++
			lost, conns := a.killed(died)
			worst, sum, each = max(worst, lost), sum+lost, max(each, lost/int64(max(conns, 1)))
			all += conns
		}
		if got, want := files(t, dir), files(t, whole); !slices.Equal(got, want) {
			t.Errorf("files %q, want %q", got, want)
		}
		sameSoFar(t, dir, whole)
	}
	note("Killed %d times while downloading %d videos as %s: %s bytes fetched again a kill, %s a connection; at worst %s, %s a connection",
		kills, killedVideos, k.name, thousands(sum/int64(kills)), thousands(sum/int64(max(all, 1))), thousands(worst), thousands(each))
	if sum > int64(all)<<20 {
		t.Errorf("%d bytes over %d connections were fetched again", sum, all)
	}
	// A disk that is busy takes its time to sync, and bytes go on coming.
	if each > 4<<20 {
		t.Errorf("%d bytes a connection were fetched again", each)
	}
}

// sameSoFar checks that all files that have their final names are whole.
func sameSoFar(t *testing.T, dir, whole string) {
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
		if !equal(got, want) {
			t.Fatalf("%s is not the file that is made without a kill", name)
		}
	}
}

func equal(a, b io.Reader) bool {
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

// account tells what every kill cost.
type account struct {
	t      *testing.T
	site   *simulator.Site
	dir    string
	media  []simulator.Media
	before int64     // bytes sent before the first process
	lost   int64     // by earlier kills
	began  time.Time // the process that is killed
}

func sentOf(site *simulator.Site, media []simulator.Media) (n int64) {
	for i := range killedVideos {
		for _, m := range media {
			n += site.Sent(fmt.Sprintf("killedVid%02d", i), m.Itag)
		}
	}
	return n
}

// killed says how many bytes came that the next process has to fetch again, and
// over how many connections.
func (a *account) killed(died time.Time) (lost int64, conns int) {
	a.t.Helper()
	limit := time.After(deadline)
	for poll := time.NewTicker(5 * time.Millisecond); ; {
		open := 0
		used := map[string]bool{}
		for _, r := range a.site.RequestsOn(simulator.OnMedia) {
			if r.End.IsZero() {
				open++
			}
			if r.Start.After(a.began) && (r.End.IsZero() || died.Sub(r.End) < 500*time.Millisecond) {
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
			a.t.Fatal("answers go on after the kill")
		}
	}
	lost = sentOf(a.site, a.media) - a.before - a.have() - a.lost
	a.lost += lost
	return lost, conns
}

// have counts the bytes that need not be fetched again.
func (a *account) have() (n int64) {
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

// TestQueueKilled kills what the window does with its queue. It goes on by
// itself: nothing is added a second time.
func TestQueueKilled(t *testing.T) {
	kills := 3
	if soaking {
		kills = 20
	}
	p := newPractice(t)
	var links []string
	for i := range 4 {
		id := fmt.Sprintf("killedVid%02d", i)
		p.site.Add(simulator.Video{ID: id, Title: id, Duration: length, Media: faulty().Media})
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
		sameSoFar(t, do.Dir, whole.Dir)
	}
	if _, status := p.run(t, do); status != 0 {
		t.Fatalf("status %d", status)
	}
	if got, want := files(t, do.Dir), files(t, whole.Dir); !slices.Equal(got, want) {
		t.Errorf("files %q, want %q", got, want)
	}
	sameSoFar(t, do.Dir, whole.Dir)
}
