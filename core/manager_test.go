package core

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/media/webm"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// deadline bounds every wait of a test.
const deadline = 30 * time.Second

const mp4H264, mp4AAC = `video/mp4; codecs="avc1.640028"`, `audio/mp4; codecs="mp4a.40.2"`

// bench is a practice site with a queue in front of it.
type bench struct {
	*testing.T
	site  *simulator.Site
	dir   string
	store string
	m     *Manager
	box   *Mailbox
	last  map[ID]Status
	order []ID
	done  []Update // those with AllDone
}

func newBench(t *testing.T) *bench {
	t.Helper()
	site := simulator.NewSite()
	t.Cleanup(site.Close)
	b := &bench{T: t, site: site, dir: t.TempDir()}
	t.Cleanup(func() { b.close() })
	return b
}

// open starts the queue, a second time too.
func (b *bench) open(edit func(*Config)) {
	b.Helper()
	c := Config{Dir: b.dir, Store: b.store, Transport: b.site.Transport()}
	if edit != nil {
		edit(&c)
	}
	m, err := Open(c)
	if err != nil {
		b.Fatal(err)
	}
	b.m, b.box, b.last = m, m.Subscribe(), map[ID]Status{}
}

func (b *bench) close() {
	if b.m == nil {
		return
	}
	if err := b.m.Close(); err != nil {
		b.Error(err)
	}
	b.m = nil
}

// add puts videos into the queue as the default kind.
func (b *bench) add(ids ...string) []ID { return b.wish(format.Wish{Kind: format.Video}, ids...) }

func (b *bench) wish(w format.Wish, ids ...string) []ID {
	b.Helper()
	var text strings.Builder
	for _, id := range ids {
		if len(id) == 11 {
			id = "youtu.be/" + id
		}
		text.WriteString(id + "\n")
	}
	added := b.m.Add(Request{Text: text.String(), Wish: w})
	if len(added.IDs) != len(ids) {
		b.Fatalf("added %+v of %q", added, ids)
	}
	return added.IDs
}

// await reads the mailbox until a condition holds.
func (b *bench) await(what string, ok func() bool) {
	b.Helper()
	limit := time.After(deadline)
	look := time.NewTicker(10 * time.Millisecond) // for what the mailbox does not tell
	defer look.Stop()
	for {
		u := b.box.Take()
		for _, s := range u.Changed {
			b.last[s.ID] = s
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
		case <-b.box.Wake():
		case <-look.C:
		case <-limit:
			b.Fatalf("never: %s; statuses: %+v", what, b.last)
		}
	}
}

func (b *bench) awaitState(id ID, want State) Status {
	b.Helper()
	b.await(string(want), func() bool { return b.last[id].State == want })
	return b.last[id]
}

// awaitBytes waits until a download has received so many bytes.
func (b *bench) awaitBytes(id ID, n int64) {
	b.Helper()
	b.await("bytes", func() bool { return b.last[id].State == Downloading && b.last[id].Received >= n })
}

// halfWay adds a video and waits until so many bytes of it have come, at so
// many a second and connection.
func (b *bench) halfWay(title string, pace, bytes int64) ID {
	b.Helper()
	b.site.Add(video("aaaaaaaaaaa", title))
	b.site.SetPace(pace)
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	b.awaitBytes(id, bytes)
	return id
}

