// Package simulator is a simulated YouTube on loopback, as net/http/httptest
// is to net/http. Tests of the rooms around it run against it over real sockets,
// and the program's practice mode (--demo) is served by it.
//
// A Site is a TLS server with an authority of its own in memory. Its Transport
// sends every request there, whatever the host: URLs, Host headers and SNI stay
// those of the real site, so that the code under test needs no other base URL.
//
//	site := simulator.NewSite()
//	defer site.Close()
//	site.Add(simulator.Video{ID: "aTestVideo1", Duration: 12 * time.Second, Media: []simulator.Media{
//		{Itag: 137, MIME: `video/mp4; codecs="avc1.640028"`, Width: 1920, Height: 1080, Content: simulator.H264x1080.Content()},
//		{Itag: 140, MIME: `audio/mp4; codecs="mp4a.40.2"`, Content: simulator.AAC.Content()},
//	}})
//	client := site.Client()
//
// NewMemorySite is the same without sockets, for testing/synctest: there ten
// minutes of waiting take no time.
//
// # What it does like the real one
//
// It answers as YouTube did in late 2026. Who asks decides what is shown: the
// VISIONOS client gets addresses of the adaptive formats and no muxed one,
// ANDROID only the address of itag 18, ANDROID_VR addresses that answer 403, all
// others see formats without addresses. A request whose headers tell another
// client than its body gets a 400 that says where they differ.
//
// Addresses are signed, expire after Site.Lifetime by Site.Clock, are good for
// the User-Agent they were given to, and die when the format changes. Media is
// served for Range headers (206) and range= parameters (200); requests without an
// end or over 10 MiB are slowed to about the speed of watching.
//
// # What goes wrong
//
// Inject makes things go wrong, once, some times or for ever: connections that
// reset, stall or end early, refusals and rate limits, expiry half way, formats
// that change, answers about another video, captcha and consent pages. Requests
// and Sent tell what was asked for and sent.
//
// # Media
//
// The Fixture constants are small real files in the shape YouTube serves; Long
// repeats one to any length and bitrate without holding it in memory; Noise is
// for tests that only move bytes. All of them are the same in every process, so
// that a download can be gone on with in another one.
//
// # Practice mode
//
// Demo is a site with a small catalogue of made-up videos, a playlist, and a few
// that fail the way real ones do. DemoVideos lists them.
package simulator
