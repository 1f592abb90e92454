package core_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/youtube/simulator"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// deadline bounds every wait of a test.
const deadline = 2 * time.Minute

const mp4H264, mp4AAC = `video/mp4; codecs="avc1.640028"`, `audio/mp4; codecs="mp4a.40.2"`

// harness is a simulated YouTube and a queue that downloads from it.
type harness struct {
	*testing.T
	site  *simulator.Server
	dir   string
	store string
	m     *core.Manager
	sub   *core.Subscription
	last  map[core.ID]core.Status
	given map[*core.Status]core.Status // as they were when the subscription gave them out
	order []core.ID
	done  []core.Update // those with AllDone
}

func newHarness(t *testing.T) *harness {
	t.Helper()
	site := simulator.NewServer()
	t.Cleanup(site.Close)
	b := &harness{T: t, site: site, dir: t.TempDir()}
	t.Cleanup(func() { b.close() })
	return b
}

// open starts the queue, a second time too.
func (b *harness) open(edit func(*core.Config)) {
	b.Helper()
	c := core.Config{Dir: b.dir, Store: b.store, Transport: b.site.Transport()}
	if edit != nil {
		edit(&c)
	}
	m, err := core.Open(c)
	if err != nil {
		b.Fatal(err)
	}
	b.m, b.sub, b.last, b.given = m, m.Subscribe(), map[core.ID]core.Status{}, map[*core.Status]core.Status{}
}

func (b *harness) close() {
	if b.m == nil {
		return
	}
	if err := b.m.Close(); err != nil {
		b.Error(err)
	}
	b.m = nil
	for now, then := range b.given {
		if *now != then {
			b.Errorf("a status was changed after it was given out: %+v, before %+v", *now, then)
		}
	}
}

// add puts videos into the queue as the default kind.
func (b *harness) add(ids ...string) []core.ID {
	return b.wish(format.Wish{Kind: format.Video}, ids...)
}

func (b *harness) wish(w format.Wish, ids ...string) []core.ID {
	b.Helper()
	var text strings.Builder
	for _, id := range ids {
		if len(id) == 11 {
			id = "youtu.be/" + id
		}
		text.WriteString(id + "\n")
	}
	added := b.m.Add(core.Request{Text: text.String(), Wish: w})
	if len(added.IDs) != len(ids) {
		b.Fatalf("added %+v of %q", added, ids)
	}
	return added.IDs
}

// list is Manager.List, with values that can be printed.
func (b *harness) list() []core.Status {
	var all []core.Status
	for _, s := range b.m.List() {
		all = append(all, *s)
	}
	return all
}

// await reads the subscription until a condition holds.
func (b *harness) await(what string, ok func() bool) {
	b.Helper()
	limit := time.After(deadline)
	look := time.NewTicker(10 * time.Millisecond) // for what the subscription does not tell
	defer look.Stop()
	for {
		u := b.sub.Take()
		for _, s := range u.Changed {
			b.last[s.ID] = *s
			if _, again := b.given[s]; !again {
				b.given[s] = *s
			}
		}
		for _, id := range u.Removed {
			delete(b.last, id)
		}
		if u.Order != nil {
			b.order = u.Order
		}
		if u.AllDone {
			b.done = append(b.done, u)
		}
		if ok() {
			return
		}
		select {
		case <-b.sub.Wake():
		case <-look.C:
		case <-limit:
			b.Fatalf("never: %s; statuses: %+v", what, b.last)
		}
	}
}

func (b *harness) awaitState(id core.ID, want core.State) core.Status {
	b.Helper()
	b.await(string(want), func() bool { return b.last[id].State == want })
	return b.last[id]
}

// awaitBytes waits until a download has received so many bytes.
func (b *harness) awaitBytes(id core.ID, n int64) {
	b.Helper()
	b.await("bytes", func() bool { return b.last[id].State == core.Downloading && b.last[id].Received >= n })
}

// halfWay adds a video and waits until so many bytes of it have come, at so
// many a second and connection.
func (b *harness) halfWay(title string, pace, bytes int64) core.ID {
	b.Helper()
	b.site.Add(video("aaaaaaaaaaa", title))
	b.site.SetPace(pace)
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	b.awaitBytes(id, bytes)
	return id
}

// files are the names in the folder, hidden ones too.
func (b *harness) files() []string {
	b.Helper()
	entries, err := os.ReadDir(b.dir)
	if err != nil {
		b.Fatal(err)
	}
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (b *harness) wantFiles(want ...string) {
	b.Helper()
	if got := b.files(); !slices.Equal(got, want) {
		b.Errorf("files %q, want %q", got, want)
	}
}

// inspect checks a finished file and says what is in it.
func (b *harness) inspect(path string) media.Summary {
	b.Helper()
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		b.Fatal(err)
	}
	s, err := mp4.Inspect(f, info.Size())
	if err != nil {
		b.Fatalf("%s: %v", path, err)
	}
	return s
}

// video is a short one with picture and sound.
func video(id, title string) simulator.Video {
	return simulator.Video{
		ID: id, Title: title, Author: "Practice", Duration: 12 * time.Second,
		Media: []simulator.Media{
			{Itag: 137, MIME: mp4H264, Width: 1920, Height: 1080, Content: simulator.H264x1080.Content()},
			{Itag: 140, MIME: mp4AAC, Content: simulator.AAC.Content()},
			{Itag: 18, MIME: `video/mp4; codecs="avc1.42001E, mp4a.40.2"`, Width: 640, Height: 360, Content: simulator.Muxed.Content()},
		},
	}
}

// busy reports whether any download has a goroutine.
func (b *harness) busy() bool { return b.m.Running() > 0 }