// files are the names in the folder, hidden ones too.
func (b *bench) files() []string {
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

func (b *bench) wantFiles(want ...string) {
	b.Helper()
	if got := b.files(); !slices.Equal(got, want) {
		b.Errorf("files %q, want %q", got, want)
	}
}

// inspect checks a finished file and says what is in it.
func (b *bench) inspect(path string) media.Summary {
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

func TestVideoIsSaved(t *testing.T) {
	b := newBench(t)
	v := video("aaaaaaaaaaa", "Bridges: how they are built?")
	v.Description = "About bridges.\n0:00 Start\n0:05 Middle\n0:10 End"
	b.site.Add(v)
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	s := b.awaitState(id, Done)
	if want := filepath.Join(b.dir, "Bridges- how they are built.mp4"); s.File != want {
		t.Errorf("file %q, want %q", s.File, want)
	}
	b.wantFiles("Bridges- how they are built.mp4")
	if s.Title != v.Title || s.Channel != "Practice" || s.Quality != "1080p" || s.Duration != v.Duration || s.Received != s.Total || s.Total == 0 {
		t.Errorf("status %+v", s)
	}
	sum := b.inspect(s.File)
	if len(sum.Tracks) != 2 || sum.Tracks[0].Kind != "video" || sum.Tracks[1].Kind != "audio" {
		t.Errorf("tracks %+v", sum.Tracks)
	}
	if n := len(b.site.RequestsOn(simulator.OnPlayer)); n != 1 {
		t.Errorf("%d lookups, want 1", n)
	}
	b.await("the event that all is done", func() bool { return len(b.done) > 0 })
	if u := b.done[0]; u.Saved != 1 || u.Failed != 0 {
		t.Errorf("all done: %+v", u)
	}
}

func TestSongIsSavedAsItIsWished(t *testing.T) {
	for _, tt := range []struct {
		wish       format.Wish
		file, what string
	}{
		{format.Wish{Kind: format.Audio}, "Hilo de Luna.mp3", "MP3"},
		{format.Wish{Kind: format.Audio, Format: format.MP3, MP3: format.MP3V2}, "Hilo de Luna.mp3", "MP3"},
		{format.Wish{Kind: format.Audio, Format: format.M4A}, "Hilo de Luna.m4a", "M4A"},
		{format.Wish{Kind: format.Audio, Format: format.Opus}, "Hilo de Luna.opus", "Opus"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			if tt.what == "MP3" && !mp3.Available {
				t.Skip("this build has no MP3 encoder")
			}
			b := newBench(t)
			v := video("aaaaaaaaaaa", "Hilo de Luna")
			v.Media = append(v.Media, simulator.Media{Itag: 251, MIME: `audio/webm; codecs="opus"`, Content: simulator.Opus.Content()})
			b.site.Add(v)
			b.open(nil)
			id := b.wish(tt.wish, "aaaaaaaaaaa")[0]
			s := b.awaitState(id, Done)
			b.wantFiles(tt.file)
			if s.Quality != tt.what || s.Received != s.Total {
				t.Errorf("status %+v", s)
			}
			if b.site.Sent("aaaaaaaaaaa", 137) != 0 {
				t.Error("picture was fetched for a song")
			}
			again := b.m.Add(Request{Text: "youtu.be/aaaaaaaaaaa", Wish: format.Wish{Kind: format.Video}}).IDs[0]
			b.awaitState(again, Done)
			b.m.Remove(id)
			id = b.wish(tt.wish, "aaaaaaaaaaa")[0]
			if s := b.awaitState(id, Done); s.Note != NoteAlready {
				t.Errorf("made again: %+v", s)
			}
		})
	}
}

func TestBestPictureIsWebMWhereThatIsBetter(t *testing.T) {
	b := newBench(t)
	v := video("aaaaaaaaaaa", "Best")
	v.Media[0] = simulator.Media{Itag: 136, MIME: mp4H264, Width: 640, Height: 360, Content: simulator.H264x360.Content()}
	v.Media = append(v.Media,
		simulator.Media{Itag: 247, MIME: `video/webm; codecs="vp9"`, Width: 1280, Height: 720, Content: simulator.VP9x720.Content()},
		simulator.Media{Itag: 251, MIME: `audio/webm; codecs="opus"`, Content: simulator.Opus.Content()})
	b.site.Add(v)
	b.site.SetPace(60_000)
	b.open(nil)
	id := b.wish(format.Wish{Kind: format.Video, Best: true}, "aaaaaaaaaaa")[0]
	b.awaitBytes(id, 30_000)
	b.m.Pause(id)
	b.awaitState(id, Paused)
	b.site.SetPace(0)
	b.m.Resume(id)
	s := b.awaitState(id, Done)
	b.wantFiles("Best.webm")
	if s.Quality != "720p" || b.site.Sent("aaaaaaaaaaa", 140) != 0 {
		t.Errorf("status %+v", s)
	}
	f, err := os.Open(s.File)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := media.Summary{Duration: 12 * time.Second, Tracks: []media.Track{{Kind: "video", Codec: "vp9"}, {Kind: "audio", Codec: "opus"}}}
	if err := webm.Verify(f, s.Total, want); err != nil {
		t.Error(err)
	}
	b.m.Remove(id)
	id = b.wish(format.Wish{Kind: format.Video, Best: true}, "aaaaaaaaaaa")[0]
	if s := b.awaitState(id, Done); s.Note != NoteAlready {
		t.Errorf("made again: %+v", s)
	}
}

func TestSubtitles(t *testing.T) {
	b := newBench(t)
	v := video("aaaaaaaaaaa", "Spoken")
	cues := []simulator.Cue{{Start: time.Second, End: 3 * time.Second, Text: "Buenos días"}}
	v.Captions = []simulator.Caption{{Language: "es", Name: "Spanish", Cues: cues}, {Language: "en", Name: "English", Generated: true, Cues: cues}}
	b.site.Add(v)
	b.open(nil)
	w := format.Wish{Kind: format.Video, Subtitles: format.Subtitles{Languages: "en,es", File: true, Embed: true}}
	s := b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], Done)
	b.wantFiles("Spoken.es.srt", "Spoken.mp4")
	srt, err := os.ReadFile(filepath.Join(b.dir, "Spoken.es.srt"))
	if err != nil || !strings.Contains(string(srt), "00:00:01,000 --> 00:00:03,000\r\nBuenos días") {
		t.Errorf("%v: %q", err, srt)
	}
	film, err := os.ReadFile(s.File)
	if err != nil || !bytes.Contains(film, []byte("tx3g")) || !bytes.Contains(film, []byte("Buenos días")) {
		t.Errorf("no subtitles in the file: %v", err)
	}

	// Asked for again with more languages, only what is missing is added.
	w.Subtitles.Generated = true
	s = b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], Done)
	if s.Note != NoteAlready {
		t.Errorf("note %q", s.Note)
	}
	b.wantFiles("Spoken.en.srt", "Spoken.es.srt", "Spoken.mp4")
}

