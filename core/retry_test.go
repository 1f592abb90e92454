package core_test

import (
	"context"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/youtube/simulator"
	"github.com/hilo-app/hilo/core/youtube/simulator/connectproxy"
)

func TestFailuresSayWhy(t *testing.T) {
	b := newHarness(t)
	for id, verdict := range map[string]simulator.Playability{
		"private0000": simulator.Private, "removed0000": simulator.Removed, "geoblocked0": simulator.Geo,
		"botcheck000": simulator.BotCheck, "agegate0000": simulator.AgeGate,
	} {
		v := video(id, "Title of "+id)
		v.Playability = verdict
		b.site.Add(v)
	}
	b.open(nil)
	want := map[string]core.Class{
		"private0000": core.Private, "removed0000": core.Removed, "geoblocked0": core.GeoBlocked, "botcheck000": core.BotCheck, "agegate0000": core.AgeRestricted,
	}
	b.add(slices.Collect(maps.Keys(want))...)
	b.await("all done", func() bool { return len(b.done) > 0 })
	for _, s := range b.last {
		if s.State != core.Failed || s.Problem == nil || s.Problem.Class != want[s.VideoID] {
			t.Errorf("%s: %s, %v; want failed, %s", s.VideoID, s.State, s.Problem, want[s.VideoID])
		}
	}
	for _, s := range b.last { // the simulator says nothing else of a video that is private, removed or behind a bot check
		if s.VideoID != "geoblocked0" && s.VideoID != "agegate0000" {
			continue
		}
		if s.Title != "Title of "+s.VideoID || s.Channel != "Practice" || s.Duration != 12*time.Second || s.Thumbnail == "" {
			t.Errorf("%s: %q by %q, %v, %q", s.VideoID, s.Title, s.Channel, s.Duration, s.Thumbnail)
		}
	}
	b.wantFiles()
}

func TestGatedMediaFallsBackToTheRescueStream(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Gated"))
	b.site.Inject(simulator.Fault{Kind: simulator.Forbid, Client: "VISIONOS"})
	b.site.Inject(simulator.Fault{Kind: simulator.Forbid, Client: "TVHTML5"})
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	s := b.awaitState(id, core.Done)
	if s.Note != core.NoteRescue || s.Quality != "360p" || s.Wanted != "1080p" {
		t.Errorf("note %q, quality %q, wanted %q", s.Note, s.Quality, s.Wanted)
	}
	if sum := b.inspect(s.File); len(sum.Tracks) != 2 {
		t.Errorf("tracks %+v", sum.Tracks)
	}
	b.wantFiles("Gated.mp4")
	// Later the other streams are given out, too.
	b.site.ClearFaults()
	b.m.Retry(id)
	if s = b.awaitState(id, core.Done); s.Note == core.NoteRescue || s.Quality != "1080p" || s.Wanted != "" {
		t.Errorf("after a retry: note %q, quality %q, wanted %q", s.Note, s.Quality, s.Wanted)
	}
}

// A file that is less than was wished for can be tried again: with the same result the
// row and its file stay, with a better one there are two files.
func TestRetryAsksForMoreThanTheRescueStream(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Gated"))
	b.site.Inject(simulator.Fault{Kind: simulator.MuxedOnly})
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	first := b.awaitState(id, core.Done)
	if first.Wanted != "1080p" {
		t.Fatalf("%+v", first)
	}
	again := func() core.Status {
		b.m.Retry(id)
		b.await("the end of the second try", func() bool { return b.last[id].State == core.Done && len(b.done) > 0 })
		b.done = nil
		return b.last[id]
	}
	b.await("the end", func() bool { return len(b.done) > 0 })
	b.done = nil
	lookups := len(b.site.RequestsOn(simulator.OnPlayer))
	if s := again(); s.File != first.File || s.Note != core.NoteAlready || s.Wanted != "1080p" {
		t.Errorf("the same again: %+v", s)
	}
	if n := len(b.site.RequestsOn(simulator.OnPlayer)); n == lookups {
		t.Error("YouTube was not asked again")
	}
	b.site.ClearFaults()
	s := again()
	if s.Quality != "1080p" || s.Wanted != "" || s.Note != "" || s.File == first.File {
		t.Errorf("more: %+v", s)
	}
	lookups = len(b.site.RequestsOn(simulator.OnPlayer))
	b.m.Retry(id) // nothing is left to ask for
	if st := b.m.List()[0].State; st != core.Done || len(b.site.RequestsOn(simulator.OnPlayer)) != lookups {
		t.Errorf("state %s after another Retry", st)
	}
	b.wantFiles("Gated (2).mp4", "Gated.mp4")
}

func TestChangedStreamIsFetchedAgainAndTheOtherKept(t *testing.T) {
	b := newHarness(t)
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
	s := b.awaitState(id, core.Done)
	if s.Note != core.NoteChanged {
		t.Errorf("note %q", s.Note)
	}
	if sum := b.inspect(s.File); sum.Duration < length-time.Second {
		t.Errorf("lasts %v", sum.Duration)
	}
	if sent := b.site.Sent("aaaaaaaaaaa", 140); sent > sound.Size()+2*(64<<10) {
		t.Errorf("the sound did not change and was sent again: %d of %d bytes", sent, sound.Size())
	}
	b.wantFiles("Changed.mp4")
}

func TestAPauseThatYouTubeAskedForIsKept(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Later"))
	b.site.Inject(simulator.Fault{Kind: simulator.Status, On: simulator.OnPlayer, Code: 429, RetryAfter: "1", Times: 1})
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	s := b.awaitState(id, core.Waiting)
	if s.Problem == nil || s.Problem.Class != core.RateLimited || s.Until.IsZero() || time.Until(s.Until) > 2*time.Second {
		t.Errorf("waiting: %+v", s)
	}
	b.awaitState(id, core.Done)
	b.wantFiles("Later.mp4")
}

