package format

import (
	"slices"

	"github.com/hilo-app/hilo/core/youtube"
)

// Offer lists what can be chosen of a video.
type Offer struct {
	Video     []Option   // first what plays everywhere, then the best picture, then by height; no two make the same file
	Audio     []Option   // MP3 first; no two make the same file
	Languages []Language // of the sound, the original first; empty when there is only one
	Subtitles []Subtitle // those that humans wrote first
}

// Option is one file that can be made.
type Option struct {
	Wish    Wish   // the wish that makes it
	Format  Format // of the file
	Quality string // as returned by Quality
	Size    int64  // bytes of the whole video, 0 when unknown
	Players Players
}

// Language is a language of a video's sound.
type Language struct {
	Tag      string // BCP 47, for Wish.Language
	Name     string // as YouTube shows it
	Original bool
}

// Subtitle is one subtitle track of a video.
type Subtitle struct {
	Language  string // BCP 47
	Name      string // as YouTube shows it
	Generated bool   // made by speech recognition
}

// Offers lists what can be chosen of v. Every option keeps the fields of w that do
// not choose the file: language, subtitles, clip and the like.
func Offers(v *youtube.Video, w Wish) Offer {
	o := Offer{Languages: languages(v), Subtitles: subtitles(v)}
	w.Kind, w.Format, w.MP3, w.MaxHeight, w.Best, w.HDR = Video, "", MP3V0, 0, false, false
	for _, wish := range videoWishes(v, w) {
		o.Video = addOption(o.Video, v, wish)
	}
	w.Kind = Audio
	for _, f := range []Format{MP3, M4A, Opus} {
		if w.Format = f; f != MP3 {
			o.Audio = addOption(o.Audio, v, w)
			continue
		}
		for _, w.MP3 = range []MP3Quality{MP3V0, MP3V2, MP3320} {
			o.Audio = addOption(o.Audio, v, w)
		}
		w.MP3 = MP3V0
	}
	return o
}

// videoWishes returns the wishes to try: the default, the best, then every height of
// v, highest first. Above 1080p, HDR and MP4 are tried besides the best of that
// height.
func videoWishes(v *youtube.Video, w Wish) []Wish {
	best, bestHDR, bestMP4 := w, w, w
	best.Best = true
	bestHDR.Best, bestHDR.HDR = true, true
	bestMP4.Best, bestMP4.Format = true, MP4
	all := []Wish{w, best}
	for _, h := range heights(v) {
		if h <= everywhereHeight {
			at := w
			at.MaxHeight = h
			all = append(all, at)
			continue
		}
		for _, at := range []Wish{bestHDR, best, bestMP4} {
			at.MaxHeight = h
			all = append(all, at)
		}
	}
	return all
}

// heights returns the nominal heights of the pictures of v, highest first.
func heights(v *youtube.Video) []int {
	var all []int
	for i := range v.Streams {
		if s := &v.Streams[i]; isPicture(s) || isMuxed(s) {
			all = append(all, nominal(s))
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	slices.Reverse(all)
	return all
}

// addOption appends the option that w makes of v, unless v does not have the format
// that w asks for, or another option makes the same file.
func addOption(list []Option, v *youtube.Video, w Wish) []Option {
	c, err := Choose(v, w)
	if err != nil || w.Format != "" && c.Format != w.Format {
		return list
	}
	o := Option{Wish: w, Format: c.Format, Quality: Quality(c), Size: c.Size, Players: PlayersOfChoice(c)}
	same := func(other Option) bool {
		return other.Format == o.Format && other.Quality == o.Quality && other.Wish.MP3 == w.MP3
	}
	if slices.ContainsFunc(list, same) {
		return list
	}
	return append(list, o)
}

// languages returns the languages of the sound, nil when there is no choice.
func languages(v *youtube.Video) []Language {
	var all []Language
	for i := range v.Streams {
		s := &v.Streams[i]
		known := func(l Language) bool { return l.Tag == s.Language }
		if !isSound(s) || s.Language == "" || s.Described || slices.ContainsFunc(all, known) {
			continue
		}
		all = append(all, Language{Tag: s.Language, Name: s.LanguageName, Original: s.Original})
	}
	if len(all) < 2 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b Language) int { return trueFirst(a.Original, b.Original) })
	return all
}

func subtitles(v *youtube.Video) []Subtitle {
	var all []Subtitle
	for _, c := range v.Captions {
		all = append(all, Subtitle{Language: c.Language, Name: c.Name, Generated: c.Generated})
	}
	slices.SortStableFunc(all, func(a, b Subtitle) int { return trueFirst(!a.Generated, !b.Generated) })
	return all
}
