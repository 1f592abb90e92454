package format_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube"
)

func TestOffers(t *testing.T) {
	for _, tt := range []struct {
		name    string
		offered []youtube.Stream
		video   string
		audio   string
	}{
		{"1080p", s(avc360, avc720, avc1080, av1080, vp1080, lc128, opus),
			"1080p.mp4/4430 720p.mp4/2030 360p.mp4/730", "MP3.mp3 MP3.mp3v2 MP3.mp3320 M4A.m4a Opus.opus"},
		{"4K", s(avc720, avc1080, av1440, av2160, vp2160, lc128, opus),
			"1080p.mp4/4430 2160p.webm/18140 2160p.mp4/9130 1440p.mp4/5130 720p.mp4/2030", "MP3.mp3 MP3.mp3v2 MP3.mp3320 M4A.m4a Opus.opus"},
		{"HDR is one of several", s(avc1080, av2160, hdr2160, lc128),
			"1080p.mp4/4430 2160p.mp4/9130 2160p60 HDR.mp4/12130", "MP3.mp3 MP3.mp3v2 MP3.mp3320 M4A.m4a"},
		{"60 frames a second", s(avc720, avc1080, avc1080p60, lc128),
			"1080p60.mp4/5630 720p.mp4/2030", "MP3.mp3 MP3.mp3v2 MP3.mp3320 M4A.m4a"},
		{"wide film", s(film, avc360, lc128), "1080p.mp4/3130 360p.mp4/730", "MP3.mp3 MP3.mp3v2 MP3.mp3320 M4A.m4a"},
		{"rescue", s(sized(muxed, 0)), "360p.mp4/0", "MP3.mp3 MP3.mp3v2 MP3.mp3320 M4A.m4a"},
		{"no sound", s(avc720), "720p.mp4/1900", ""},
		{"HE-AAC", s(he48), "", "M4A.m4a"},
		{"nothing", nil, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := &youtube.Video{Streams: tt.offered}
			wish := format.Wish{Kind: format.Audio, Format: format.Opus, Language: "en", Clip: format.Clip{To: 1}}
			o := format.Offers(v, wish)
			var video, audio []string
			for _, x := range o.Video {
				video = append(video, fmt.Sprintf("%s.%s/%d", x.Quality, x.Format, x.Size/1000))
			}
			for _, x := range o.Audio {
				audio = append(audio, fmt.Sprintf("%s.%s%s", x.Quality, x.Format, x.Wish.MP3))
			}
			if got := strings.Join(video, " "); got != tt.video {
				t.Errorf("video: %s, want %s", got, tt.video)
			}
			if got := strings.Join(audio, " "); got != tt.audio {
				t.Errorf("audio: %s, want %s", got, tt.audio)
			}
			for _, x := range slices.Concat(o.Video, o.Audio) {
				c, err := format.Choose(v, x.Wish)
				if err != nil || format.Quality(c) != x.Quality || c.Format != x.Format {
					t.Errorf("%+v makes %s %s, %v", x, format.Quality(c), c.Format, err)
				}
				if x.Wish.Language != "en" || x.Wish.Clip.To != 1 {
					t.Errorf("%+v forgot what else was wished for", x.Wish)
				}
			}
		})
	}
}

func TestOfferedLanguages(t *testing.T) {
	name := func(s youtube.Stream, n string) youtube.Stream { s.LanguageName = n; return s }
	v := &youtube.Video{Streams: s(avc720, name(dubbed(lc128, "de"), "German"), name(spoken(lc128, "en"), "English original"),
		name(spoken(drc(lc128), "en"), "English original"), name(described(spoken(lc128, "fr")), "French with a narrator"), name(dubbed(opus, "de"), "German"))}
	want := []format.Language{{"en", "English original", true}, {"de", "German", false}}
	if got := format.Offers(v, format.Wish{}).Languages; !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	v.Streams = s(avc720, spoken(lc128, "en"))
	if got := format.Offers(v, format.Wish{}).Languages; got != nil {
		t.Errorf("no choice, but %+v", got)
	}
}

func TestOfferedSubtitles(t *testing.T) {
	v := &youtube.Video{Captions: []youtube.Caption{{Language: "en", Generated: true}, {Language: "es"}, {Language: "en"}}}
	want := []format.Subtitle{{Language: "es"}, {Language: "en"}, {Language: "en", Generated: true}}
	if got := format.Offers(v, format.Wish{}).Subtitles; !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}
