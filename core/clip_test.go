package core_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/media/webm"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

const sec = time.Second

func TestClipOfEveryFormat(t *testing.T) {
	b := newHarness(t)
	v := video("aaaaaaaaaaa", "Song")
	v.Media = append(v.Media,
		simulator.Media{Itag: 247, MIME: `video/webm; codecs="vp9"`, Width: 1280, Height: 720, Content: simulator.VP9x720.Content()},
		simulator.Media{Itag: 251, MIME: `audio/webm; codecs="opus"`, Content: simulator.Opus.Content()})
	b.site.Add(v)
	b.open(nil)
	clip := format.Clip{From: 3500 * time.Millisecond, To: 8250 * time.Millisecond}
	for _, f := range []format.Format{format.MP4, format.WebM, format.M4A, format.Opus, format.MP3} {
		if f == format.MP3 && !mp3.Available {
			continue
		}
		w := format.Wish{Kind: format.Video, Format: f, Clip: clip}
		if f != format.MP4 && f != format.WebM {
			w.Kind = format.Audio
		}
		s := b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], core.Done)
		if want := "Song (0.03,5-0.08,25)." + string(f); filepath.Base(s.File) != want {
			t.Errorf("saved as %q, want %q", filepath.Base(s.File), want)
		}
		if s.Duration != clip.To-clip.From {
			t.Errorf("the row says %v", s.Duration)
		}
		verify, from := mp4.Verify, clip.From
		switch f {
		case format.WebM:
			verify, from = webm.Verify, 0 // its pictures begin with the key frame before the clip, which is the first one
		case format.MP3, format.Opus:
			continue // their packages test their length
		}
		file, err := os.Open(s.File)
		if err != nil {
			t.Fatal(err)
		}
		if err := verify(file, s.Total, media.Summary{Duration: clip.To - from}); err != nil {
			t.Errorf("%s: %v", f, err)
		}
		_ = file.Close()
	}
}

