package soak

import (
	"bytes"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// mediaFaults befall the bytes of the video.
func mediaFaults() []fault {
	type f = simulator.Fault
	const big = 200_000
	return troubles("media",
		trouble{name: "reset", what: "6 answers are reset after 200 kB",
			start: inject(f{Kind: simulator.Reset, After: big, Times: 6})},
		trouble{name: "reset for ever", what: "every answer is reset before its first byte",
			start: inject(f{Kind: simulator.Reset}), waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		trouble{name: "stall", what: "4 answers stop after 200 kB", start: inject(f{Kind: simulator.Stall, After: big, Times: 4})},
		trouble{name: "stall for ever", what: "every answer stops before its first byte",
			start: inject(f{Kind: simulator.Stall}), waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		trouble{name: "truncation, right length", what: "6 answers end after 200 kB of what they announced",
			start: inject(f{Kind: simulator.Truncate, After: big, Times: 6})},
		trouble{name: "truncation, wrong length", what: "2 answers announce 100 kB of the range and are that",
			start: inject(f{Kind: simulator.ShortRange, After: 100_000, Times: 2})},
		trouble{name: "truncation, wrong length, for ever", what: "every answer is 100 kB of the range",
			start: inject(f{Kind: simulator.ShortRange, After: 100_000}), waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		trouble{name: "5xx", what: "503 five times", start: inject(f{Kind: simulator.Status, Code: 503, Times: 5})},
		trouble{name: "5xx for ever", what: "503 to every request",
			start: inject(f{Kind: simulator.Status, Code: 503}), waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		trouble{name: "429 with Retry-After", what: "429 with Retry-After: 90 to one of the requests when half is there",
			half: inject(f{Kind: simulator.Status, Code: 429, RetryAfter: "90", Times: 1}), waits: core.RateLimited, after: atLeast(90 * time.Second)},
		trouble{name: "429 without Retry-After", what: "429 for a quarter of an hour",
			start: later(15*time.Minute, f{Kind: simulator.Status, Code: 429}), waits: core.RateLimited, limit: time.Hour},
		trouble{name: "captcha", what: "429 with the page that asks whether one is a robot, for a quarter of an hour",
			start: later(15*time.Minute, f{Kind: simulator.Captcha, On: simulator.OnMedia}), waits: core.RateLimited, limit: time.Hour},
		trouble{name: "403 at the start", what: "403 to the addresses of the first client",
			start: inject(f{Kind: simulator.Forbid, Client: "VISIONOS"}),
			says:  "all that YouTube gives just now", other: playable},
		trouble{name: "403 at the start, to all", what: "403 to every address",
			start: inject(f{Kind: simulator.Forbid}), fails: core.Gated},
		trouble{name: "403 half way", what: "all addresses die when half is there",
			half: inject(f{Kind: simulator.Expire, Times: 1})},
		trouble{name: "403 after every refresh", what: "403 to every address from half way on",
			half: inject(f{Kind: simulator.Forbid}), fails: core.Gated},
		trouble{name: "expiry", what: "addresses last an hour, the download more than two, in which connections end now and then",
			edit:  aging(time.Hour),
			limit: 5 * time.Hour, other: playable, after: refreshed},
		trouble{name: "changed file under the same id", what: "the picture changes when half is there", half: func(s *stage) {
			s.site.Inject(f{Kind: simulator.Changed, VideoID: videoID, Itag: 137, Content: simulator.Long(simulator.H264x720, length)})
		}, says: "has changed on YouTube", other: playable},
		trouble{name: "range ignored", what: "4 answers are 200 with the whole stream",
			start: inject(f{Kind: simulator.IgnoreRange, Times: 4})},
		trouble{name: "range ignored for ever", what: "every answer is 200 with the whole stream",
			start: inject(f{Kind: simulator.IgnoreRange}), waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		trouble{name: "other range", what: "2 answers are 206 for a range that lies a byte further on",
			start: inject(f{Kind: simulator.WrongRange, Times: 2})},
		trouble{name: "other range for ever", what: "every answer is 206 for a range that lies a byte further on",
			start: inject(f{Kind: simulator.WrongRange}), waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		trouble{name: "other bytes", what: "every answer but the first is noise under the right headers",
			start: inject(f{Kind: simulator.Garble, AfterTotal: 1, Itag: 137}), fails: core.Damaged},
		trouble{name: "gzip bomb", what: "every answer is 200 and unpacks to 64 GiB",
			start: inject(f{Kind: simulator.Bomb, On: simulator.OnMedia}), waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		trouble{name: "endless answer", what: "every answer is 200 and has no end",
			start: inject(f{Kind: simulator.Endless, On: simulator.OnMedia}), waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		trouble{name: "redirect", what: "302 to another of YouTube's media hosts",
			start: inject(f{Kind: simulator.Redirect, To: "rr9---sn-elsewhere.googlevideo.com", Times: 1})},
		trouble{name: "redirect loop", what: "302 to itself",
			start: inject(f{Kind: simulator.Redirect, To: "rr9---sn-elsewhere.googlevideo.com"}),
			waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour},
		trouble{name: "redirect to another host", what: "302 to https://evil.example",
			start: inject(f{Kind: simulator.Redirect, To: "https://evil.example/x"}),
			waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour, after: staysHome},
		trouble{name: "redirect to http", what: "302 to http://",
			start: inject(f{Kind: simulator.Redirect, To: "http://rr9---sn-elsewhere.googlevideo.com/videoplayback"}),
			waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour, after: staysHome},
		trouble{name: "redirect to a private address", what: "302 to https://127.0.0.1",
			start: inject(f{Kind: simulator.Redirect, To: "https://127.0.0.1/"}),
			waits: core.Unreachable, fails: core.Unreachable, limit: time.Hour, after: staysHome},
	)
}

// playable checks a file that is not the one without a fault, but whole.
func playable(s *stage, b []byte) {
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

// staysHome checks that nobody but YouTube's hosts was asked.
func staysHome(s *stage, _ *outcome) {
	for _, r := range s.site.Requests() {
		if !strings.HasSuffix(r.Host, ".youtube.com") && !strings.HasSuffix(r.Host, ".googlevideo.com") && !strings.HasSuffix(r.Host, ".ytimg.com") {
			s.Errorf("%s was asked", r.Host)
		}
	}
}

// aging makes the download of a short video last longer than its addresses.
func aging(lifetime time.Duration) func(*stage) {
	return func(s *stage) {
		s.site.Lifetime = lifetime
		s.video.Media = simulator.Formats(length, 137, 140)
		s.site.SetPace(20)
		s.site.Inject(simulator.Fault{Kind: simulator.Truncate, After: 20_000})
	}
}

// refreshed checks that addresses were asked for again, before they expired.
func refreshed(s *stage, o *outcome) {
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
