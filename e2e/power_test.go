package e2e

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
	"github.com/hilo-app/hilo/core/transfer/journal"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// cachedDisk is a file on a disk with a write cache. A power cut loses any of the
// sectors that were not synced.
type cachedDisk struct {
	mu      sync.Mutex
	cached  []byte // what reads see
	synced  []byte // what survives a power cut
	dirty   map[int]bool
	onWrite func() // called after each write
}

const sector = 512

// WriteAt changes the cache.
func (d *cachedDisk) WriteAt(b []byte, off int64) (int, error) {
	d.mu.Lock()
	if n := int(off) + len(b) - len(d.cached); n > 0 {
		d.cached = append(d.cached, make([]byte, n)...)
	}
	copy(d.cached[off:], b)
	for i := int(off) / sector; i*sector < int(off)+len(b); i++ {
		d.dirty[i] = true
	}
	d.mu.Unlock()
	if d.onWrite != nil {
		d.onWrite()
	}
	return len(b), nil
}

// ReadAt reads from the cache.
func (d *cachedDisk) ReadAt(b []byte, off int64) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return bytes.NewReader(d.cached).ReadAt(b, off)
}

// Sync makes the cache durable.
func (d *cachedDisk) Sync() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.synced = d.afterCut(func() bool { return true })
	clear(d.dirty)
	return nil
}

// afterCut returns the content after a power cut that keeps an unsynced sector
// where lucky is true.
func (d *cachedDisk) afterCut(lucky func() bool) []byte {
	b := make([]byte, len(d.cached))
	copy(b, d.synced)
	for i := range d.dirty {
		if lucky() {
			copy(b[i*sector:min(len(b), (i+1)*sector)], d.cached[i*sector:])
		}
	}
	return b
}

// powerCut is what a power cut leaves: the file and its journal.
type powerCut struct{ file, journal []byte }

// layoutCase is a kind of file, laid out as core does it.
type layoutCase struct {
	name      string
	streams   []simulator.Media
	every     int // how many writes there are to a power cut
	newLayout func(f media.File, heads []media.Head, state []byte, resume bool) (media.Layout, error)
}

var layoutCases = []layoutCase{
	{"MP4", testVideo().Media[:2], 11, func(f media.File, heads []media.Head, state []byte, resume bool) (media.Layout, error) {
		return mp4.New(f, heads, media.Options{Reserve: 4096, State: state, Resume: resume})
	}},
	{"MP4 in order", testVideo().Media[:2], 4, func(f media.File, heads []media.Head, state []byte, resume bool) (media.Layout, error) {
		return mp4.New(f, heads, media.Options{Reserve: 4096, State: state, Resume: resume, InOrder: true})
	}},
	{"WebM", []simulator.Media{
		{Itag: 247, MIME: `video/webm; codecs="vp9"`, Content: longWebM(simulator.VP9x720, 20, 300)},
		{Itag: 251, MIME: `audio/webm; codecs="opus"`, Content: longWebM(simulator.Opus, 20, 20)},
	}, 1, func(f media.File, heads []media.Head, state []byte, resume bool) (media.Layout, error) {
		return webm.New(f, heads, media.Options{Reserve: 4096, State: state, Resume: resume})
	}},
}

// TestPowerCut cuts the power at many moments of a download. No byte that the
// journal claims is lost, and the file made from what is left equals the one made
// without a cut.
func TestPowerCut(t *testing.T) {
	cuts := 8
	if long {
		cuts = 60
	}
	for _, m := range layoutCases {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { m.test(t, cuts) })
		})
	}
}

func (m layoutCase) test(t *testing.T, want int) {
	whole, cuts := m.download(t)
	if len(cuts) < want {
		t.Fatalf("%d cuts", len(cuts))
	}
	claimed := 0
	for i := range want {
		r := m.resume(t, cuts[i*len(cuts)/want])
		if got := m.finish(t, r.layout, r.disk); !bytes.Equal(got, whole) {
			t.Errorf("cut %d: the file has %d bytes that differ from the %d of one made without", i, len(got), len(whole))
		}
		if r.claimed > 0 {
			claimed++
		}
	}
	note(t, "Power cut at %d moments of a download as %s: no checkpoint claims a lost byte, and the file is right", want, m.name)
	if claimed < want/2 {
		t.Errorf("only %d of %d journals claimed anything", claimed, want)
	}
}

const headBytes = 64 << 10 // of each stream, fetched before the layout is made

