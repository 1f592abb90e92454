package format

import (
	"slices"
	"strconv"
	"strings"

	"hilo/core/youtube"
)

// everywhereHeight is the cap that a wish has unless it asks for the best:
// H.264 above 1080p is more than many players can decode.
const everywhereHeight = 1080

// containers are the ones that a file can be made in, by the name they have in
// youtube.Stream. The streams of a choice are all in the same one.
var containers = map[string]container{
	"mp4": {sound: "m4a", codecs: []string{"avc1", "av01", "mp4a"}},
}

// A container holds streams whose codecs begin with one of these names
// (RFC 6381). A file with sound only has a name of its own.
type container struct {
	sound  string
	codecs []string
}

// reach orders codecs by where they play, those that play nearly everywhere
// first. Codecs that are missing here come last.
var reach = []string{"avc1", "av01", "mp4a.40.2", "mp4a.40.5"}

// Choose picks the streams of v that suit w best. A wish that cannot be met to
// the letter (height, language, HDR) gets the nearest thing; the error, of
// class NoStreams, means that there is nothing to play at all.
//
// A stream that is picture and sound in one is taken only where no pair of
// streams is offered, and a picture alone only of a video without any sound.
func Choose(v *youtube.Video, w Wish) (Choice, error) {
	if w.Kind == Audio {
		if sound, ok := best(v.Streams, isSound, bySound(w)); ok {
			return choice(containers[sound.Container].sound, sound), nil
		}
		return Choice{}, &youtube.Error{Class: youtube.NoStreams}
	}
	if picture, ok := best(v.Streams, paired(v), byPicture(w)); ok {
		matching := func(s *youtube.Stream) bool { return isSound(s) && s.Container == picture.Container }
		sound, _ := best(v.Streams, matching, bySound(w))
		return choice(picture.Container, picture, sound), nil
	}
	if muxed, ok := best(v.Streams, isMuxed, byPicture(w)); ok {
		return choice(muxed.Container, muxed), nil
	}
	if picture, ok := best(v.Streams, isPicture, byPicture(w)); ok && silent(v) {
		return choice(picture.Container, picture), nil
	}
	return Choice{}, &youtube.Error{Class: youtube.NoStreams}
}

// Quality is the short name of what was chosen: "1080p", "1080p60",
// "2160p HDR", or "M4A" for sound.
func Quality(c Choice) string {
	if len(c.Streams) == 0 || !c.Streams[0].HasVideo {
		return strings.ToUpper(c.Container)
	}
	s := &c.Streams[0]
	name := strconv.Itoa(nominal(s)) + "p"
	if s.FPS > 30 {
		name += strconv.Itoa(s.FPS)
	}
	if s.HDR {
		name += " HDR"
	}
	return name
}

// Heights lists the picture heights that Choose can pick from, tallest first,
// each being what Wish.MaxHeight compares to.
func Heights(v *youtube.Video) []int {
	var all []int
	for i := range v.Streams {
		if s := &v.Streams[i]; isPicture(s) || isMuxed(s) {
			all = append(all, height(s))
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	slices.Reverse(all)
	return all
}

func choice(container string, streams ...youtube.Stream) Choice {
	c := Choice{Container: container, Streams: streams}
	for _, s := range streams {
		if s.Size <= 0 {
			c.Size = 0 // unknown for one is unknown for all
			break
		}
		c.Size += s.Size
	}
	return c
}

func isPicture(s *youtube.Stream) bool { return usable(s) && s.HasVideo && !s.HasAudio }
func isSound(s *youtube.Stream) bool   { return usable(s) && s.HasAudio && !s.HasVideo }
func isMuxed(s *youtube.Stream) bool   { return usable(s) && s.HasVideo && s.HasAudio }

// usable says whether a file can be made of s.
func usable(s *youtube.Stream) bool {
	begins := func(name string) bool { return strings.HasPrefix(s.Codecs, name) }
	return strings.HasPrefix(s.URL, "https://") && slices.ContainsFunc(containers[s.Container].codecs, begins)
}

// paired returns what finds the pictures that have sound in their container.
func paired(v *youtube.Video) func(*youtube.Stream) bool {
	sounds := map[string]bool{}
	for i := range v.Streams {
		if s := &v.Streams[i]; isSound(s) {
			sounds[s.Container] = true
		}
	}
	return func(s *youtube.Stream) bool { return isPicture(s) && sounds[s.Container] }
}

// silent says whether a video has no sound in any form.
func silent(v *youtube.Video) bool {
	return !slices.ContainsFunc(v.Streams, func(s youtube.Stream) bool { return s.HasAudio })
}

// height is what a cap is compared to: the shorter side of the picture, so
// that a portrait of 1080 by 1920 counts as 1080.
func height(s *youtube.Stream) int {
	if s.Width > 0 && s.Width < s.Height {
		return s.Width
	}
	return s.Height
}

// nominal is the height by which a picture is called. A wide film of 1920 by
// 800 is called 1080p, as it is on YouTube: by the screen that it fills.
func nominal(s *youtube.Stream) int {
	usual := []int{144, 240, 360, 480, 720, 1080, 1440, 2160, 4320}
	h := height(s)
	if slices.Contains(usual, h) {
		return h
	}
	for _, n := range usual {
		if wide := n * 16 / 9; wide-2 <= s.Width && s.Width <= wide+2 && h < n {
			return n
		}
	}
	return h
}
