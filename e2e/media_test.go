package e2e

import (
	"bytes"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// mediaFaults are faults of the media of the video.
func mediaFaults() []fault {
	type f = simulator.Fault
	const big = 200_000
	return downloadFaults("media",
		downloadFault{name: "reset", injected: "6 answers are reset after 200 kB",
			start: inject(f{Kind: simulator.Reset, After: big, Times: 6})},
		downloadFault{name: "reset for ever", injected: "every answer is reset before its first byte",
			start: inject(f{Kind: simulator.Reset}), waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		downloadFault{name: "stall", injected: "4 answers stop after 200 kB", start: inject(f{Kind: simulator.Stall, After: big, Times: 4})},
		downloadFault{name: "stall for ever", injected: "every answer stops before its first byte",
			start: inject(f{Kind: simulator.Stall}), waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		downloadFault{name: "late answers", injected: "every answer begins after 20 s",
			start: inject(f{Kind: simulator.Late, Delay: 20 * time.Second})},
		downloadFault{name: "truncation, right length", injected: "6 answers end after 200 kB of what they announced",
			start: inject(f{Kind: simulator.Truncate, After: big, Times: 6})},
		downloadFault{name: "truncation for ever", injected: "every answer ends before its first byte",
			start: inject(f{Kind: simulator.Truncate}), waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		downloadFault{name: "truncation, wrong length", injected: "2 answers announce 100 kB of the range and are that",
			start: inject(f{Kind: simulator.ShortRange, After: 100_000, Times: 2})},
		downloadFault{name: "truncation, wrong length, for ever", injected: "every answer is 100 kB of the range",
			start: inject(f{Kind: simulator.ShortRange, After: 100_000})},
		downloadFault{name: "truncation, length below Content-Range, for ever", injected: "every answer is 206 for the range, but announces and is 100 kB of it",
			start: inject(f{Kind: simulator.ShortLength, After: 100_000})},
		downloadFault{name: "5xx", injected: "503 five times", start: inject(f{Kind: simulator.Status, Code: 503, Times: 5})},
		downloadFault{name: "5xx for ever", injected: "503 to every request",
			start: inject(f{Kind: simulator.Status, Code: 503}), waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		downloadFault{name: "429 with Retry-After", injected: "429 with Retry-After: 90 to one of the requests when half has arrived",
			atHalf: inject(f{Kind: simulator.Status, Code: 429, RetryAfter: "90", Times: 1}), waits: core.RateLimited, inspect: atLeast(90 * time.Second)},
		downloadFault{name: "429 without Retry-After", injected: "429 for a quarter of an hour",
			start: injectFor(15*time.Minute, f{Kind: simulator.Status, Code: 429}), waits: core.RateLimited, limit: time.Hour},
		downloadFault{name: "captcha", injected: "429 with a captcha page for a quarter of an hour",
			start: injectFor(15*time.Minute, f{Kind: simulator.Captcha, On: simulator.OnMedia}), waits: core.RateLimited, limit: time.Hour},
		downloadFault{name: "403 at the start", injected: "403 to the addresses of the first client",
			start: inject(f{Kind: simulator.Forbid, Client: "VISIONOS"}), inspect: servedBy("TVHTML5")},
		downloadFault{name: "403 at the start, to two", injected: "403 to the addresses of every client but the one that gets 360p",
			start: inject(f{Kind: simulator.Forbid, Client: "VISIONOS"}, f{Kind: simulator.Forbid, Client: "TVHTML5"}),
			note:  core.NoteRescue, check: playable},
		downloadFault{name: "403 at the start, to all", injected: "403 to every address",
			start: inject(f{Kind: simulator.Forbid}), fails: core.Gated},
		downloadFault{name: "403 half way", injected: "all addresses are refused when half has arrived",
			atHalf: inject(f{Kind: simulator.Expire, Times: 1})},
		downloadFault{name: "403 after every refresh", injected: "403 to every address from half way on",
			atHalf: inject(f{Kind: simulator.Forbid}), fails: core.Gated},
		downloadFault{name: "expiry", injected: "addresses last an hour, the download more than two, and connections end now and then",
			edit:  shortLivedAddresses(time.Hour),
			limit: 5 * time.Hour, check: playable, inspect: refreshedInTime},
		downloadFault{name: "changed file under the same id", injected: "the picture changes when half has arrived", atHalf: func(s *testbed) {
			s.site.Inject(f{Kind: simulator.Changed, VideoID: videoID, Itag: 137, Content: simulator.Long(simulator.H264x720, length)})
		}, note: core.NoteChanged, check: playable},
		downloadFault{name: "range ignored", injected: "4 answers are 200 with the whole stream",
			start: inject(f{Kind: simulator.IgnoreRange, Times: 4})},
		downloadFault{name: "range ignored for ever", injected: "every answer is 200 with the whole stream",
			start: inject(f{Kind: simulator.IgnoreRange})},
		downloadFault{name: "range ignored for ever, WebM", injected: "the same, for a layout in order", wish: format.Wish{Kind: format.Video, Format: format.WebM},
			start: inject(f{Kind: simulator.IgnoreRange})},
		downloadFault{name: "range ignored for ever, clip", injected: "the same, for a part of the video",
			wish:  format.Wish{Kind: format.Video, Clip: format.Clip{From: 5 * time.Second, To: 8 * time.Second}},
			start: inject(f{Kind: simulator.IgnoreRange})},
		downloadFault{name: "other range", injected: "2 answers are 206 for a range that starts a byte later",
			start: inject(f{Kind: simulator.WrongRange, Times: 2})},
		downloadFault{name: "other range for ever", injected: "every answer is 206 for a range that starts a byte later",
			start: inject(f{Kind: simulator.WrongRange}), waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		downloadFault{name: "other bytes", injected: "every answer but the first is noise under the right headers",
			start: inject(f{Kind: simulator.Garble, AfterTotal: 1, Itag: 137}), fails: core.Damaged},
		downloadFault{name: "gzip bomb", injected: "every answer is 200 and unpacks to 64 GiB",
			start: inject(f{Kind: simulator.Bomb, On: simulator.OnMedia}), waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		downloadFault{name: "endless answer", injected: "every answer is 200 and has no end",
			start: inject(f{Kind: simulator.Endless, On: simulator.OnMedia}), waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		downloadFault{name: "redirect", injected: "302 to another of YouTube's media hosts",
			start: inject(f{Kind: simulator.Redirect, To: "rr9---sn-elsewhere.googlevideo.com", Times: 1})},
		downloadFault{name: "redirect loop", injected: "302 to itself",
			start: inject(f{Kind: simulator.Redirect, To: "rr9---sn-elsewhere.googlevideo.com"}),
			waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		downloadFault{name: "redirect to another host", injected: "302 to https://evil.example",
			start: inject(f{Kind: simulator.Redirect, To: "https://evil.example/x"}),
			waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour, inspect: onlyYouTubeHosts},
		downloadFault{name: "redirect to http", injected: "302 to http://",
			start: inject(f{Kind: simulator.Redirect, To: "http://rr9---sn-elsewhere.googlevideo.com/videoplayback"}),
			waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour, inspect: onlyYouTubeHosts},
		downloadFault{name: "redirect to a private address", injected: "302 to https://127.0.0.1",
			start: inject(f{Kind: simulator.Redirect, To: "https://127.0.0.1/"}),
			waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour, inspect: onlyYouTubeHosts},
	)
}

// playable checks that a file, though it may differ from the one made without
// the fault, is complete.
func playable(s *testbed, b []byte) {
	s.Helper()
	if got := files(s.T, s.dir); len(got) != 1 {
		s.Errorf("files %q", got)
	}
	sum, err := mp4.Inspect(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		s.Fatal(err)
	}
	if len(sum.Tracks) != 2 || sum.Duration < simulator.FixtureLength-time.Second {
		s.Errorf("%+v", sum)
	}
	if err := mp4.Verify(bytes.NewReader(b), int64(len(b)), sum); err != nil {
		s.Error(err)
	}
}

// onlyYouTubeHosts checks that requests went to hosts of YouTube alone.
func onlyYouTubeHosts(s *testbed, _ *outcome) {
	for _, r := range s.site.Requests() {
		if !strings.HasSuffix(r.Host, ".youtube.com") && !strings.HasSuffix(r.Host, ".googlevideo.com") && !strings.HasSuffix(r.Host, ".ytimg.com") {
			s.Errorf("%s was asked", r.Host)
		}
	}
}

// shortLivedAddresses makes addresses expire before the download ends.
func shortLivedAddresses(lifetime time.Duration) func(*testbed) {
	return func(s *testbed) {
		s.site.Lifetime = lifetime
		s.video.Media = simulator.Formats(length, 137, 140)
		s.site.SetPace(20)
		s.site.Inject(simulator.Fault{Kind: simulator.Truncate, After: 20_000})
	}
}

// refreshedInTime checks that addresses were renewed before they expired.
func refreshedInTime(s *testbed, o *outcome) {
	lookups := len(s.site.RequestsOn(simulator.OnPlayer))
	if lookups < 2 || o.took < 2*s.site.Lifetime {
		s.Errorf("%d lookups in %v", lookups, o.took)
	}
	for _, r := range s.site.RequestsOn(simulator.OnMedia) {
		if r.Status == 403 {
			s.Error("an address was used until it was refused")
			break
		}
	}
}
