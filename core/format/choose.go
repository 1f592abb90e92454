package format

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/hilo-app/hilo/core/youtube"
)

// containers maps each value of youtube.Stream.Container to the codecs that a file
// can hold, by the prefix of their RFC 6381 name. The streams of a choice all have
// the same container.
var containers = map[string][]string{
	"mp4":  {"avc1", "av01", "mp4a"},
	"webm": {"vp9", "vp09", "av01", "opus"},
}

// Choose picks the streams of v that match w best. A wish that v cannot meet
// exactly (format, height, language, HDR) gets the nearest match. The error is a
// *youtube.Error of class NoStreams when v has no usable stream.
//
// A muxed stream (picture and sound in one) is chosen only when v has no pair of
// streams, or no sound where that is wished, and a picture without sound only when v has no sound at all.
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

// bestPicture picks a picture that has sound in the same container. The cap takes
// precedence over the order of containers.
func bestPicture(v *youtube.Video, w Wish) (picture youtube.Stream, ok bool) {
	for _, c := range pictureContainers(w) {
		p, found := best(v.Streams, paired(v, c), byPicture(w))
		if found && (!ok || underCap(w.MaxHeight, &p, &picture) < 0) {
			picture, ok = p, true
		}
	}
	return picture, ok
}

// pictureContainers returns the containers to search for a picture: the containers
// of a group compete, and an earlier group takes precedence over a later one.
func pictureContainers(w Wish) [][]string {
	switch {
	case w.Format == WebM:
		return [][]string{{"webm"}, {"mp4"}}
	case w.Format == "" && w.Best:
		return [][]string{{"mp4", "webm"}}
	}
	return [][]string{{"mp4"}, {"webm"}}
}

// bytesPerSecond is the average size of MP3s, measured on music.
var bytesPerSecond = map[MP3Quality]float64{MP3V0: 245e3 / 8, MP3V2: 190e3 / 8, MP3320: 320e3 / 8}

// chooseSound picks one stream of sound for the wished format, or for the nearest
// format when v has no sound for that one.
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
		if f == MP3 { // it is transcoded from either; Opus is the better source
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
	return soundOfMuxed(v, w)
}

// soundOfMuxed picks a muxed stream for its sound, for a video of which nothing
// else has an address. The one with the smallest picture costs least. Its size says
// nothing about that of the file.
func soundOfMuxed(v *youtube.Video, w Wish) (Choice, error) {
	fits := func(s *youtube.Stream) bool { return isMuxed(s) && hasAAC(s) }
	smallest := func(a, b *youtube.Stream) int { return cmp.Or(cmp.Compare(height(a), height(b)), tie(a, b)) }
	muxed, ok := best(v.Streams, fits, smallest)
	switch {
	case !ok:
		return Choice{}, &youtube.Error{Class: youtube.NoStreams}
	case w.Format == M4A, w.Format == Opus:
		return Choice{Format: M4A, Streams: []youtube.Stream{muxed}}, nil
	}
	return Choice{
		Format: MP3, MP3: w.MP3, Streams: []youtube.Stream{muxed},
		Size: int64(muxed.Duration.Seconds() * bytesPerSecond[w.MP3]),
	}, nil
}

// hasAAC reports whether the sound of a muxed stream is AAC of the kind that the
// decoder supports.
func hasAAC(s *youtube.Stream) bool {
	return strings.Contains(s.Codecs, "mp4a.40.2") && s.Channels <= 2
}

// canBecome reports whether a file of format f can be made of sound s.
func canBecome(s *youtube.Stream, f Format) bool {
	switch f {
	case M4A:
		return !isOpus(s)
	case Opus:
		return isOpus(s)
	}
	return isOpus(s) || strings.HasPrefix(s.Codecs, "mp4a.40.2") && s.Channels <= 2 // the AAC that the decoder supports
}

func isOpus(s *youtube.Stream) bool { return s.Codecs == "opus" }

// Quality returns the short name of a choice: "1080p", "1080p60", "2160p HDR", or
// "M4A" for sound.
func Quality(c Choice) string {
	if c.SoundOnly() {
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

// Wanted returns the quality that w would get if YouTube gave out every picture that
// it lists, such as "1080p". It is empty when c has it, or is sound.
func Wanted(v *youtube.Video, w Wish, c Choice) string {
	if len(c.Streams) == 0 || !c.Streams[0].HasVideo {
		return ""
	}
	lines := v.Listed
	switch {
	case w.MaxHeight > 0:
		lines = min(lines, w.MaxHeight)
	case !w.Best:
		lines = min(lines, 1080)
	}
	if lines <= nominal(&c.Streams[0]) {
		return ""
	}
	return strconv.Itoa(lines) + "p"
}

func choice(f Format, streams ...youtube.Stream) Choice {
	c := Choice{Format: f, Streams: streams}
	for _, s := range streams {
		if s.Size <= 0 {
			c.Size = 0 // without the size of one, the sum is unknown
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

// usable reports whether a file can be made of s.
func usable(s *youtube.Stream) bool {
	begins := func(name string) bool { return strings.HasPrefix(s.Codecs, name) }
	return strings.HasPrefix(s.URL, "https://") && slices.ContainsFunc(containers[s.Container], begins)
}

// paired returns a filter for pictures in one of the containers, for which v has
// sound in the same container.
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

// silent reports whether v has no sound, not even in a muxed stream.
func silent(v *youtube.Video) bool {
	return !slices.ContainsFunc(v.Streams, func(s youtube.Stream) bool { return s.HasAudio })
}

// nominal returns the height in the name of a picture's quality. A wide film of
// 1920 by 800 is called 1080p, as on YouTube, after the screen that it fills.
func nominal(s *youtube.Stream) int {
	standard := []int{144, 240, 360, 480, 720, 1080, 1440, 2160, 4320}
	h := height(s)
	if slices.Contains(standard, h) {
		return h
	}
	for _, n := range standard {
		if wide := n * 16 / 9; wide-2 <= s.Width && s.Width <= wide+2 && h < n {
			return n
		}
	}
	return h
}
