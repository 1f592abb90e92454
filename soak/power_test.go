package soak

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/media/webm"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// platter is a file on a disk with a cache: what was not synced is lost when
// the power is cut, each sector for itself.
type platter struct {
	mu     sync.Mutex
	cached []byte // what reads see
	synced []byte // what is there in any case
	dirty  map[int]bool
	spun   func() // called with each write
}

const sector = 512

// WriteAt is part of media.File.
func (p *platter) WriteAt(b []byte, off int64) (int, error) {
	p.mu.Lock()
	if n := int(off) + len(b) - len(p.cached); n > 0 {
		p.cached = append(p.cached, make([]byte, n)...)
	}
	copy(p.cached[off:], b)
	for i := int(off) / sector; i*sector < int(off)+len(b); i++ {
		p.dirty[i] = true
	}
	p.mu.Unlock()
	if p.spun != nil {
		p.spun()
	}
	return len(b), nil
}

// ReadAt is part of media.File.
func (p *platter) ReadAt(b []byte, off int64) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return bytes.NewReader(p.cached).ReadAt(b, off)
}

// Sync makes all that is cached durable.
func (p *platter) Sync() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.synced = p.after(func() bool { return true })
	clear(p.dirty)
	return nil
}

// after is the disk with some of the sectors that were not synced.
func (p *platter) after(lucky func() bool) []byte {
	b := make([]byte, len(p.cached))
	copy(b, p.synced)
	for i := range p.dirty {
		if lucky() {
			copy(b[i*sector:min(len(b), (i+1)*sector)], p.cached[i*sector:])
		}
	}
	return b
}

// cut is what a power cut leaves: the file and its journal.
type cut struct{ file, journal []byte }

// made is a file in the making, as core makes it: see core's part.
type made struct {
	name    string
	streams []simulator.Media
	every   int // so-manieth write the power is cut
	lay     func(f media.File, heads []media.Head, state []byte, resume bool) (media.Layout, error)
}

var makings = []made{
	{"MP4", faulty().Media[:2], 11, func(f media.File, heads []media.Head, state []byte, resume bool) (media.Layout, error) {
		return mp4.New(f, heads, media.Options{Reserve: 4096, State: state, Resume: resume})
	}},
	{"MP4 in order", faulty().Media[:2], 4, func(f media.File, heads []media.Head, state []byte, resume bool) (media.Layout, error) {
		return mp4.New(f, heads, media.Options{Reserve: 4096, State: state, Resume: resume, InOrder: true})
	}},
	{"WebM", []simulator.Media{
		{Itag: 247, MIME: `video/webm; codecs="vp9"`, Content: longWebM(simulator.VP9x720, 20, 300)},
		{Itag: 251, MIME: `audio/webm; codecs="opus"`, Content: longWebM(simulator.Opus, 20, 20)},
	}, 1, func(f media.File, heads []media.Head, state []byte, resume bool) (media.Layout, error) {
		return webm.New(f, heads, media.Options{Reserve: 4096, State: state, Resume: resume})
	}},
}

// TestPowerCut cuts the power at many moments of a download. Of no byte that the
// journal claims anything is lost, and the file that is made on from what is
// left is the one that is made without a cut.
func TestPowerCut(t *testing.T) {
	cuts := 8
	if soaking {
		cuts = 60
	}
	for _, m := range makings {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { m.test(t, cuts) })
		})
	}
}

const headBytes = 64 << 10

