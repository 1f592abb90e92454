package core_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// sponsored is a video of a minute with chapters and sponsored parts.
func sponsored() simulator.Video {
	v := chaptered()
	v.Captions = []simulator.Caption{{Language: "es", Name: "Spanish", Cues: []simulator.Cue{
		{Start: sec, End: 2 * sec, Text: "Uno"}, {Start: 30 * sec, End: 31 * sec, Text: "Dos"},
	}}}
	v.Sponsored = []simulator.Sponsored{
		{From: 5 * sec, To: 10 * sec, Category: "sponsor"},
		{From: 15 * sec, To: 25500 * time.Millisecond, Category: "selfpromo"},
		{From: 50 * sec, To: 55 * sec, Category: "sponsor", Length: 2 * time.Minute}, // of an earlier version
	}
	return v
}

// sponsoredWebM is a video of 12 s with a sponsored part, and no chapters.
func sponsoredWebM() simulator.Video {
	v := video("bbbbbbbbbbb", "Short")
	v.Media = []simulator.Media{
		{Itag: 247, MIME: `video/webm; codecs="vp9"`, Width: 1280, Height: 720, Content: simulator.VP9x720.Content()},
		{Itag: 251, MIME: `audio/webm; codecs="opus"`, Content: simulator.Opus.Content()},
	}
	v.Sponsored = []simulator.Sponsored{{From: 3 * sec, To: 6 * sec, Category: "sponsor"}}
	return v
}

var mark = format.SponsorBlock{Mode: format.SponsorMark, Categories: "sponsor,selfpromo"}

// probeChapters returns the chapters of a file as ffprobe finds them.
func probeChapters(t *testing.T, path string) string {
	t.Helper()
	mediatest.NeedFFmpeg(t)
	var p mediatest.Probe
	out := mediatest.Run(t, "ffprobe", "-v", "error", "-show_chapters", "-of", "json", path)
	if err := json.Unmarshal([]byte(out), &p); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, c := range p.Chapters {
		all = append(all, strings.TrimRight(strings.TrimRight(c.StartTime, "0"), ".")+" "+c.Tags["title"])
	}
	return strings.Join(all, "|")
}

// The sponsored parts are chapters in every format, between those of the video.
func TestSponsoredPartsBecomeChapters(t *testing.T) {
	b := newHarness(t)
	b.site.Add(sponsored())
	b.site.Add(sponsoredWebM())
	b.open(nil)
	const (
		long  = "0 Start: here|5 [SponsorBlock]: Sponsor|10 Start: here|15 [SponsorBlock]: Unpaid/Self Promotion|25.5 Middle|40 End"
		short = "0 Short|3 [SponsorBlock]: Sponsor|6 Short"
	)
	for _, c := range []struct {
		id     string
		format format.Format
		want   string
	}{
		{"aaaaaaaaaaa", format.MP4, long}, {"aaaaaaaaaaa", format.M4A, long}, {"aaaaaaaaaaa", format.MP3, long},
		{"bbbbbbbbbbb", format.WebM, short}, {"bbbbbbbbbbb", format.Opus, short}, {"bbbbbbbbbbb", format.MP3, short},
	} {
		if c.format == format.MP3 && !mp3.Available {
			continue
		}
		w := format.Wish{Kind: format.Audio, Format: c.format, SponsorBlock: mark}
		if c.format == format.MP4 || c.format == format.WebM {
			w.Kind = format.Video
		}
		s := b.awaitState(b.wish(w, c.id)[0], core.Done)
		if got := probeChapters(t, s.File); got != c.want {
			t.Errorf("%s: %s", c.format, got)
		}
		if s.Note != "" {
			t.Errorf("%s: note %q", c.format, s.Note)
		}
	}
	if n := len(b.site.RequestsOn(simulator.OnSponsor)); n != 2 {
		t.Errorf("the service was asked %d times about two videos", n)
	}
	for _, r := range b.site.RequestsOn(simulator.OnSponsor) {
		if strings.Contains(fmt.Sprintf("%+v", r), "aaaaaaaaaaa") {
			t.Errorf("the service was told of the video: %+v", r)
		}
	}
}

