package format_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube"
)

// Streams as YouTube offers them, by itag.
var (
	avc360     = picture(134, "mp4", "avc1.4d401e", 640, 360, 30, 600)
	avc720     = picture(136, "mp4", "avc1.4d401f", 1280, 720, 30, 1900)
	avc1080    = picture(137, "mp4", "avc1.640028", 1920, 1080, 30, 4300)
	avc1080p60 = picture(299, "mp4", "avc1.64002a", 1920, 1080, 60, 5500)
	av1080     = picture(399, "mp4", "av01.0.08M.08", 1920, 1080, 30, 2000)
	av2160     = picture(401, "mp4", "av01.0.12M.08", 3840, 2160, 30, 9000)
	av1440     = picture(400, "mp4", "av01.0.12M.08", 2560, 1440, 30, 5000)
	hdr2160    = hdr(picture(701, "mp4", "av01.0.13M.10.0.110.09.16.09.0", 3840, 2160, 60, 12000))
	vp1080     = picture(248, "webm", "vp9", 1920, 1080, 30, 2600)
	vp2160     = picture(313, "webm", "vp9", 3840, 2160, 30, 18000)
	portrait   = picture(137, "mp4", "avc1.640028", 1080, 1920, 30, 4300)
	film       = picture(137, "mp4", "avc1.640028", 1920, 800, 24, 3000)

	lc128    = sound(140, "mp4", "mp4a.40.2", 130)
	he48     = sound(139, "mp4", "mp4a.40.5", 48)
	surround = channels(sound(258, "mp4", "mp4a.40.2", 388), 6)
	opus     = sound(251, "webm", "opus", 140)
	muxed    = func() youtube.Stream {
		s := picture(18, "mp4", "avc1.42001E, mp4a.40.2", 640, 360, 30, 500)
		s.HasAudio, s.Original = true, true
		return s
	}()
)

func picture(itag int, container, codecs string, w, h, fps, kbps int) youtube.Stream {
	return youtube.Stream{Itag: itag, URL: "https://r1.googlevideo.com/v", Container: container, Codecs: codecs,
		Width: w, Height: h, FPS: fps, Bitrate: kbps * 1000, Size: int64(kbps) * 1000, HasVideo: true}
}

func sound(itag int, container, codecs string, kbps int) youtube.Stream {
	return youtube.Stream{Itag: itag, URL: "https://r1.googlevideo.com/a", Container: container, Codecs: codecs,
		Bitrate: kbps * 1000, Size: int64(kbps) * 1000, HasAudio: true, Original: true, Channels: 2}
}

func hdr(s youtube.Stream) youtube.Stream               { s.HDR = true; return s }
func drc(s youtube.Stream) youtube.Stream               { s.DRC = true; return s }
func channels(s youtube.Stream, n int) youtube.Stream   { s.Channels = n; return s }
func address(s youtube.Stream, u string) youtube.Stream { s.URL = u; return s }
func sized(s youtube.Stream, n int64) youtube.Stream    { s.Size = n; return s }
func dubbed(s youtube.Stream, lang string) youtube.Stream {
	s.Language, s.Original = lang, false
	return s
}
func spoken(s youtube.Stream, lang string) youtube.Stream { s.Language = lang; return s }
func described(s youtube.Stream) youtube.Stream           { s.Described, s.Original = true, false; return s }

