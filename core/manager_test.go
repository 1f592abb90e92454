package core_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/media/webm"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestVideoIsSaved(t *testing.T) {
	b := newHarness(t)
	v := video("aaaaaaaaaaa", "Bridges: how they are built?")
	v.Description = "About bridges.\n0:00 Start\n0:05 Middle\n0:10 End"
	b.site.Add(v)
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	s := b.awaitState(id, core.Done)
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
			b := newHarness(t)
			v := video("aaaaaaaaaaa", "Hilo de Luna")
			v.Media = append(v.Media, simulator.Media{Itag: 251, MIME: `audio/webm; codecs="opus"`, Content: simulator.Opus.Content()})
			b.site.Add(v)
			b.open(nil)
			id := b.wish(tt.wish, "aaaaaaaaaaa")[0]
			s := b.awaitState(id, core.Done)
			b.wantFiles(tt.file)
			if s.Quality != tt.what || s.Received != s.Total {
				t.Errorf("status %+v", s)
			}
			if b.site.Sent("aaaaaaaaaaa", 137) != 0 {
				t.Error("picture was fetched for a song")
			}
			again := b.m.Add(core.Request{Text: "youtu.be/aaaaaaaaaaa", Wish: format.Wish{Kind: format.Video}}).IDs[0]
			b.awaitState(again, core.Done)
			b.m.Remove(id)
			id = b.wish(tt.wish, "aaaaaaaaaaa")[0]
			if s := b.awaitState(id, core.Done); s.Note != core.NoteAlready {
				t.Errorf("made again: %+v", s)
			}
		})
	}
}

func TestBestPictureIsWebMWhereThatIsBetter(t *testing.T) {
	b := newHarness(t)
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
	b.awaitState(id, core.Paused)
	b.site.SetPace(0)
	b.m.Resume(id)
	s := b.awaitState(id, core.Done)
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
	if s := b.awaitState(id, core.Done); s.Note != core.NoteAlready {
		t.Errorf("made again: %+v", s)
	}
}

func TestSubtitles(t *testing.T) {
	b := newHarness(t)
	v := video("aaaaaaaaaaa", "Spoken")
	cues := []simulator.Cue{{Start: time.Second, End: 3 * time.Second, Text: "Buenos días"}}
	v.Captions = []simulator.Caption{{Language: "es", Name: "Spanish", Cues: cues}, {Language: "en", Name: "English", Generated: true, Cues: cues}}
	b.site.Add(v)
	b.open(nil)
	w := format.Wish{Kind: format.Video, Subtitles: format.Subtitles{Languages: "en,es", File: true, Embed: true}}
	s := b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], core.Done)
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
	s = b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], core.Done)
	if s.Note != core.NoteAlready {
		t.Errorf("note %q", s.Note)
	}
	b.wantFiles("Spoken.en.srt", "Spoken.es.srt", "Spoken.mp4")
}

func TestMissingSubtitlesDelayNothing(t *testing.T) {
	b := newHarness(t)
	v := video("aaaaaaaaaaa", "Spoken")
	v.Captions = []simulator.Caption{{Language: "es", Name: "Spanish"}}
	b.site.Add(v)
	b.site.Inject(simulator.Fault{Kind: simulator.Status, On: simulator.OnCaption, Code: 429})
	b.open(nil)
	w := format.Wish{Kind: format.Video, Subtitles: format.Subtitles{Languages: "es", File: true}}
	b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], core.Done)
	b.wantFiles("Spoken.mp4")
}

// Several are moved at once, in the order given; nothing moves before itself, and what
// is not in the queue is ignored.
func TestMoveSeveral(t *testing.T) {
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	b.still()
	ids := b.add("aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc", "ddddddddddd")
	b.m.Move([]core.ID{ids[3], "nothing", ids[1], ids[3]}, ids[0])
	b.m.Move([]core.ID{ids[0], ids[2]}, ids[2])
	b.m.Move([]core.ID{"nothing"}, ids[0])
	want := []core.ID{ids[3], ids[1], ids[0], ids[2]}
	b.await("the order", func() bool { return slices.Equal(b.order, want) })
	b.m.Move(ids[3:], "")
	want = []core.ID{ids[1], ids[0], ids[2], ids[3]}
	b.await("the order", func() bool { return slices.Equal(b.order, want) })
	b.close()
	b.still()
	b.await("the stored order", func() bool { return slices.Equal(b.order, want) })
}

func TestCloseAndOpenContinues(t *testing.T) {
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	b.site.Add(video("aaaaaaaaaaa", "Running"))
	b.site.Add(video("bbbbbbbbbbb", "Paused"))
	b.site.Add(video("ccccccccccc", "Queued"))
	b.site.SetPace(30_000)
	b.open(func(c *core.Config) { c.Parallel = 1 })
	ids := b.add("aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc")
	b.m.Pause(ids[1])
	b.m.Move(ids[2:], ids[0])
	b.awaitBytes(ids[0], 100_000)
	b.close()

	b.site.SetPace(0)
	before := b.site.Sent("aaaaaaaaaaa", 137)
	b.open(nil)
	s := b.awaitState(ids[0], core.Done)
	b.awaitState(ids[2], core.Done)
	if b.last[ids[1]].State != core.Paused || b.last[ids[1]].Title != "" && b.last[ids[1]].Title != "Paused" {
		t.Errorf("paused one: %+v", b.last[ids[1]])
	}
	if want := []core.ID{ids[2], ids[0], ids[1]}; !slices.Equal(b.order, want) {
		t.Errorf("order %v, want %v", b.order, want)
	}
	size := simulator.H264x1080.Content().Size()
	if again := b.site.Sent("aaaaaaaaaaa", 137); again > size+60_000 || before == 0 {
		t.Errorf("%d bytes of %d were sent, %d of them before", again, size, before)
	}
	if s.Note != core.NoteResumed {
		t.Errorf("note %q", s.Note)
	}
	b.wantFiles("Queued.mp4", "Running.mp4")
}

func TestSecondQueueIsRefused(t *testing.T) {
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	b.open(nil)
	if _, err := core.Open(core.Config{Dir: b.dir, Store: b.store}); !errors.Is(err, core.ErrInUse) {
		t.Errorf("second Open: %v", err)
	}
}

func TestTakenNameIsNeverOverwritten(t *testing.T) {
	b := newHarness(t)
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
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Once"))
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	b.awaitState(id, core.Done)
	if added := b.m.Add(core.Request{Text: "youtu.be/aaaaaaaaaaa", Wish: format.Wish{Kind: format.Video}}); len(added.IDs) != 0 || !slices.Equal(added.Known, []core.ID{id}) {
		t.Errorf("added again: %+v", added)
	}
	b.m.Remove(id) // the queue forgets, the file remembers
	again := b.add("aaaaaaaaaaa")[0]
	if s := b.awaitState(again, core.Done); s.Note != core.NoteAlready || filepath.Base(s.File) != "Once.mp4" {
		t.Errorf("status %+v", s)
	}
	b.wantFiles("Once.mp4")
}