// A file with marks is another file than one without.
func TestMarkedFileIsAnother(t *testing.T) {
	b := newHarness(t)
	b.site.Add(sponsored())
	b.open(nil)
	for range 2 {
		b.awaitState(b.add("aaaaaaaaaaa")[0], core.Done)
		b.m.Remove(b.order...)
		b.awaitState(b.wish(format.Wish{Kind: format.Video, SponsorBlock: mark}, "aaaaaaaaaaa")[0], core.Done)
		b.m.Remove(b.order...)
	}
	b.wantFiles("Bridges (2).mp4", "Bridges.mp4")
}

// What the service does wrong costs a note.
func TestSponsorBlockFails(t *testing.T) {
	for name, f := range map[string]simulator.Fault{
		"status": {Kind: simulator.Status, Code: 503}, "reset": {Kind: simulator.Reset}, "bomb": {Kind: simulator.Bomb},
		"endless": {Kind: simulator.Endless}, "page": {Kind: simulator.Captcha}, "redirect": {Kind: simulator.Redirect, To: "www.youtube.com"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newHarness(t)
			b.site.Add(sponsored())
			f.On = simulator.OnSponsor
			b.site.Inject(f)
			b.open(nil)
			s := b.awaitState(b.wish(format.Wish{Kind: format.Video, SponsorBlock: mark}, "aaaaaaaaaaa")[0], core.Done)
			if s.Note != core.NoteNoSponsorBlock {
				t.Errorf("note %q", s.Note)
			}
			if got := probeChapters(t, s.File); got != "0 Start: here|20 Middle|40 End" {
				t.Error(got)
			}
		})
	}
}

// Nobody is asked unless it is switched on; the settings switch it on for new
// downloads, and the queue keeps the choice.
func TestSponsorBlockIsOffAtFirst(t *testing.T) {
	b := newHarness(t)
	b.store = filepath.Join(b.dir, "store", "hilo.db")
	if err := os.MkdirAll(filepath.Dir(b.store), 0o777); err != nil {
		t.Fatal(err)
	}
	b.site.Add(sponsored())
	b.open(nil)
	b.awaitState(b.add("aaaaaaaaaaa")[0], core.Done)
	if n := len(b.site.RequestsOn(simulator.OnSponsor)); n != 0 {
		t.Errorf("asked %d times", n)
	}
	set := b.m.Settings()
	set.SponsorBlock = mark
	if err := b.m.SetSettings(set); err != nil {
		t.Fatal(err)
	}
	b.m.Remove(b.order...)
	b.site.SetPace(20_000)
	id := b.add("aaaaaaaaaaa")[0]
	b.awaitState(id, core.Downloading)
	b.close()
	b.site.SetPace(0)
	b.open(nil)
	s := b.awaitState(id, core.Done)
	if got := probeChapters(t, s.File); s.Wish.SponsorBlock != mark || !strings.Contains(got, "5 [SponsorBlock]: Sponsor") {
		t.Errorf("%+v, %s", s.Wish, got)
	}
}