// download downloads and finishes the file. It returns the file, and what power
// cuts during the download would have left.
func (m layoutCase) download(t *testing.T) (whole []byte, cuts []powerCut) {
	site := simulator.NewMemoryServer()
	defer site.Close()
	site.Add(simulator.Video{ID: videoID, Duration: length, Media: m.streams})
	site.SetPace(60_000)
	client := transfer.New(transfer.Options{Transport: site.Transport()})
	defer client.Close()

	disk := &cachedDisk{dirty: map[int]bool{}}
	var addresses []transfer.Address
	id := journal.Identity{Video: videoID, Container: m.name, Reserve: 4096}
	var heads [][]byte
	for _, s := range m.streams {
		addresses = append(addresses, transfer.Address{URL: site.MediaURL(videoID, s.Itag), Size: s.Content.Size()})
		id.Streams = append(id.Streams, journal.Stream{Itag: s.Itag, Size: s.Content.Size()})
		heads = append(heads, readRange(t, s.Content, 0, headBytes))
	}
	layout := m.begin(t, disk, id, heads, nil, false)
	path := filepath.Join(t.TempDir(), "journal")
	written, err := journal.Create(path, id, heads)
	must(t, err)
	defer written.Remove()

	r := rand.New(rand.NewPCG(3, 4))
	var mu sync.Mutex
	writes := 0
	disk.onWrite = func() {
		mu.Lock()
		defer mu.Unlock()
		if writes++; writes%m.every != 0 {
			return
		}
		// The journal is read first: the disk may hold more than it claims, never less.
		b, err := os.ReadFile(path)
		must(t, err)
		disk.mu.Lock()
		defer disk.mu.Unlock()
		cuts = append(cuts, powerCut{disk.afterCut(func() bool { return r.IntN(2) == 0 }), b})
	}
	job := transfer.Job{
		Addresses: addresses, Ranges: m.missing(layout, written, heads), InOrder: layout.InOrder(),
		Write: layout.WriteAt, Sync: disk.Sync, Journal: written,
	}
	if layout.InOrder() {
		job.State = layout.State
	}
	must(t, client.Fetch(t.Context(), job))
	disk.onWrite = nil
	return m.finish(t, layout, disk), cuts
}

func (m layoutCase) begin(t *testing.T, disk *cachedDisk, id journal.Identity, heads [][]byte, state []byte, resume bool) media.Layout {
	t.Helper()
	var list []media.Head
	for i, h := range heads {
		list = append(list, media.Head{Bytes: h, Size: id.Streams[i].Size})
	}
	l, err := m.newLayout(disk, list, state, resume)
	must(t, err)
	if !l.InOrder() {
		for i, h := range heads {
			must(t, l.WriteAt(i, h, 0))
		}
	}
	return l
}

// missing returns what has to be fetched.
func (m layoutCase) missing(l media.Layout, j *journal.Journal, heads [][]byte) (want []transfer.Range) {
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

func (m layoutCase) finish(t *testing.T, l media.Layout, disk *cachedDisk) []byte {
	t.Helper()
	s, err := l.Finish(media.Meta{Title: "Power"})
	must(t, err)
	return disk.cached[:s.Size]
}

// resumed is a download that continues after a power cut.
type resumed struct {
	layout  media.Layout
	disk    *cachedDisk
	claimed int64 // bytes that the journal claims
}

// resume writes the missing bytes into the file that a power cut left.
func (m layoutCase) resume(t *testing.T, c powerCut) resumed {
	t.Helper()
	path := filepath.Join(t.TempDir(), "journal")
	must(t, os.WriteFile(path, c.journal, 0o600))
	j, err := journal.Open(path)
	must(t, err)
	defer j.Close()
	k := resumed{disk: &cachedDisk{cached: c.file, dirty: map[int]bool{}}}
	for i := range m.streams {
		for _, d := range j.Done(i) {
			k.claimed += d.To - d.From
		}
	}
	k.layout = m.begin(t, k.disk, j.Identity(), j.Heads(), j.State(), true)
	if !k.layout.InOrder() {
		for i, s := range m.streams {
			for _, d := range j.Done(i) {
				got := make([]byte, d.To-d.From)
				must(t, k.layout.ReadAt(i, got, d.From))
				if !bytes.Equal(got, readRange(t, s.Content, d.From, d.To)) {
					t.Errorf("claimed, but lost: bytes %d-%d of stream %d", d.From, d.To, i)
				}
			}
		}
	}
	for _, r := range m.missing(k.layout, j, j.Heads()) {
		must(t, k.layout.WriteAt(r.Stream, readRange(t, m.streams[r.Stream].Content, r.From, r.To), r.From))
	}
	return k
}

func readRange(t *testing.T, c simulator.Content, from, to int64) []byte {
	t.Helper()
	b := make([]byte, min(to, c.Size())-from)
	if _, err := c.ReadAt(b, from); err != nil && err != io.EOF {
		t.Fatal(err)
	}
	return b
}
