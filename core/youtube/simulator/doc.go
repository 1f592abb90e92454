// Package simulator is a simulated YouTube on loopback, as net/http/httptest is
// for any HTTP server. Tests run against it over real sockets, and package demo
// makes "hilo -demo" of it.
//
// A Server is a TLS server with a certificate authority of its own. Its Transport
// sends every request to it, whatever the host: URLs, Host headers and SNI stay
// those of YouTube, so that the code under test needs no other base URL.
//
//	server := simulator.NewServer()
//	defer server.Close()
//	server.Add(simulator.Video{ID: "aTestVideo1", Duration: 12 * time.Second, Media: []simulator.Media{
//		{Itag: 137, MIME: `video/mp4; codecs="avc1.640028"`, Width: 1920, Height: 1080, Content: simulator.H264x1080.Content()},
//		{Itag: 140, MIME: `audio/mp4; codecs="mp4a.40.2"`, Content: simulator.AAC.Content()},
//	}})
//	client := server.Client()
//
// NewMemoryServer is the same without sockets, for testing/synctest, where ten
// minutes of waiting take no time.
//
// A request passes through these files, each of which uses only what stands to the
// right of it or below:
//
//	start.go, server.go: listening, transports, faults
//	serve.go: routing -> player.go -> formats.go -> address.go -> playerscript.go
//	                  -> channel.go -> browse.go, search.go    -> innertube.go
//	                  -> media.go: ranges, pacing
//	                  -> html.go, caption.go, storyboard.go -> picture.go
//	exchange.go: one request, its fault, its answer
//	catalogue.go, log.go, fault.go: what there is, what was requested, what fails
//	video.go, defaults.go, content.go
//
// What needs no server is in packages below internal: drawing, guest, hash, popularity,
// protobuf and others.
//
// A new subject, such as a script or a kind of list, is a file that serve.go calls.
//
// # What it simulates
//
// It answers as YouTube did in late 2026. The client decides what is shown: the
// VISIONOS client gets addresses of the adaptive formats and no muxed one,
// ANDROID only the address of itag 18, ANDROID_VR addresses that answer 403, TVHTML5
// and WEB_EMBEDDED_PLAYER addresses with a scrambled signature and an n parameter
// that the player script (playerscript.go) changes, and all others see formats
// without addresses. A request whose headers name another
// client than its body gets a 400 that says where they differ.
//
// Addresses are signed, expire after Server.Lifetime by Server.Clock, are valid
// for the User-Agent that got them, and become invalid when the format changes.
// Media is served for Range headers (206) and range= parameters (200). Requests
// without an end or over 10 MiB are slowed to a little over the speed of playback.
//
// A playlist has pages of 100 entries; a channel has tabs of 30 entries a page, and a
// search pages of 20. AddLists adds one list of each kind, among them a playlist of
// 230 with duplicates and private videos, one of 5,000, an album and a mix.
//
// # Faults
//
// Inject makes answers fail, once, some times or always: connections that reset,
// stall or end early, refusals and rate limits, addresses that expire half way,
// formats that change, answers about another video, captcha and consent pages.
// Requests and Sent tell what was requested and sent.
//
// # Media
//
// The Fixture constants are small media files in the shape in which YouTube serves
// media. Long repeats one to any length and bitrate without holding it in memory.
// Noise is for tests that only transfer bytes. All of them are the same in every
// process, so that another process can resume a download.
//
// The package knows nothing of the code under test and imports no other package of
// this module.
package simulator