// An MP3 file leaves the sponsored parts out, with chapters and subtitles where they
// belong then. Other formats have them as chapters, and say so.
func TestSponsoredPartsAreRemoved(t *testing.T) {
	b := newHarness(t)
	b.site.Add(sponsored())
	b.open(nil)
	remove := format.SponsorBlock{Mode: format.SponsorRemove, Categories: "sponsor,selfpromo"}
	if mp3.Available {
		whole := b.awaitState(b.wish(format.Wish{Kind: format.Audio, Format: format.MP3}, "aaaaaaaaaaa")[0], core.Done)
		w := format.Wish{Kind: format.Audio, Format: format.MP3, SponsorBlock: remove, Subtitles: format.Subtitles{Languages: "es", File: true}}
		s := b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], core.Done)
		if want := 44500 * time.Millisecond; s.Note != "" || s.Duration != want {
			t.Errorf("note %q, lasts %v instead of %v", s.Note, s.Duration, want)
		}
		if got := probeChapters(t, s.File); got != "0 Start: here|10 Middle|24.5 End" {
			t.Error(got)
		}
		if got, of := len(mediatest.Decoded(t, s.File)), len(mediatest.Decoded(t, whole.File)); of-got != 2*2*44100*155/10 {
			t.Errorf("%d samples played of %d", got/4, of/4)
		}
		text, err := os.ReadFile(filepath.Join(b.dir, "Bridges (2).es.srt"))
		if want := "1\n00:00:01,000 --> 00:00:02,000\nUno\n\n2\n00:00:14,500 --> 00:00:15,500\nDos\n\n"; err != nil || strings.ReplaceAll(string(text), "\r", "") != want {
			t.Errorf("%q, %v", text, err)
		}
		again := b.awaitState(b.wish(format.Wish{Kind: format.Audio, Format: format.MP3, SponsorBlock: remove}, "aaaaaaaaaaa")[0], core.Done)
		if again.Note != core.NoteAlready {
			t.Errorf("note %q", again.Note)
		}
		clip := w
		clip.Clip = format.Clip{From: 8 * sec, To: 30 * sec}
		part := b.awaitState(b.wish(clip, "aaaaaaaaaaa")[0], core.Done)
		if got := len(mediatest.Decoded(t, part.File)); part.Duration != 9500*time.Millisecond || got != 2*2*44100*95/10 {
			t.Errorf("%d samples played, %v", got/4, part.Duration)
		}
	}
	for _, f := range []format.Format{format.MP4, format.M4A} {
		w := format.Wish{Kind: format.Audio, Format: f}
		if f == format.MP4 {
			w.Kind = format.Video
		}
		whole := b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], core.Done)
		w.SponsorBlock = remove
		w.Subtitles = format.Subtitles{Languages: "es", Embed: true}
		s := b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], core.Done)
		want, chapters := 44500*time.Millisecond, "0 Start: here|10 Middle|24.5 End"
		if f == format.MP4 { // the sound is cut at packets, and the pictures with it
			// 215 to 431 and 646 to 1098 packets of 1024/44100 s
			want, chapters = 60*sec-668*1024*sec/44100, "0 Start: here|9.984 Middle|24.489 End"
		}
		if s.Note != "" || (s.Duration-want).Abs() > time.Microsecond {
			t.Errorf("%s: note %q, lasts %v instead of %v", f, s.Note, s.Duration, want)
		}
		if got := probeChapters(t, s.File); got != chapters {
			t.Errorf("%s: chapters %s", f, got)
		}
		if got, of := len(mediatest.Decoded(t, s.File)), len(mediatest.Decoded(t, whole.File)); (of-got-4*44100*155/10)/4 > 1024 || (got-of+4*44100*155/10)/4 > 1024 {
			t.Errorf("%s: %d samples of sound less instead of %d", f, (of-got)/4, 44100*155/10)
		}
		if s.Total >= whole.Total {
			t.Errorf("%s: %d of %d bytes are fetched", f, s.Total, whole.Total)
		}
	}
}

// An Opus file leaves the sponsored parts out, too.
func TestSponsoredPartsOfOpusAreRemoved(t *testing.T) {
	mediatest.NeedFFmpeg(t)
	b := newHarness(t)
	b.site.Add(sponsoredWebM())
	b.open(nil)
	w := format.Wish{Kind: format.Audio, Format: format.Opus, SponsorBlock: format.SponsorBlock{Mode: format.SponsorRemove}}
	s := b.awaitState(b.wish(w, "bbbbbbbbbbb")[0], core.Done)
	if got := len(mediatest.Decoded(t, s.File)); s.Note != "" || s.Duration != 9*time.Second || got != 4*9*48000 {
		t.Errorf("note %q, lasts %v, %d samples", s.Note, s.Duration, got/4)
	}
}

// A WebM file continues with the key frame before the end of what is left out; its length
// and the subtitles next to it say so.
func TestSponsoredPartsOfWebMAreRemoved(t *testing.T) {
	b := newHarness(t)
	v := sponsoredWebM()
	v.Captions = []simulator.Caption{{Language: "es", Name: "Spanish", Cues: []simulator.Cue{{Start: 8 * sec, End: 9 * sec, Text: "Uno"}}}}
	b.site.Add(v)
	b.open(nil)
	w := format.Wish{
		Kind: format.Video, Format: format.WebM, SponsorBlock: format.SponsorBlock{Mode: format.SponsorRemove},
		Subtitles: format.Subtitles{Languages: "es", File: true},
	}
	s := b.awaitState(b.wish(w, "bbbbbbbbbbb")[0], core.Done)
	out := v.Duration - s.Duration // up to the last of the key frames at 0, 5 and 10 s
	if s.Note != "" || (out-2*sec).Abs() > 10*time.Millisecond {
		t.Errorf("note %q, lasts %v of %v", s.Note, s.Duration, v.Duration)
	}
	mediatest.NeedFFmpeg(t)
	length := mediatest.Run(t, "ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", s.File)
	if d, err := time.ParseDuration(strings.TrimSpace(length) + "s"); err != nil || (d-s.Duration).Abs() > 40*time.Millisecond {
		t.Errorf("lasts %s instead of %v", length, s.Duration)
	}
	at := 8*sec - out
	text, err := os.ReadFile(filepath.Join(b.dir, "Short.es.srt"))
	if want := fmt.Sprintf("1\n00:00:0%d,%03d --> ", at/sec, (at % sec).Milliseconds()); err != nil || !strings.HasPrefix(strings.ReplaceAll(string(text), "\r", ""), want) {
		t.Errorf("%q instead of %q, %v", text, want, err)
	}
}