func (m made) test(t *testing.T, want int) {
	site := simulator.NewMemorySite()
	defer site.Close()
	site.Add(simulator.Video{ID: videoID, Duration: length, Media: m.streams})
	site.SetPace(60_000)
	client := transfer.New(transfer.Options{Transport: site.Transport()})
	defer client.Close()

	disk := &platter{dirty: map[int]bool{}}
	var addresses []transfer.Address
	id := transfer.Identity{Video: videoID, Container: m.name, Room: 4096}
	var heads [][]byte
	for _, s := range m.streams {
		addresses = append(addresses, transfer.Address{URL: site.MediaURL(videoID, s.Itag), Size: s.Content.Size()})
		id.Streams = append(id.Streams, transfer.StreamID{Itag: s.Itag, Size: s.Content.Size()})
		heads = append(heads, read(t, s.Content, 0, headBytes))
	}
	layout := m.layout(t, disk, id, heads, nil, false)
	path := filepath.Join(t.TempDir(), "journal")
	journal, err := transfer.Create(path, id, heads)
	must(t, err)
	defer journal.Remove()

	r := rand.New(rand.NewPCG(3, 4))
	var mu sync.Mutex
	var cuts []cut
	writes := 0
	disk.spun = func() {
		mu.Lock()
		defer mu.Unlock()
		if writes++; writes%m.every != 0 {
			return
		}
		// The journal first: the disk may know more than it, never less.
		b, err := os.ReadFile(path)
		must(t, err)
		disk.mu.Lock()
		defer disk.mu.Unlock()
		cuts = append(cuts, cut{disk.after(func() bool { return r.IntN(2) == 0 }), b})
	}
	job := transfer.Job{
		Addresses: addresses, Ranges: m.missing(layout, journal, heads), InOrder: layout.InOrder(),
		Write: layout.WriteAt, Sync: disk.Sync, Journal: journal,
	}
	if layout.InOrder() {
		job.State = layout.State
	}
	must(t, client.Fetch(t.Context(), job))
	disk.spun = nil
	whole := m.finish(t, layout, disk)

	if len(cuts) < want {
		t.Fatalf("%d cuts in %d writes", len(cuts), writes)
	}
	claimed := 0
	for i := range want {
		c := cuts[i*len(cuts)/want]
		kept := m.goOn(t, c)
		if got := m.finish(t, kept.layout, kept.disk); !bytes.Equal(got, whole) {
			t.Errorf("cut %d: the file has %d bytes that are not the %d of one made without", i, len(got), len(whole))
		}
		if kept.claimed > 0 {
			claimed++
		}
	}
	note("Power cut at %d moments of a download as %s: no checkpoint claims a lost byte, and the file is right", want, m.name)
	if claimed < want/2 {
		t.Errorf("only %d of %d journals claimed anything", claimed, want)
	}
}

func (m made) layout(t *testing.T, disk *platter, id transfer.Identity, heads [][]byte, state []byte, resume bool) media.Layout {
	t.Helper()
	var list []media.Head
	for i, h := range heads {
		list = append(list, media.Head{Bytes: h, Size: id.Streams[i].Size})
	}
	l, err := m.lay(disk, list, state, resume)
	must(t, err)
	if !l.InOrder() {
		for i, h := range heads {
			must(t, l.WriteAt(i, h, 0))
		}
	}
	return l
}

// missing is what has to be fetched.
func (m made) missing(l media.Layout, j *transfer.Journal, heads [][]byte) (want []transfer.Range) {
	for _, r := range l.Ranges() {
		if !l.InOrder() {
			r.From = max(r.From, min(int64(len(heads[r.Track])), r.To))
		}
		if r.From < r.To {
			want = append(want, transfer.Range{Stream: r.Track, From: r.From, To: r.To})
		}
	}
	if l.InOrder() {
		return want
	}
	return j.Missing(want)
}

func (m made) finish(t *testing.T, l media.Layout, disk *platter) []byte {
	t.Helper()
	s, err := l.Finish(media.Meta{Title: "Power"})
	must(t, err)
	return disk.cached[:s.Size]
}

// kept is what is made on from a cut.
type kept struct {
	layout  media.Layout
	disk    *platter
	claimed int64 // bytes by the journal
}

// goOn makes the file on from what a cut left.
func (m made) goOn(t *testing.T, c cut) kept {
	t.Helper()
	path := filepath.Join(t.TempDir(), "journal")
	must(t, os.WriteFile(path, c.journal, 0o600))
	j, err := transfer.Open(path)
	must(t, err)
	defer j.Close()
	k := kept{disk: &platter{cached: c.file, dirty: map[int]bool{}}, claimed: j.Have()}
	k.layout = m.layout(t, k.disk, j.Identity(), j.Heads(), j.State(), true)
	if !k.layout.InOrder() {
		for i, s := range m.streams {
			for _, d := range j.Done(i) {
				got := make([]byte, d.To-d.From)
				must(t, k.layout.ReadAt(i, got, d.From))
				if !bytes.Equal(got, read(t, s.Content, d.From, d.To)) {
					t.Errorf("claimed, but lost: bytes %d-%d of stream %d", d.From, d.To, i)
				}
			}
		}
	}
	for _, r := range m.missing(k.layout, j, j.Heads()) {
		must(t, k.layout.WriteAt(r.Stream, read(t, m.streams[r.Stream].Content, r.From, r.To), r.From))
	}
	return k
}

func read(t *testing.T, c simulator.Content, from, to int64) []byte {
	t.Helper()
	b := make([]byte, min(to, c.Size())-from)
	if _, err := c.ReadAt(b, from); err != nil && err != io.EOF {
		t.Fatal(err)
	}
	return b
}