func TestSubtitlesThatCannotBeHadHoldNothingUp(t *testing.T) {
	b := newBench(t)
	v := video("aaaaaaaaaaa", "Spoken")
	v.Captions = []simulator.Caption{{Language: "es", Name: "Spanish"}}
	b.site.Add(v)
	b.site.Inject(simulator.Fault{Kind: simulator.Status, On: simulator.OnCaption, Code: 429})
	b.open(nil)
	w := format.Wish{Kind: format.Video, Subtitles: format.Subtitles{Languages: "es", File: true}}
	b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], Done)
	b.wantFiles("Spoken.mp4")
}

func TestSongGoesOnAfterAPause(t *testing.T) {
	b := newBench(t)
	v := video("aaaaaaaaaaa", "Long Song")
	v.Media[1].Content, v.Duration = simulator.Long(simulator.AAC, 3*time.Minute), 3*time.Minute
	b.site.Add(v)
	b.site.SetPace(100_000)
	b.open(nil)
	wish := format.Wish{Kind: format.Audio}
	id := b.wish(wish, "aaaaaaaaaaa")[0]
	b.awaitBytes(id, 300_000)
	b.m.Pause(id)
	b.awaitState(id, Paused)
	b.site.SetPace(0)
	b.m.Resume(id)
	s := b.awaitState(id, Done)
	b.wantFiles(filepath.Base(s.File))
	if sent := b.site.Sent("aaaaaaaaaaa", 140); sent > v.Media[1].Content.Size()+200_000 {
		t.Errorf("%d of %d bytes were sent", sent, v.Media[1].Content.Size())
	}
}

func TestSeveralAtOnceButNoMoreThanAsked(t *testing.T) {
	b := newBench(t)
	b.site.SetPace(300_000)
	var links []string
	for _, id := range []string{"aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc", "ddddddddddd"} {
		b.site.Add(video(id, id))
		links = append(links, id)
	}
	b.open(func(c *Config) { c.Parallel = 3 })
	b.add(links...)
	most := 0
	b.await("all done", func() bool {
		active := 0
		for _, s := range b.last {
			if s.State.Active() {
				active++
			}
		}
		most = max(most, active)
		return len(b.done) > 0
	})
	if most != 3 {
		t.Errorf("%d at once, want 3", most)
	}
	if len(b.files()) != 4 || b.done[0].Saved != 4 {
		t.Errorf("files %q, all done %+v", b.files(), b.done)
	}
}

func TestFailuresSayWhy(t *testing.T) {
	b := newBench(t)
	for id, verdict := range map[string]simulator.Playability{
		"private0000": simulator.Private, "removed0000": simulator.Removed, "geoblocked0": simulator.Geo,
		"botcheck000": simulator.BotCheck, "agegate0000": simulator.AgeGate,
	} {
		v := video(id, id)
		v.Playability = verdict
		b.site.Add(v)
	}
	b.open(nil)
	want := map[string]Class{
		"private0000": Private, "removed0000": Removed, "geoblocked0": GeoBlocked, "botcheck000": BotCheck, "agegate0000": AgeRestricted,
	}
	for id := range want {
		b.add("https://www.youtube.com/watch?v=" + id)
	}
	b.await("all done", func() bool { return len(b.done) > 0 })
	for _, s := range b.last {
		if s.State != Failed || s.Problem == nil || s.Problem.Class != want[s.VideoID] {
			t.Errorf("%s: %s, %v; want failed, %s", s.VideoID, s.State, s.Problem, want[s.VideoID])
		}
	}
	b.wantFiles()
}