// Of a WebM file, a part without a key frame in it stays, and the row says so. Subtitles that are
// wished for later have the times of the file, too.
func TestSponsoredPartsOfWebMThatStay(t *testing.T) {
	b := newHarness(t)
	v := sponsoredWebM() // key frames are at 0, 5 and 10 s
	v.Sponsored = append(v.Sponsored, simulator.Sponsored{From: 7 * sec, To: 9 * sec, Category: "sponsor"})
	v.Captions = []simulator.Caption{{Language: "es", Name: "Spanish", Cues: []simulator.Cue{{Start: 8 * sec, End: 9 * sec, Text: "Uno"}}}}
	b.site.Add(v)
	b.open(nil)
	w := format.Wish{Kind: format.Video, Format: format.WebM, SponsorBlock: format.SponsorBlock{Mode: format.SponsorRemove}}
	first := b.awaitState(b.wish(w, "bbbbbbbbbbb")[0], core.Done)
	if out := v.Duration - first.Duration; first.Note != core.NotePartsStay || (out-2*sec).Abs() > 10*time.Millisecond {
		t.Errorf("note %q, lasts %v of %v", first.Note, first.Duration, v.Duration)
	}
	w.Subtitles = format.Subtitles{Languages: "es", File: true}
	again := b.awaitState(b.wish(w, "bbbbbbbbbbb")[0], core.Done)
	at := 8*sec - v.Duration + first.Duration
	text, err := os.ReadFile(filepath.Join(b.dir, "Short.es.srt"))
	want := fmt.Sprintf("1\n00:00:0%d,%03d --> ", at/sec, (at % sec).Milliseconds())
	if again.Note != core.NoteAlready || err != nil || !strings.HasPrefix(strings.ReplaceAll(string(text), "\r", ""), want) {
		t.Errorf("note %q, %q instead of %q, %v", again.Note, text, want, err)
	}
}

// Where parts cannot be left out, they become chapters, and the row says so.
func TestSponsoredPartsThatStay(t *testing.T) {
	b := newHarness(t)
	v := sponsored()
	for i := range v.Media {
		v.Media[i].Content = simulator.Bytes(mediatest.WithoutBox(t, mediatest.Content(t, v.Media[i].Content), "sidx"))
	}
	b.site.Add(v)
	b.open(nil)
	remove := format.SponsorBlock{Mode: format.SponsorRemove, Categories: "sponsor,selfpromo"}
	s := b.awaitState(b.wish(format.Wish{Kind: format.Video, SponsorBlock: remove}, "aaaaaaaaaaa")[0], core.Done)
	if got := probeChapters(t, s.File); s.Note != core.NoteMarkedOnly || s.Duration != time.Minute || !strings.Contains(got, "5 [SponsorBlock]: Sponsor") {
		t.Errorf("note %q, lasts %v, chapters %s", s.Note, s.Duration, got)
	}
	b.wantFiles("Bridges.mp4")
}

// A video that is sponsored from end to end is not removed.
func TestAllIsSponsored(t *testing.T) {
	b := newHarness(t)
	v := sponsored()
	v.Sponsored = []simulator.Sponsored{{To: time.Minute, Category: "sponsor"}}
	b.site.Add(v)
	b.open(nil)
	w := format.Wish{Kind: format.Audio, SponsorBlock: format.SponsorBlock{Mode: format.SponsorRemove}}
	if s := b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], core.Done); s.Note != core.NoteMarkedOnly || s.Duration != time.Minute {
		t.Errorf("note %q, lasts %v", s.Note, s.Duration)
	}
}