// A clip costs its share and a little more.
func TestClipFetchesItsShare(t *testing.T) {
	b := newHarness(t)
	v := simulator.Video{ID: "aaaaaaaaaaa", Title: "Long", Duration: 10 * time.Minute, Media: []simulator.Media{
		{Itag: 137, MIME: mp4H264, Width: 1920, Height: 1080, Content: simulator.LongAt(simulator.H264x1080, 10*time.Minute, 4_000_000)},
		{Itag: 140, MIME: mp4AAC, Content: simulator.Long(simulator.AAC, 10*time.Minute)},
	}}
	b.site.Add(v)
	b.open(nil)
	w := format.Wish{Kind: format.Video, Clip: format.Clip{From: 5 * time.Minute, To: 5*time.Minute + 30*sec}}
	id := b.wish(w, "aaaaaaaaaaa")[0]
	s := b.awaitState(id, core.Done)
	sent := b.site.Sent("aaaaaaaaaaa", 137) + b.site.Sent("aaaaaaaaaaa", 140)
	whole := v.Media[0].Content.Size() + v.Media[1].Content.Size()
	if share := whole / 20; sent > share*3/2+512<<10 {
		t.Errorf("%d bytes for a share of %d", sent, share)
	}
	if info, err := os.Stat(s.File); err != nil || info.Size() > whole/10 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestClipOutsideTheVideo(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Short"))
	b.open(nil)
	id := b.wish(format.Wish{Kind: format.Video, Clip: format.Clip{From: time.Minute}}, "aaaaaaaaaaa")[0]
	if s := b.awaitState(id, core.Failed); s.Problem.Class != core.OutsideVideo {
		t.Error(s.Problem)
	}
	b.wantFiles()
}

func TestRescueStreamMakesNoClips(t *testing.T) {
	b := newHarness(t)
	v := video("aaaaaaaaaaa", "Rescue")
	v.Media = v.Media[2:]
	b.site.Add(v)
	b.open(nil)
	id := b.wish(format.Wish{Kind: format.Video, Clip: format.Clip{From: sec, To: 2 * sec}}, "aaaaaaaaaaa")[0]
	if s := b.awaitState(id, core.Failed); s.Problem.Class != core.OnlyWhole {
		t.Error(s.Problem)
	}
	b.wantFiles()
}

func TestChaptersBecomeFiles(t *testing.T) {
	b := newHarness(t)
	b.site.Add(chaptered())
	b.open(nil)
	b.wish(format.Wish{Kind: format.Video, Chapters: true}, "aaaaaaaaaaa")
	b.await("all chapters", func() bool { return len(b.done) == 1 })
	b.wantFiles("Bridges - 01 Start- here.mp4", "Bridges - 02 Middle.mp4", "Bridges - 03 End.mp4")
	if n := len(b.site.RequestsOn(simulator.OnPlayer)); n != 1 {
		t.Errorf("%d lookups", n)
	}
	if g := b.m.Groups().List(); len(g) != 1 || g[0].Kind != core.Chapters || g[0].Title != "Bridges" || g[0].Done != 3 {
		t.Errorf("groups %+v", g)
	}
	for i, id := range b.order {
		s := b.last[id]
		if s.Track != i+1 || s.Album != "Bridges" || !s.Chapter || s.Duration != 20*sec {
			t.Errorf("%+v", s)
		}
		if got := b.inspect(s.File); got.Duration < 20*sec-100*time.Millisecond || got.Duration > 20*sec+100*time.Millisecond {
			t.Errorf("%s lasts %v", s.File, got.Duration)
		}
	}
	if len(b.order) != 3 {
		t.Errorf("rows %v", b.order)
	}
}

func TestVideoWithoutChaptersIsOneFile(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	b.open(nil)
	b.awaitState(b.wish(format.Wish{Kind: format.Video, Chapters: true}, "aaaaaaaaaaa")[0], core.Done)
	b.wantFiles("Bridges.mp4")
}

func TestThumbnailAlone(t *testing.T) {
	b := newHarness(t)
	v := video("aaaaaaaaaaa", "Bridges")
	v.Description = "About bridges."
	b.site.Add(v)
	b.open(nil)
	w := format.Wish{Kind: format.Picture, Sidecars: format.Sidecars{Text: true, JSON: true}}
	s := b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], core.Done)
	b.wantFiles("Bridges.jpg", "Bridges.json", "Bridges.txt")
	if data, err := os.ReadFile(s.File); err != nil || !strings.HasPrefix(string(data), "\xff\xd8\xff") {
		t.Errorf("%d bytes, %v", len(data), err)
	}
	b.m.ClearFinished()
	if s := b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], core.Done); s.Note != core.NoteAlready {
		t.Errorf("%+v", s)
	}
	b.wantFiles("Bridges.jpg", "Bridges.json", "Bridges.txt")
}

func TestSidecars(t *testing.T) {
	b := newHarness(t)
	b.site.Add(chaptered())
	b.open(nil)
	w := format.Wish{Kind: format.Video, Sidecars: format.Sidecars{Picture: true, Text: true, JSON: true}}
	b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], core.Done)
	b.wantFiles("Bridges.jpg", "Bridges.json", "Bridges.mp4", "Bridges.txt")
	text, err := os.ReadFile(filepath.Join(b.dir, "Bridges.txt"))
	if want := "Bridges\nPractice\nhttps://www.youtube.com/watch?v=aaaaaaaaaaa\n\nAbout <bridges>."; err != nil || !strings.HasPrefix(string(text), want) {
		t.Errorf("%q, %v", text, err)
	}
	text, err = os.ReadFile(filepath.Join(b.dir, "Bridges.json"))
	for _, want := range []string{`"id": "aaaaaaaaaaa"`, `"duration_seconds": 60`, `About <bridges>.`, `"start_seconds": 20`} {
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s, %v: %q is missing", text, err, want)
		}
	}
}