func TestPauseKeepsTheBytes(t *testing.T) {
	b := newBench(t)
	id := b.halfWay("Long", 40_000, 150_000)
	b.m.Pause(id)
	b.awaitState(id, Paused)
	b.site.SetPace(0)
	b.m.Resume(id)
	if s := b.awaitState(id, Done); s.Note != NoteResumed {
		t.Errorf("note %q", s.Note)
	}
	b.wantFiles("Long.mp4")
	size := simulator.H264x1080.Content().Size() + simulator.AAC.Content().Size()
	if sent := b.site.Sent("aaaaaaaaaaa", 137) + b.site.Sent("aaaaaaaaaaa", 140); sent > size+100_000 {
		t.Errorf("%d bytes were sent for a file of %d", sent, size)
	}
}

func TestCancelLeavesNothing(t *testing.T) {
	b := newBench(t)
	id := b.halfWay("Gone", 20_000, 70_000)
	b.m.Cancel(id)
	b.awaitState(id, Cancelled)
	b.await("the place to be free", func() bool { return !b.busy() })
	b.wantFiles()
	b.site.SetPace(0)
	b.m.Retry(id)
	b.awaitState(id, Done)
	b.wantFiles("Gone.mp4")
	b.m.Remove(id)
	b.await("an empty list", func() bool { return len(b.last) == 0 && len(b.order) == 0 })
	b.wantFiles("Gone.mp4")
}

// busy says whether any download has a goroutine.
func (b *bench) busy() bool {
	b.m.mu.Lock()
	defer b.m.mu.Unlock()
	return b.m.running > 0
}

func TestRemoveWhileDownloading(t *testing.T) {
	b := newBench(t)
	id := b.halfWay("Gone", 20_000, 70_000)
	b.m.Remove(id)
	b.await("an empty list", func() bool { return len(b.last) == 0 })
	b.close()
	b.wantFiles()
}