func TestNetworkAwayAndBack(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "First"))
	b.site.Add(video("bbbbbbbbbbb", "Second"))
	var away atomic.Bool
	away.Store(true)
	b.open(func(c *core.Config) {
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
	s := b.awaitState(ids[0], core.Waiting)
	if s.Problem == nil || s.Problem.Class != core.Offline || s.Until.IsZero() {
		t.Errorf("waiting: %+v", s)
	}
	if b.last[ids[1]].State != core.Queued {
		t.Errorf("the other one does not wait its turn: %+v", b.last[ids[1]])
	}
	away.Store(false)
	b.await("both are saved by themselves", func() bool { return b.last[ids[0]].State == core.Done && b.last[ids[1]].State == core.Done })

	// "Try now" does not wait.
	b.site.Add(video("ccccccccccc", "Third"))
	away.Store(true)
	id := b.add("ccccccccccc")[0]
	b.awaitState(id, core.Waiting)
	away.Store(false)
	b.m.Resume(id)
	b.awaitState(id, core.Done)
}

func TestDamagedMediaIsAFailure(t *testing.T) {
	b := newHarness(t)
	v := video("aaaaaaaaaaa", "Noise")
	v.Media[0].Content = simulator.Noise(1, 200_000)
	v.Media[0].NoIndex = true
	b.site.Add(v)
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	if s := b.awaitState(id, core.Failed); s.Problem == nil || s.Problem.Class != core.Damaged {
		t.Errorf("problem %v", s.Problem)
	}
	b.wantFiles()
	b.site.Add(video("aaaaaaaaaaa", "Noise"))
	b.m.Retry(id)
	b.awaitState(id, core.Done)
	b.wantFiles("Noise.mp4")
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Nowhere"))
	file := filepath.Join(b.dir, "a file, not a folder")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b.open(nil)
	added := b.m.Add(core.Request{Text: "youtu.be/aaaaaaaaaaa", Wish: format.Wish{Kind: format.Video}, Dir: filepath.Join(file, "sub")})
	if s := b.awaitState(added.IDs[0], core.Failed); s.Problem == nil || s.Problem.Class != core.NotWritable {
		t.Errorf("problem %v", s.Problem)
	}
}

// TestAnnouncedWaits checks that a wait that YouTube announced is waited for however
// little patience there is.
func TestAnnouncedWaits(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	b.site.Inject(simulator.Fault{Kind: simulator.Status, On: simulator.OnPlayer, Code: 429, RetryAfter: "2", Times: 1})
	b.open(func(c *core.Config) { c.Patience = time.Second })
	id := b.add("aaaaaaaaaaa")[0]
	b.awaitState(id, core.Waiting)
	b.awaitState(id, core.Done)
}

// TestProxyWithoutNetwork checks that a proxy that reaches no server, at the lookup or
// in the middle of the media, is waited for at most ten seconds at a time.
func TestProxyWithoutNetwork(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	proxy := connectproxy.New(b.site.Addr())
	t.Cleanup(proxy.Close)
	b.open(func(c *core.Config) {
		c.Transport.DialContext = nil
		address, err := url.Parse(proxy.URL)
		if err != nil {
			t.Fatal(err)
		}
		c.Transport.Proxy = http.ProxyURL(address)
	})
	waits := func(id core.ID) {
		t.Helper()
		s := b.awaitState(id, core.Waiting)
		if s.Problem.Class != core.Unreachable || !netfail.Unreached(s.Problem.Err) || time.Until(s.Until) > 10*time.Second {
			t.Errorf("waits until %s for %v", s.Until, s.Problem)
		}
	}
	proxy.SetStatus(http.StatusBadGateway)
	id := b.add("aaaaaaaaaaa")[0]
	waits(id)
	b.site.SetPace(256 << 10)
	proxy.SetStatus(http.StatusOK)
	b.m.Resume(id)
	b.awaitBytes(id, 100<<10)
	proxy.SetStatus(http.StatusServiceUnavailable)
	waits(id)
	proxy.SetStatus(http.StatusOK)
	b.site.SetPace(0)
	b.m.Resume(id)
	b.awaitState(id, core.Done)
}

// TestSoundOfTheRescueStream is about a video of which only the muxed stream has an
// address.
func TestSoundOfTheRescueStream(t *testing.T) {
	b := newHarness(t)
	v := video("aaaaaaaaaaa", "Only muxed")
	v.Media = v.Media[2:] // no other profile gets a better stream
	b.site.Add(v)
	b.open(nil)
	wishes := map[format.Format]string{format.M4A: "Only muxed.m4a", format.Opus: "Only muxed.m4a"}
	if mp3.Available {
		wishes[format.MP3], wishes[""] = "Only muxed.mp3", "Only muxed.mp3"
	}
	for f, name := range wishes {
		id := b.wish(format.Wish{Kind: format.Audio, Format: f}, "aaaaaaaaaaa")[0]
		s := b.awaitState(id, core.Done)
		if filepath.Base(s.File) != name {
			t.Errorf("%q: file %q", f, s.File)
		}
		if strings.HasSuffix(name, ".m4a") {
			if sum := b.inspect(s.File); len(sum.Tracks) != 1 || sum.Tracks[0].Kind != "audio" || (sum.Duration-12*time.Second).Abs() > 100*time.Millisecond {
				t.Errorf("%q: %+v", f, sum)
			}
			if s.Quality != "M4A" {
				t.Errorf("%q: quality %q", f, s.Quality)
			}
		}
	}
}