func TestLook(t *testing.T) {
	b := newHarness(t)
	b.site.Add(chaptered())
	b.open(nil)
	for range 2 {
		o, err := b.m.Lookup(context.Background(), "see youtu.be/aaaaaaaaaaa !")
		if err != nil || o.Title != "Bridges" || o.Duration != time.Minute || len(o.Video) == 0 || o.Video[0].Size == 0 {
			t.Fatalf("%+v, %v", o, err)
		}
		if want := (core.Chapter{Start: 40 * sec, End: time.Minute, Title: "End"}); len(o.Chapters) != 3 || o.Chapters[2] != want {
			t.Errorf("chapters %+v", o.Chapters)
		}
	}
	b.awaitState(b.add("aaaaaaaaaaa")[0], core.Done)
	if n := len(b.site.RequestsOn(simulator.OnPlayer)); n != 1 {
		t.Errorf("%d lookups", n)
	}
	for _, text := range []string{"", "youtu.be/aaaaaaaaaaa youtu.be/bbbbbbbbbbb", "https://www.youtube.com/playlist?list=PLaaaaaaaaaaa", "youtu.be/bbbbbbbbbbb"} {
		var p *core.Problem
		if _, err := b.m.Lookup(context.Background(), text); !errors.As(err, &p) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// What fails the check is kept: it may have been the announcement that was
// wrong. Only what fails twice is fetched anew.
func TestBytesThatFailTheCheckAreKept(t *testing.T) {
	b := newHarness(t)
	lie, truth := video("aaaaaaaaaaa", "Bridges"), video("aaaaaaaaaaa", "Bridges")
	lie.Duration = time.Minute
	b.site.Add(lie)
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	sent := func() int64 { return b.site.Sent("aaaaaaaaaaa", 137) }
	var once int64
	for turn := range int64(2) {
		if s := b.awaitState(id, core.Failed); s.Problem.Class != core.Damaged {
			t.Fatal(s.Problem)
		}
		if turn == 0 {
			once = sent()
		}
		if got := b.files(); len(got) != 2 || sent() < (turn+1)*once*9/10 {
			t.Errorf("turn %d: %d bytes fetched, files %q", turn, sent(), got)
		}
		if turn == 0 {
			b.m.Retry(id)
			b.await("it to begin again", func() bool { return b.last[id].State != core.Failed })
		}
	}
	before := sent()
	b.site.Add(truth)
	b.m.Retry(id)
	b.awaitState(id, core.Done)
	if sent() != before {
		t.Errorf("%d bytes were fetched again", sent()-before)
	}
	b.wantFiles("Bridges.mp4")
}

// chaptered is a video of a minute with three chapters.
func chaptered() simulator.Video {
	v := video("aaaaaaaaaaa", "Bridges")
	v.Duration = time.Minute
	v.Description = "About <bridges>.\n0:00 Start: here\n0:20 Middle\n0:40 End"
	v.Media = []simulator.Media{
		{Itag: 137, MIME: mp4H264, Width: 1920, Height: 1080, Content: simulator.Long(simulator.H264x1080, time.Minute)},
		{Itag: 140, MIME: mp4AAC, Content: simulator.Long(simulator.AAC, time.Minute)},
	}
	return v
}

// WebM takes subtitles between the media, a clip those of its part.
func TestSubtitlesInsideWebM(t *testing.T) {
	b := newHarness(t)
	v := video("aaaaaaaaaaa", "Spoken")
	v.Media = []simulator.Media{
		{Itag: 247, MIME: `video/webm; codecs="vp9"`, Width: 1280, Height: 720, Content: simulator.VP9x720.Content()},
		{Itag: 251, MIME: `audio/webm; codecs="opus"`, Content: simulator.Opus.Content()},
	}
	v.Captions = []simulator.Caption{{Language: "es", Name: "Spanish", Cues: []simulator.Cue{
		{Start: sec, End: 2 * sec, Text: "Buenos días"}, {Start: 9 * sec, End: 11 * sec, Text: "Buenas noches"},
	}}}
	b.site.Add(v)
	b.site.SetPace(20_000)
	b.open(nil)
	w := format.Wish{Kind: format.Video, Format: format.WebM, Subtitles: format.Subtitles{Languages: "es", Embed: true}}
	id := b.wish(w, "aaaaaaaaaaa")[0]
	b.awaitBytes(id, 30_000)
	b.m.Pause(id)
	b.awaitState(id, core.Paused)
	b.site.SetPace(0)
	b.m.Resume(id)
	whole := b.awaitState(id, core.Done)
	w.Clip = format.Clip{From: 8 * sec}
	part := b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], core.Done)
	b.wantFiles("Spoken (0.08-end).webm", "Spoken.webm")
	for file, morning := range map[string]bool{whole.File: true, part.File: false} {
		data, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(data), "WEBVTT") || !strings.Contains(string(data), "Buenas noches") ||
			strings.Contains(string(data), "Buenos días") != morning {
			t.Errorf("%s: %v, or not the right subtitles", file, err)
		}
	}
}
