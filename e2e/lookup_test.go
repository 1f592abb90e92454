package e2e

import (
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// inject makes a fault the start of a trouble.
func inject(all ...simulator.Fault) func(*stage) {
	return func(s *stage) {
		for _, f := range all {
			s.site.Inject(f)
		}
	}
}

// later takes all faults back after a while by the bubble's clock.
func later(d time.Duration, all ...simulator.Fault) func(*stage) {
	return func(s *stage) {
		inject(all...)(s)
		t := time.AfterFunc(d, s.site.Heal)
		s.Cleanup(func() { t.Stop(); synctest.Wait() })
	}
}

// lookupFaults befall the question about the video.
func lookupFaults() []fault {
	type f = simulator.Fault
	const on = simulator.OnPlayer
	return troubles("lookup",
		trouble{name: "reset", what: "the connection is reset twice",
			start: inject(f{Kind: simulator.Reset, On: on, Times: 2}), waits: core.Unreachable},
		trouble{name: "stall", what: "no answer comes, once",
			start: inject(f{Kind: simulator.Stall, On: on, Times: 1}), waits: core.Unreachable},
		trouble{name: "truncation", what: "two answers end before they are whole",
			start: inject(f{Kind: simulator.Truncate, On: on, Times: 2}), waits: core.Unreachable},
		trouble{name: "half an answer", what: "JSON that ends in the middle, of the right length",
			start: inject(f{Kind: simulator.Answer, On: on, Body: `{"playabilityStatus":{"sta`}), fails: core.Unintelligible},
		trouble{name: "5xx", what: "503 three times",
			start: inject(f{Kind: simulator.Status, On: on, Code: 503, Times: 3}), waits: core.Unreachable},
		trouble{name: "5xx for ever", what: "500 to every question",
			start: inject(f{Kind: simulator.Status, On: on, Code: 500}), waits: core.Unreachable, fails: core.Unreachable},
		trouble{name: "429 with Retry-After", what: "429 with Retry-After: 90, once",
			start: inject(f{Kind: simulator.Status, On: on, Code: 429, RetryAfter: "90", Times: 1}), waits: core.RateLimited, after: atLeast(90 * time.Second)},
		trouble{name: "429 without Retry-After", what: "429 for a quarter of an hour",
			start: later(15*time.Minute, f{Kind: simulator.Status, On: on, Code: 429}), waits: core.RateLimited, limit: time.Hour},
		trouble{name: "captcha", what: "the page that asks whether one is a robot, for a quarter of an hour",
			start: later(15*time.Minute, f{Kind: simulator.Captcha, On: on}), waits: core.RateLimited, limit: time.Hour},
		trouble{name: "bot check", what: "the verdict that one is a robot",
			start: inject(f{Kind: simulator.Refuse, On: on, Playability: simulator.BotCheck}), fails: core.BotCheck},
		trouble{name: "consent page", what: "the page that asks for consent to cookies",
			start: inject(f{Kind: simulator.Consent, On: on}), fails: core.Unintelligible},
		trouble{name: "wrong video", what: "an answer about another video",
			start: inject(f{Kind: simulator.WrongVideo, On: on}), fails: core.WrongVideo},
		trouble{name: "gzip bomb", what: "an answer that unpacks to 64 GiB",
			start: inject(f{Kind: simulator.Bomb, On: on}), fails: core.Unintelligible},
		trouble{name: "endless JSON", what: "an answer without an end",
			start: inject(f{Kind: simulator.Endless, On: on}), fails: core.Unintelligible},
		trouble{name: "gzip bomb for a cover", what: "a picture that unpacks to 64 GiB",
			start: inject(f{Kind: simulator.Bomb, On: simulator.OnImage}),
			other: playable},
		trouble{name: "redirect loop", what: "302 to itself",
			start: inject(f{Kind: simulator.Redirect, On: on, To: "www.youtube.com"}), fails: core.Unintelligible},
		trouble{name: "redirect to another host", what: "302 to https://evil.example",
			start: inject(f{Kind: simulator.Redirect, On: on, To: "https://evil.example/player"}), fails: core.Unintelligible, after: staysHome},
		trouble{name: "redirect to http", what: "302 to http://www.youtube.com",
			start: inject(f{Kind: simulator.Redirect, On: on, To: "http://www.youtube.com/youtubei/v1/player"}), fails: core.Unintelligible, after: staysHome},
		trouble{name: "redirect to a private address", what: "302 to https://192.168.1.1",
			start: inject(f{Kind: simulator.Redirect, On: on, To: "https://192.168.1.1/"}), fails: core.Unintelligible, after: staysHome},
	)
}

// atLeast checks that a pause was kept.
func atLeast(d time.Duration) func(*stage, *outcome) {
	return func(s *stage, o *outcome) {
		if o.took < d {
			s.Errorf("went on after %v, though %v were asked for", o.took, d)
		}
	}
}
