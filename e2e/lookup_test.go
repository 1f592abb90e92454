package e2e

import (
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// inject returns a step that injects faults into the site.
func inject(all ...simulator.Fault) func(*testbed) {
	return func(s *testbed) {
		for _, f := range all {
			s.site.Inject(f)
		}
	}
}

// injectFor returns a step that injects faults and ends them after d, by the
// clock of the bubble.
func injectFor(d time.Duration, all ...simulator.Fault) func(*testbed) {
	return func(s *testbed) {
		inject(all...)(s)
		t := time.AfterFunc(d, s.site.ClearFaults)
		s.Cleanup(func() { t.Stop(); synctest.Wait() })
	}
}

// lookupFaults are faults of the lookup of the video.
func lookupFaults() []fault {
	type f = simulator.Fault
	const on = simulator.OnPlayer
	return downloadFaults("lookup",
		downloadFault{name: "reset", injected: "the connection is reset twice",
			start: inject(f{Kind: simulator.Reset, On: on, Times: 2}), waits: core.Unreachable},
		downloadFault{name: "stall", injected: "no answer comes, once",
			start: inject(f{Kind: simulator.Stall, On: on, Times: 1}), waits: core.Unreachable},
		downloadFault{name: "truncation", injected: "two answers end before they are whole",
			start: inject(f{Kind: simulator.Truncate, On: on, Times: 2}), waits: core.Unreachable},
		downloadFault{name: "half an answer", injected: "JSON that ends in the middle, of the right length",
			start: inject(f{Kind: simulator.Answer, On: on, Body: `{"playabilityStatus":{"sta`}), fails: core.Unintelligible},
		downloadFault{name: "5xx", injected: "503 three times",
			start: inject(f{Kind: simulator.Status, On: on, Code: 503, Times: 3}), waits: core.Unreachable},
		downloadFault{name: "5xx for ever", injected: "500 to every request",
			start: inject(f{Kind: simulator.Status, On: on, Code: 500}), waits: core.Unreachable, fails: core.Unreachable},
		downloadFault{name: "429 with Retry-After", injected: "429 with Retry-After: 90, once",
			start: inject(f{Kind: simulator.Status, On: on, Code: 429, RetryAfter: "90", Times: 1}), waits: core.RateLimited, inspect: atLeast(90 * time.Second)},
		downloadFault{name: "429 with Retry-After, in a terminal", injected: "429 with Retry-After: 30, three times, for a hilo get that has 45 s of patience",
			edit:  func(s *testbed) { s.edit = func(c *core.Config) { c.Patience = 45 * time.Second } },
			start: inject(f{Kind: simulator.Status, On: on, Code: 429, RetryAfter: "30", Times: 3}), waits: core.RateLimited, inspect: atLeast(90 * time.Second)},
		downloadFault{name: "429 without Retry-After", injected: "429 for a quarter of an hour",
			start: injectFor(15*time.Minute, f{Kind: simulator.Status, On: on, Code: 429}), waits: core.RateLimited, limit: time.Hour},
		downloadFault{name: "captcha", injected: "a captcha page for a quarter of an hour",
			start: injectFor(15*time.Minute, f{Kind: simulator.Captcha, On: on}), waits: core.RateLimited, limit: time.Hour},
		downloadFault{name: "bot check", injected: "the answer that asks for proof of not being a robot",
			start: inject(f{Kind: simulator.Refuse, On: on, Playability: simulator.BotCheck}), fails: core.BotCheck},
		downloadFault{name: "consent page", injected: "the page that asks for consent to cookies",
			start: inject(f{Kind: simulator.Consent, On: on}), fails: core.Unintelligible},
		downloadFault{name: "first client refused", injected: "VISIONOS is refused for every video",
			start: inject(refused("VISIONOS")), inspect: servedBy("TVHTML5")},
		downloadFault{name: "two clients refused", injected: "VISIONOS and TVHTML5 are refused, as for videos made for kids",
			start: inject(refused("VISIONOS"), refused("TVHTML5")), inspect: servedBy("WEB_EMBEDDED_PLAYER")},
		downloadFault{name: "no addresses", injected: "VISIONOS gets formats without addresses",
			start: inject(f{Kind: simulator.SABROnly, Client: "VISIONOS"}), inspect: servedBy("TVHTML5")},
		downloadFault{name: "only 360p", injected: "VISIONOS gets the address of the muxed format alone",
			start: inject(f{Kind: simulator.MuxedOnly, Client: "VISIONOS"}), inspect: servedBy("TVHTML5")},
		downloadFault{name: "only 360p from everybody", injected: "every client gets the address of the muxed format alone",
			start: inject(f{Kind: simulator.MuxedOnly}), note: core.NoteRescue, check: playable, inspect: wants("1080p")},
		downloadFault{name: "refused guest", injected: "the addresses of the first guest answer 403",
			start: inject(f{Kind: simulator.BadGuest, Times: 1}), inspect: servedBy("VISIONOS")},
		downloadFault{name: "refused guest half way", injected: "the addresses of the first guest answer 403 after two seconds",
			start: inject(f{Kind: simulator.BadGuest, Delay: 2 * time.Second, Times: 1}), inspect: servedBy("VISIONOS")},
		downloadFault{name: "no player script", injected: "VISIONOS is refused, and the pages of YouTube answer 500",
			start: inject(refused("VISIONOS"), f{Kind: simulator.Status, On: simulator.OnPage, Code: 500}), note: core.NoteRescue, check: playable, inspect: wants("1080p")},
		downloadFault{name: "wrong video", injected: "an answer about another video",
			start: inject(f{Kind: simulator.WrongVideo, On: on}), fails: core.WrongVideo},
		downloadFault{name: "gzip bomb", injected: "an answer that unpacks to 64 GiB",
			start: inject(f{Kind: simulator.Bomb, On: on}), fails: core.Unintelligible},
		downloadFault{name: "endless JSON", injected: "an answer without an end",
			start: inject(f{Kind: simulator.Endless, On: on}), fails: core.Unintelligible},
		downloadFault{name: "gzip bomb for a cover", injected: "a picture that unpacks to 64 GiB",
			start: inject(f{Kind: simulator.Bomb, On: simulator.OnImage}),
			check: playable},
		downloadFault{name: "redirect loop", injected: "302 to itself",
			start: inject(f{Kind: simulator.Redirect, On: on, To: "www.youtube.com"}), fails: core.Unintelligible},
		downloadFault{name: "redirect to another host", injected: "302 to https://evil.example",
			start: inject(f{Kind: simulator.Redirect, On: on, To: "https://evil.example/player"}), fails: core.Unintelligible, inspect: onlyYouTubeHosts},
		downloadFault{name: "redirect to http", injected: "302 to http://www.youtube.com",
			start: inject(f{Kind: simulator.Redirect, On: on, To: "http://www.youtube.com/youtubei/v1/player"}), fails: core.Unintelligible, inspect: onlyYouTubeHosts},
		downloadFault{name: "redirect to a private address", injected: "302 to https://192.168.1.1",
			start: inject(f{Kind: simulator.Redirect, On: on, To: "https://192.168.1.1/"}), fails: core.Unintelligible, inspect: onlyYouTubeHosts},
	)
}

// atLeast returns a check that the download took d or longer.
func atLeast(d time.Duration) func(*testbed, *outcome) {
	return func(s *testbed, o *outcome) {
		if o.took < d {
			s.Errorf("ended after %v, earlier than %v", o.took, d)
		}
	}
}

// refused returns the fault that a client is refused every video.
func refused(client string) simulator.Fault {
	return simulator.Fault{Kind: simulator.Refuse, Client: client, Playability: simulator.Refused}
}

// servedBy returns a check that the file is of the best picture and of addresses that
// this client got.
func servedBy(client string) func(*testbed, *outcome) {
	return func(s *testbed, _ *outcome) {
		all := s.site.RequestsOn(simulator.OnMedia)
		if last := all[len(all)-1]; last.Client != client || s.last.Quality != "1080p" {
			s.Errorf("%s of the addresses of %s, want 1080p of %s", s.last.Quality, last.Client, client)
		}
	}
}

// wants returns a check that the status names the quality that YouTube does not give.
func wants(quality string) func(*testbed, *outcome) {
	return func(s *testbed, _ *outcome) {
		if s.last.Wanted != quality || s.last.Quality != "360p" {
			s.Errorf("%q is wanted and %q is taken", s.last.Wanted, s.last.Quality)
		}
	}
}
