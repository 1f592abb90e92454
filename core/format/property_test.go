package format_test

import (
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/quick"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube"
)

// An offer is a random video and a random wish.
type offer struct {
	Video *youtube.Video
	Wish  format.Wish
}

func (offer) Generate(r *rand.Rand, _ int) reflect.Value {
	pick := func(all ...string) string { return all[r.Intn(len(all))] }
	number := func(all ...int) int { return all[r.Intn(len(all))] }
	maybe := func() bool { return r.Intn(4) == 0 }
	o := offer{Video: &youtube.Video{}}
	for i := range r.Intn(12) {
		st := youtube.Stream{
			Itag: i, Container: pick("mp4", "mp4", "webm"), URL: pick("https", "https", "https", "http") + fmt.Sprint("://h/", r.Intn(3)),
			Bitrate: number(1, 2, 3), Size: int64(number(0, 5, 6, 7)), Language: pick("", "en", "de", "es-419"),
			Original: maybe(), DRC: maybe(), Described: maybe(), Channels: number(0, 2, 6),
		}
		switch kind := pick("video", "video", "audio", "audio", "both"); kind {
		case "video", "both":
			st.HasVideo, st.HasAudio = true, kind == "both"
			st.Codecs, st.FPS, st.HDR = pick("avc1.640028", "av01.0.08M.08", "vp9", "hev1.1"), number(24, 30, 60), maybe()
			if kind == "both" && maybe() {
				st.Codecs = "avc1.42001E, mp4a.40.2"
			}
			st.Width, st.Height = number(360, 640, 1080, 1920, 3840), number(144, 360, 1080, 1920, 2160)
		default:
			st.HasAudio, st.Codecs = true, pick("mp4a.40.2", "mp4a.40.5", "opus", "ec-3")
		}
		o.Video.Streams = append(o.Video.Streams, st)
	}
	o.Wish = format.Wish{
		Kind: format.Kind(pick("video", "video", "audio", "")), MaxHeight: number(0, 100, 360, 720, 1080, 4320),
		Format: format.Format(pick("", "", "mp4", "webm", "mp3", "m4a", "opus")), Best: maybe(), HDR: maybe(), DRC: maybe(), Language: pick("", "", "en", "es"),
	}
	return reflect.ValueOf(o)
}

func check(t *testing.T, property func(offer) bool) {
	t.Helper()
	if err := quick.Check(property, &quick.Config{MaxCount: 5000}); err != nil {
		t.Error(err)
	}
}

func TestChoiceBelongsTogether(t *testing.T) {
	check(t, func(o offer) bool {
		c, err := format.Choose(o.Video, o.Wish)
		if err != nil {
			return len(c.Streams) == 0
		}
		for _, st := range c.Streams {
			if !slices.Contains(o.Video.Streams, st) || st.Container != c.Streams[0].Container || !strings.HasPrefix(st.URL, "https://") {
				return false
			}
		}
		switch first := c.Streams[0]; {
		case o.Wish.Kind == format.Audio:
			onlyMuxed := first.HasVideo && !slices.ContainsFunc(o.Video.Streams, func(s youtube.Stream) bool { return playable(&s) && !s.HasVideo })
			return len(c.Streams) == 1 && first.HasAudio && (onlyMuxed && c.Format != format.Opus || !first.HasVideo && becomes(&first, c.Format))
		case len(c.Streams) == 2:
			second := c.Streams[1]
			return string(c.Format) == first.Container && first.HasVideo && !first.HasAudio && second.HasAudio && !second.HasVideo
		default:
			return string(c.Format) == first.Container && len(c.Streams) == 1 && first.HasVideo && (first.HasAudio || withoutSound(o.Video))
		}
	})
}

func TestCapIsRespected(t *testing.T) {
	check(t, func(o offer) bool {
		c, err := format.Choose(o.Video, o.Wish)
		if err != nil || o.Wish.Kind == format.Audio || o.Wish.MaxHeight == 0 || shorterSide(&c.Streams[0]) <= o.Wish.MaxHeight {
			return true
		}
		for i := range o.Video.Streams { // then there is nothing lower of the same kind
			st := &o.Video.Streams[i]
			sounds := func(s youtube.Stream) bool { return playable(&s) && !s.HasVideo && s.Container == st.Container }
			if len(c.Streams) == 2 && !slices.ContainsFunc(o.Video.Streams, sounds) || st.HasAudio && st.Container != "mp4" {
				continue
			}
			if playable(st) && st.HasVideo && st.HasAudio == c.Streams[0].HasAudio && shorterSide(st) < shorterSide(&c.Streams[0]) {
				return false
			}
		}
		return true
	})
}

func TestSomethingIsChosen(t *testing.T) {
	check(t, func(o offer) bool {
		var pictures, sounds, both bool
		picture, sound := map[string]bool{}, map[string]bool{}
		for i := range o.Video.Streams {
			st := &o.Video.Streams[i]
			if playable(st) && st.HasVideo && !st.HasAudio {
				pictures, picture[st.Container] = true, true
			}
			sounds = sounds || playable(st) && !st.HasVideo
			if playable(st) && !st.HasVideo {
				sound[st.Container] = true
			}
			both = both || playable(st) && st.HasVideo && st.HasAudio && st.Container == "mp4"
		}
		want := both || pictures && withoutSound(o.Video) || picture["mp4"] && sound["mp4"] || picture["webm"] && sound["webm"]
		if o.Wish.Kind == format.Audio {
			want = sounds || slices.ContainsFunc(o.Video.Streams, soundInside)
		}
		_, err := format.Choose(o.Video, o.Wish)
		return (err == nil) == want
	})
}

func TestChoiceIsDeterministic(t *testing.T) {
	check(t, func(o offer) bool {
		c, _ := format.Choose(o.Video, o.Wish)
		shuffled := slices.Clone(o.Video.Streams)
		rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		d, _ := format.Choose(&youtube.Video{Streams: shuffled}, o.Wish)
		return reflect.DeepEqual(c, d)
	})
}

// playable says in other words which codecs belong in a container.
func playable(s *youtube.Stream) bool {
	name, _, _ := strings.Cut(s.Codecs, ".")
	belongs := map[string]bool{"mp4 avc1": true, "mp4 av01": true, "mp4 mp4a": true, "webm vp9": true, "webm av01": true, "webm opus": true}
	return belongs[s.Container+" "+name] && strings.HasPrefix(s.URL, "https://")
}

// soundInside says in other words which muxed streams a file of sound is made of.
func soundInside(s youtube.Stream) bool {
	return playable(&s) && s.HasVideo && s.HasAudio && s.Container == "mp4" && strings.HasSuffix(s.Codecs, ", mp4a.40.2") && s.Channels <= 2
}

// becomes says in other words what a file of the format is made of.
func becomes(s *youtube.Stream, f format.Format) bool {
	switch f {
	case format.Opus:
		return s.Codecs == "opus"
	case format.M4A:
		return s.Codecs != "opus"
	case format.MP3:
		return s.Codecs == "opus" || s.Codecs == "mp4a.40.2" && s.Channels <= 2
	}
	return false
}

// shorterSide is the side that a cap applies to.
func shorterSide(s *youtube.Stream) int {
	if s.Width == 0 {
		return s.Height
	}
	return min(s.Width, s.Height)
}

// withoutSound reports whether no stream has sound.
func withoutSound(v *youtube.Video) bool {
	for _, s := range v.Streams {
		if s.HasAudio {
			return false
		}
	}
	return true
}