func TestCloseAndOpenGoesOn(t *testing.T) {
	b := newBench(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	b.site.Add(video("aaaaaaaaaaa", "Running"))
	b.site.Add(video("bbbbbbbbbbb", "Paused"))
	b.site.Add(video("ccccccccccc", "Queued"))
	b.site.SetPace(30_000)
	b.open(func(c *Config) { c.Parallel = 1 })
	ids := b.add("aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc")
	b.m.Pause(ids[1])
	b.m.Move(ids[2], ids[0])
	b.awaitBytes(ids[0], 100_000)
	b.close()

	b.site.SetPace(0)
	before := b.site.Sent("aaaaaaaaaaa", 137)
	b.open(nil)
	s := b.awaitState(ids[0], Done)
	b.awaitState(ids[2], Done)
	if b.last[ids[1]].State != Paused || b.last[ids[1]].Title != "" && b.last[ids[1]].Title != "Paused" {
		t.Errorf("paused one: %+v", b.last[ids[1]])
	}
	if want := []ID{ids[2], ids[0], ids[1]}; !slices.Equal(b.order, want) {
		t.Errorf("order %v, want %v", b.order, want)
	}
	size := simulator.H264x1080.Content().Size()
	if again := b.site.Sent("aaaaaaaaaaa", 137); again > size+60_000 || before == 0 {
		t.Errorf("%d bytes of %d were sent, %d of them before", again, size, before)
	}
	if s.Note != NoteResumed {
		t.Errorf("note %q", s.Note)
	}
	b.wantFiles("Queued.mp4", "Running.mp4")
}

func TestSecondQueueIsRefused(t *testing.T) {
	b := newBench(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	b.open(nil)
	if _, err := Open(Config{Dir: b.dir, Store: b.store}); !errors.Is(err, ErrInUse) {
		t.Errorf("second Open: %v", err)
	}
}

func TestTakenNameIsNeverOverwritten(t *testing.T) {
	b := newBench(t)
	b.site.Add(video("aaaaaaaaaaa", "Same"))
	b.site.Add(video("bbbbbbbbbbb", "Same"))
	mine := []byte("my own file")
	if err := os.WriteFile(filepath.Join(b.dir, "Same.mp4"), mine, 0o600); err != nil {
		t.Fatal(err)
	}
	b.open(nil)
	b.add("aaaaaaaaaaa", "bbbbbbbbbbb")
	b.await("all done", func() bool { return len(b.done) > 0 })
	b.wantFiles("Same (2).mp4", "Same (3).mp4", "Same.mp4")
	if got, _ := os.ReadFile(filepath.Join(b.dir, "Same.mp4")); !bytes.Equal(got, mine) {
		t.Errorf("file was overwritten with %d bytes", len(got))
	}
}

func TestSameIsNotSavedTwice(t *testing.T) {
	b := newBench(t)
	b.site.Add(video("aaaaaaaaaaa", "Once"))
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	b.awaitState(id, Done)
	if added := b.m.Add(Request{Text: "youtu.be/aaaaaaaaaaa", Wish: format.Wish{Kind: format.Video}}); len(added.IDs) != 0 || !slices.Equal(added.Known, []ID{id}) {
		t.Errorf("added again: %+v", added)
	}
	b.m.Remove(id) // the queue forgets, the file remembers
	again := b.add("aaaaaaaaaaa")[0]
	if s := b.awaitState(again, Done); s.Note != NoteAlready || filepath.Base(s.File) != "Once.mp4" {
		t.Errorf("status %+v", s)
	}
	b.wantFiles("Once.mp4")
}

func TestPlaylistBecomesItsVideos(t *testing.T) {
	b := newBench(t)
	list := simulator.Playlist{ID: "PLpractice00000000000000000000000", Title: "Bridges", PageSize: 2}
	for _, id := range []string{"aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc"} {
		b.site.Add(video(id, "Video "+id[:1]))
		list.Entries = append(list.Entries, simulator.Entry{ID: id})
	}
	b.site.AddPlaylist(list)
	b.open(nil)
	first := b.add("https://www.youtube.com/playlist?list=" + list.ID)[0]
	b.await("all done", func() bool { return len(b.done) > 0 })
	if _, still := b.last[first]; still || len(b.order) != 3 {
		t.Errorf("order %v, list's own row still there: %v", b.order, still)
	}
	for i, id := range b.order {
		if s := b.last[id]; s.Album != "Bridges" || s.VideoID != list.Entries[i].ID || s.State != Done {
			t.Errorf("row %d: %+v", i, s)
		}
	}
	b.wantFiles("Video a.mp4", "Video b.mp4", "Video c.mp4")
}

func TestWatchLinkOffersItsList(t *testing.T) {
	b := newBench(t)
	b.site.Add(video("aaaaaaaaaaa", "One"))
	b.open(nil)
	added := b.m.Add(Request{Text: "https://www.youtube.com/watch?v=aaaaaaaaaaa&list=PLpractice00000000000000000000000 and nonsense.example/x", Wish: format.Wish{Kind: format.Video}})
	if len(added.IDs) != 1 || len(added.Lists) != 1 || added.Lists[0].PlaylistID != "PLpractice00000000000000000000000" || len(added.Rejected) != 1 {
		t.Errorf("added %+v", added)
	}
	b.awaitState(added.IDs[0], Done)
}

func TestGatedMediaFallsBackToTheRescueStream(t *testing.T) {
	b := newBench(t)
	b.site.Add(video("aaaaaaaaaaa", "Gated"))
	b.site.Inject(simulator.Fault{Kind: simulator.Forbid, Client: "VISIONOS"})
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	s := b.awaitState(id, Done)
	if s.Note != NoteRescue || s.Quality != "360p" {
		t.Errorf("note %q, quality %q", s.Note, s.Quality)
	}
	if sum := b.inspect(s.File); len(sum.Tracks) != 2 {
		t.Errorf("tracks %+v", sum.Tracks)
	}
	b.wantFiles("Gated.mp4")
}

func TestChangedStreamIsFetchedAgainAndTheOtherKept(t *testing.T) {
	b := newBench(t)
	v := video("aaaaaaaaaaa", "Changed")
	const length = 2 * time.Minute
	v.Duration = length
	picture, sound := simulator.LongAt(simulator.H264x360, length, 2_000_000), simulator.Long(simulator.AAC, length)
	v.Media[0].Content, v.Media[1].Content = picture, sound
	v.Media[0].Pace = 300_000
	b.site.Add(v)
	b.site.Inject(simulator.Fault{Kind: simulator.Truncate, VideoID: "aaaaaaaaaaa", Itag: 137, After: 500_000, Times: 4})
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	// The sound is whole before the picture changes half way.
	b.await("all sound and some picture", func() bool {
		return b.site.Sent("aaaaaaaaaaa", 140) >= sound.Size() && b.site.Sent("aaaaaaaaaaa", 137) > 300_000
	})
	b.site.Inject(simulator.Fault{Kind: simulator.Changed, VideoID: "aaaaaaaaaaa", Itag: 137, Content: simulator.Long(simulator.H264x144, length), LMT: "1790000000000000"})
	s := b.awaitState(id, Done)
	if s.Note != NoteChanged {
		t.Errorf("note %q", s.Note)
	}
	if sum := b.inspect(s.File); sum.Duration < length-time.Second {
		t.Errorf("lasts %v", sum.Duration)
	}
	if sent := b.site.Sent("aaaaaaaaaaa", 140); sent > sound.Size()+2*headSize {
		t.Errorf("the sound did not change and was sent again: %d of %d bytes", sent, sound.Size())
	}
	b.wantFiles("Changed.mp4")
}

func TestAPauseThatYouTubeAskedForIsKept(t *testing.T) {
	b := newBench(t)
	b.site.Add(video("aaaaaaaaaaa", "Later"))
	b.site.Inject(simulator.Fault{Kind: simulator.Status, On: simulator.OnPlayer, Code: 429, RetryAfter: "1", Times: 1})
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	s := b.awaitState(id, Waiting)
	if s.Problem == nil || s.Problem.Class != RateLimited || s.Until.IsZero() || time.Until(s.Until) > 2*time.Second {
		t.Errorf("waiting: %+v", s)
	}
	b.awaitState(id, Done)
	b.wantFiles("Later.mp4")
}

func TestNetworkAwayAndBack(t *testing.T) {
	b := newBench(t)
	b.site.Add(video("aaaaaaaaaaa", "First"))
	b.site.Add(video("bbbbbbbbbbb", "Second"))
	var away atomic.Bool
	away.Store(true)
	b.open(func(c *Config) {
		c.Parallel = 1
		dial := c.Transport.DialContext
		c.Transport.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
			if away.Load() {
				return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", syscall.ENETUNREACH)}
			}
			return dial(ctx, network, addr)
		}
	})
	ids := b.add("aaaaaaaaaaa", "bbbbbbbbbbb")
	s := b.awaitState(ids[0], Waiting)
	if s.Problem == nil || s.Problem.Class != Offline || s.Until.IsZero() {
		t.Errorf("waiting: %+v", s)
	}
	if b.last[ids[1]].State != Queued {
		t.Errorf("the other one does not wait its turn: %+v", b.last[ids[1]])
	}
	away.Store(false)
	b.await("both are saved by themselves", func() bool { return b.last[ids[0]].State == Done && b.last[ids[1]].State == Done })

	// "Try now" does not wait.
	b.site.Add(video("ccccccccccc", "Third"))
	away.Store(true)
	id := b.add("ccccccccccc")[0]
	b.awaitState(id, Waiting)
	away.Store(false)
	b.m.Resume(id)
	b.awaitState(id, Done)
}

func TestDamagedMediaIsAFailure(t *testing.T) {
	b := newBench(t)
	v := video("aaaaaaaaaaa", "Noise")
	v.Media[0].Content = simulator.Noise(1, 200_000)
	v.Media[0].NoIndex = true
	b.site.Add(v)
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	if s := b.awaitState(id, Failed); s.Problem == nil || s.Problem.Class != Damaged {
		t.Errorf("problem %v", s.Problem)
	}
	b.wantFiles()
	b.site.Add(video("aaaaaaaaaaa", "Noise"))
	b.m.Retry(id)
	b.awaitState(id, Done)
	b.wantFiles("Noise.mp4")
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	b := newBench(t)
	b.site.Add(video("aaaaaaaaaaa", "Nowhere"))
	file := filepath.Join(b.dir, "a file, not a folder")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b.open(nil)
	added := b.m.Add(Request{Text: "youtu.be/aaaaaaaaaaa", Wish: format.Wish{Kind: format.Video}, Dir: filepath.Join(file, "sub")})
	if s := b.awaitState(added.IDs[0], Failed); s.Problem == nil || s.Problem.Class != NotWritable {
		t.Errorf("problem %v", s.Problem)
	}
}
