package format

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hilo-app/hilo/core/youtube"
)

// everywhereHeight is the cap that a wish has unless it asks for the best:
// H.264 above 1080p is more than many players can decode.
const everywhereHeight = 1080

// containers are the ones that streams come in, by the name they have in
// youtube.Stream, with the codecs that a file can be made of (by how their RFC
// 6381 names begin). The streams of a choice are all in the same one.
var containers = map[string][]string{
	"mp4":  {"avc1", "av01", "mp4a"},
	"webm": {"vp9", "vp09", "av01", "opus"},
}

// reach orders codecs by where they play, those that play nearly everywhere
// first. Codecs that are missing here come last.
var reach = []string{"avc1", "av01", "mp4a.40.2", "mp4a.40.5"}

// Choose picks the streams of v that suit w best. A wish that cannot be met to
// the letter (format, height, language, HDR) gets the nearest thing; the
// error, of class NoStreams, means that there is nothing to play at all.
//
// A stream that is picture and sound in one is taken only where no pair of
// streams is offered, and a picture alone only of a video without any sound.
func Choose(v *youtube.Video, w Wish) (Choice, error) {
	c, err := choose(v, w)
	if c.Clip = w.Clip; v.Duration > 0 && c.Clip.To >= v.Duration {
		c.Clip.To = 0
	}
	return c, err
}

func choose(v *youtube.Video, w Wish) (Choice, error) {
	if w.Kind == Audio {
		return chooseSound(v, w)
	}
	if picture, ok := bestPicture(v, w); ok {
		matching := func(s *youtube.Stream) bool { return isSound(s) && s.Container == picture.Container }
		sound, _ := best(v.Streams, matching, bySound(w, byReach))
		return choice(Format(picture.Container), picture, sound), nil
	}
	if muxed, ok := best(v.Streams, isMuxed, byPicture(w)); ok {
		return choice(MP4, muxed), nil
	}
	if picture, ok := best(v.Streams, isPicture, byPicture(w)); ok && silent(v) {
		return choice(Format(picture.Container), picture), nil
	}
	return Choice{}, &youtube.Error{Class: youtube.NoStreams}
}

// bestPicture picks a picture that has sound to go with it. A cap counts for
// more than a container.
func bestPicture(v *youtube.Video, w Wish) (picture youtube.Stream, ok bool) {
	for _, c := range pictureContainers(w) {
		p, found := best(v.Streams, paired(v, c), byPicture(w))
		if found && (!ok || underCap(w.MaxHeight, &p, &picture) < 0) {
			picture, ok = p, true
		}
	}
	return picture, ok
}

// pictureContainers are the containers to look for a picture in: all of a
// group at once, one group after the other.
func pictureContainers(w Wish) [][]string {
	switch {
	case w.Format == WebM:
		return [][]string{{"webm"}, {"mp4"}}
	case w.Format == "" && w.Best:
		return [][]string{{"mp4", "webm"}}
	}
	return [][]string{{"mp4"}, {"webm"}}
}

// bytesPerSecond is about what MP3s take, as measured on music.
var bytesPerSecond = map[MP3Quality]float64{MP3V0: 245e3 / 8, MP3V2: 190e3 / 8, MP3320: 320e3 / 8}

// chooseSound picks one stream of sound, for the wished format or, where that
// cannot be made of what is offered, for the nearest one.
func chooseSound(v *youtube.Video, w Wish) (Choice, error) {
	formats := []Format{MP3, M4A, Opus}
	switch w.Format {
	case M4A:
		formats = []Format{M4A, Opus}
	case Opus:
		formats = []Format{Opus, M4A}
	}
	for _, f := range formats {
		codec := byReach
		if f == MP3 { // the better source, as it is encoded anew
			codec = func(a, b *youtube.Stream) int { return trueFirst(isOpus(a), isOpus(b)) }
		}
		fits := func(s *youtube.Stream) bool { return isSound(s) && canBecome(s, f) }
		if sound, ok := best(v.Streams, fits, bySound(w, codec)); ok {
			c := choice(f, sound)
			if f == MP3 {
				c.MP3 = w.MP3
				c.Size = int64(sound.Duration.Seconds() * bytesPerSecond[w.MP3])
			}
			return c, nil
		}
	}
	return Choice{}, &youtube.Error{Class: youtube.NoStreams}
}

// canBecome says whether a file of the format can be made of a sound.
func canBecome(s *youtube.Stream, f Format) bool {
	switch f {
	case M4A:
		return !isOpus(s)
	case Opus:
		return isOpus(s)
	}
	return isOpus(s) || strings.HasPrefix(s.Codecs, "mp4a.40.2") && s.Channels <= 2 // what can be decoded
}

func isOpus(s *youtube.Stream) bool { return s.Codecs == "opus" }

// Quality is the short name of what was chosen: "1080p", "1080p60",
// "2160p HDR", or "M4A" for sound.
func Quality(c Choice) string {
	if len(c.Streams) == 0 || !c.Streams[0].HasVideo {
		if c.Format == Opus {
			return "Opus"
		}
		return strings.ToUpper(string(c.Format))
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

func choice(f Format, streams ...youtube.Stream) Choice {
	c := Choice{Format: f, Streams: streams}
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
func isMuxed(s *youtube.Stream) bool {
	return usable(s) && s.HasVideo && s.HasAudio && s.Container == "mp4"
}

// usable says whether a file can be made of s.
func usable(s *youtube.Stream) bool {
	begins := func(name string) bool { return strings.HasPrefix(s.Codecs, name) }
	return strings.HasPrefix(s.URL, "https://") && slices.ContainsFunc(containers[s.Container], begins)
}

// paired returns what finds the pictures, in one of the containers, that have
// sound in the same.
func paired(v *youtube.Video, in []string) func(*youtube.Stream) bool {
	sounds := map[string]bool{}
	for i := range v.Streams {
		if s := &v.Streams[i]; isSound(s) {
			sounds[s.Container] = true
		}
	}
	return func(s *youtube.Stream) bool {
		return isPicture(s) && sounds[s.Container] && slices.Contains(in, s.Container)
	}
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
