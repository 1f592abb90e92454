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

// containers are the ones a file can be made in, the preferred one first. The
// streams of a choice are all in the same one.
var containers = []container{
	{name: "mp4", sound: "m4a", videos: []string{"avc1", "av01"}, audios: []string{"mp4a.40.2", "mp4a.40.5", "mp4a"}},
}

// A container names the file extensions and the codecs that go together, by
// the start of their RFC 6381 names. Of the codecs the ones that play in more
// places come first.
type container struct {
	name, sound    string
	videos, audios []string
}

// Choose picks the streams of v that suit w best. A wish that cannot be met to
// the letter (height, language, HDR) gets the nearest thing; the error, of
// class NoStreams, means that there is nothing to play at all.
//
// A stream that is picture and sound in one is taken only where no pair of
// streams is offered, and a picture alone only of a video without any sound.
func Choose(v *youtube.Video, w Wish) (Choice, error) {
	for _, c := range containers {
		sound, hasSound := best(v.Streams, c.isSound, bySound(c, w))
		if w.Kind == Audio {
			if hasSound {
				return choice(c.sound, sound), nil
			}
			continue
		}
		picture, hasPicture := best(v.Streams, c.isPicture, byPicture(c, w))
		if hasPicture && hasSound {
			return choice(c.name, picture, sound), nil
		}
		if muxed, ok := best(v.Streams, c.isMuxed, byPicture(c, w)); ok {
			return choice(c.name, muxed), nil
		}
		if hasPicture && silent(v) {
			return choice(c.name, picture), nil
		}
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
		s := &v.Streams[i]
		for _, c := range containers {
			if c.isPicture(s) || c.isMuxed(s) {
				all = append(all, height(s))
			}
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

func (c container) isPicture(s *youtube.Stream) bool {
	return c.holds(s) && s.HasVideo && !s.HasAudio && rank(c.videos, s.Codecs) < len(c.videos)
}

func (c container) isSound(s *youtube.Stream) bool {
	return c.holds(s) && s.HasAudio && !s.HasVideo && rank(c.audios, s.Codecs) < len(c.audios)
}

func (c container) isMuxed(s *youtube.Stream) bool {
	return c.holds(s) && s.HasVideo && s.HasAudio && rank(c.videos, s.Codecs) < len(c.videos)
}

func (c container) holds(s *youtube.Stream) bool {
	return s.Container == c.name && strings.HasPrefix(s.URL, "https://")
}

// rank is the place of a codec among prefixes, len(prefixes) when it has none.
func rank(prefixes []string, codecs string) int {
	if i := slices.IndexFunc(prefixes, func(p string) bool { return strings.HasPrefix(codecs, p) }); i >= 0 {
		return i
	}
	return len(prefixes)
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