func TestChoose(t *testing.T) {
	for _, tt := range []struct {
		name    string
		wish    format.Wish
		offered []youtube.Stream
		want    []youtube.Stream
		quality string
	}{
		{"plays everywhere", format.Wish{Kind: format.Video}, s(avc360, avc720, avc1080, av1080, av2160, vp2160, he48, lc128, opus), s(avc1080, lc128), "1080p"},
		{"kind left out", format.Wish{}, s(avc720, lc128), s(avc720, lc128), "720p"},
		{"higher frame rate", format.Wish{}, s(avc1080, avc1080p60, lc128), s(avc1080p60, lc128), "1080p60"},
		{"codec before height", format.Wish{}, s(avc720, av1080, lc128), s(avc720, lc128), "720p"},
		{"AV1 where there is no H.264", format.Wish{}, s(av1080, av2160, lc128), s(av1080, lc128), "1080p"},
		{"cap", format.Wish{MaxHeight: 720}, s(avc360, avc720, avc1080, lc128), s(avc720, lc128), "720p"},
		{"cap between heights", format.Wish{MaxHeight: 500}, s(avc360, avc720, avc1080, lc128), s(avc360, lc128), "360p"},
		{"cap above everywhere's own", format.Wish{MaxHeight: 2160}, s(avc1080, av2160, lc128), s(avc1080, lc128), "1080p"},
		{"cap below all", format.Wish{MaxHeight: 144}, s(avc720, avc1080, lc128), s(avc720, lc128), "720p"},
		{"cap is of the shorter side", format.Wish{MaxHeight: 1080}, s(portrait, lc128), s(portrait, lc128), "1080p"},
		{"cap holds against the codec", format.Wish{MaxHeight: 1080}, s(picture(266, "mp4", "avc1.640033", 3840, 2160, 30, 20000), av1080, lc128), s(av1080, lc128), "1080p"},
		{"wide film", format.Wish{}, s(film, lc128), s(film, lc128), "1080p"},

		{"best", format.Wish{Best: true}, s(avc1080, av1080, av2160, vp2160, lc128, opus), s(vp2160, opus), "2160p"},
		{"best in MP4", format.Wish{Best: true, Format: format.MP4}, s(avc1080, av1080, av2160, vp2160, lc128, opus), s(av2160, lc128), "2160p"},
		{"best up to 1080p is MP4", format.Wish{Best: true}, s(avc1080, vp1080, lc128, opus), s(avc1080, lc128), "1080p"},
		{"best is WebM only", format.Wish{Best: true}, s(avc1080, vp2160, lc128, opus), s(vp2160, opus), "2160p"},
		{"WebM asked for", format.Wish{Format: format.WebM}, s(avc1080, vp1080, lc128, opus), s(vp1080, opus), "1080p"},
		{"WebM not offered", format.Wish{Format: format.WebM}, s(avc1080, lc128), s(avc1080, lc128), "1080p"},
		{"VP9 where there is no MP4", format.Wish{}, s(vp1080, opus, lc128), s(vp1080, opus), "1080p"},
		{"best under a cap", format.Wish{Best: true, MaxHeight: 1440}, s(avc1080, av1440, av2160, lc128), s(av1440, lc128), "1440p"},
		{"best at equal height plays in more places", format.Wish{Best: true}, s(avc1080, av1080, lc128), s(avc1080, lc128), "1080p"},
		{"HDR not asked for", format.Wish{Best: true}, s(hdr2160, av2160, lc128), s(av2160, lc128), "2160p"},
		{"HDR", format.Wish{Best: true, HDR: true}, s(hdr2160, av2160, lc128), s(hdr2160, lc128), "2160p60 HDR"},
		{"HDR alone", format.Wish{Best: true}, s(hdr2160, lc128), s(hdr2160, lc128), "2160p60 HDR"},

		{"sound", format.Wish{Kind: format.Audio}, s(avc1080, he48, lc128, opus), s(opus), "MP3"},
		{"sound without Opus", format.Wish{Kind: format.Audio}, s(avc1080, he48, lc128), s(lc128), "MP3"},
		{"original sound rather than Opus", format.Wish{Kind: format.Audio}, s(spoken(lc128, "en"), dubbed(opus, "de")), s(spoken(lc128, "en")), "MP3"},
		{"M4A", format.Wish{Kind: format.Audio, Format: format.M4A}, s(avc1080, he48, lc128, opus), s(lc128), "M4A"},
		{"Opus", format.Wish{Kind: format.Audio, Format: format.Opus}, s(avc1080, he48, lc128, opus), s(opus), "Opus"},
		{"Opus not offered", format.Wish{Kind: format.Audio, Format: format.Opus}, s(lc128), s(lc128), "M4A"},
		{"M4A not offered", format.Wish{Kind: format.Audio, Format: format.M4A}, s(opus), s(opus), "Opus"},
		{"stereo", format.Wish{Kind: format.Audio}, s(surround, lc128), s(lc128), "MP3"},
		{"surround alone", format.Wish{Kind: format.Audio}, s(surround), s(surround), "M4A"},
		{"HE-AAC alone", format.Wish{Kind: format.Audio}, s(he48), s(he48), "M4A"},
		{"HE-AAC and Opus as M4A", format.Wish{Kind: format.Audio, Format: format.M4A}, s(he48, opus), s(he48), "M4A"},
		{"never DRC", format.Wish{}, s(avc720, drc(lc128), he48), s(avc720, he48), "720p"},
		{"DRC", format.Wish{DRC: true}, s(avc720, drc(lc128), lc128), s(avc720, drc(lc128)), "720p"},
		{"never a dub", format.Wish{}, s(avc720, dubbed(lc128, "de"), spoken(he48, "en")), s(avc720, spoken(he48, "en")), "720p"},
		{"DRC rather than a dub", format.Wish{}, s(avc720, dubbed(lc128, "de"), drc(spoken(lc128, "en"))), s(avc720, drc(spoken(lc128, "en"))), "720p"},
		{"language", format.Wish{Language: "de"}, s(avc720, dubbed(lc128, "de"), spoken(lc128, "en")), s(avc720, dubbed(lc128, "de")), "720p"},
		{"language of another region", format.Wish{Language: "es-MX"}, s(avc720, dubbed(lc128, "es-419"), spoken(lc128, "en")), s(avc720, dubbed(lc128, "es-419")), "720p"},
		{"language not offered", format.Wish{Language: "fi"}, s(avc720, dubbed(lc128, "de"), spoken(lc128, "en")), s(avc720, spoken(lc128, "en")), "720p"},
		{"language without a narrator", format.Wish{Language: "de"}, s(avc720, described(dubbed(lc128, "de")), dubbed(lc128, "de")), s(avc720, dubbed(lc128, "de")), "720p"},

		{"never mixed", format.Wish{}, s(vp2160, avc720, he48, opus), s(avc720, he48), "720p"},
		{"muxed where there is no pair", format.Wish{}, s(muxed, avc1080), s(muxed), "360p"},
		{"muxed where the sound is WebM", format.Wish{}, s(muxed, avc1080, opus), s(muxed), "360p"},
		{"pair rather than muxed", format.Wish{}, s(muxed, avc720, lc128), s(avc720, lc128), "720p"},
		{"video without sound", format.Wish{}, s(avc720, vp2160), s(avc720), "720p"},
		{"https only", format.Wish{}, s(address(avc1080, "http://r1.googlevideo.com/v"), avc720, lc128), s(avc720, lc128), "720p"},
		{"size known", format.Wish{}, s(sized(avc1080, 0), avc720, lc128), s(avc720, lc128), "720p"},

		{"nothing", format.Wish{}, nil, nil, ""},
		{"WebM only", format.Wish{}, s(vp2160, opus), s(vp2160, opus), "2160p"},
		{"sound of a video without", format.Wish{Kind: format.Audio}, s(avc720), nil, ""},
		{"sound of a muxed stream", format.Wish{Kind: format.Audio}, s(muxed), s(muxed), "MP3"},
		{"M4A of a muxed stream", format.Wish{Kind: format.Audio, Format: format.M4A}, s(avc1080, muxed), s(muxed), "M4A"},
		{"Opus of a muxed stream", format.Wish{Kind: format.Audio, Format: format.Opus}, s(muxed), s(muxed), "M4A"},
		{"sound rather than muxed", format.Wish{Kind: format.Audio}, s(muxed, he48), s(he48), "M4A"},
		{"no picture", format.Wish{}, s(lc128, opus), nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := format.Choose(&youtube.Video{Streams: tt.offered}, tt.wish)
			if tt.want == nil {
				var e *youtube.Error
				if !errors.As(err, &e) || e.Class != youtube.NoStreams {
					t.Fatalf("got %v, %v; want NoStreams", c, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(c.Streams, tt.want) {
				t.Errorf("got %+v", c.Streams)
			}
			if q := format.Quality(c); q != tt.quality {
				t.Errorf("quality %q, want %q", q, tt.quality)
			}
			want := format.Format(tt.want[0].Container)
			if tt.wish.Kind == format.Audio {
				want = format.Format(strings.ToLower(tt.quality))
			}
			if c.Format != want {
				t.Errorf("format %q, want %q", c.Format, want)
			}
		})
	}
}

func s(all ...youtube.Stream) []youtube.Stream { return all }

func TestSizeIsTheSum(t *testing.T) {
	c, err := format.Choose(&youtube.Video{Streams: s(sized(avc720, 1000), sized(lc128, 100))}, format.Wish{})
	if err != nil || c.Size != 1100 {
		t.Errorf("got %d, %v", c.Size, err)
	}
	c, err = format.Choose(&youtube.Video{Streams: s(sized(muxed, 0))}, format.Wish{})
	if err != nil || c.Size != 0 {
		t.Errorf("got %d, %v", c.Size, err)
	}
}
