package format

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hilo-app/hilo/core/youtube"
)

// everywhereHeight is the cap of a wish without Best: many players cannot decode
// H.264 above 1080p.
const everywhereHeight = 1080

// ranking compares two streams. It is negative when a matches better than b.
type ranking func(a, b *youtube.Stream) int

// best returns the stream that ranks first among those that fit. The result does not
// depend on the order of all.
func best(all []youtube.Stream, fits func(*youtube.Stream) bool, o ranking) (youtube.Stream, bool) {
	var found *youtube.Stream
	for i := range all {
		if s := &all[i]; fits(s) && (found == nil || o(s, found) < 0) {
			found = s
		}
	}
	if found == nil {
		return youtube.Stream{}, false
	}
	return *found, true
}

// byPicture ranks pictures by how well they match w.
func byPicture(w Wish) ranking {
	limit := w.MaxHeight
	if !w.Best && (limit <= 0 || limit > everywhereHeight) {
		limit = everywhereHeight
	}
	// The codec comes before the height when the file must play everywhere, and
	// after height and frame rate when the best picture is wished.
	return func(a, b *youtube.Stream) int {
		everywhere := 0
		if !w.Best {
			everywhere = byReach(a, b)
		}
		return cmp.Or(
			underCap(limit, a, b),
			trueFirst(a.HDR == w.HDR, b.HDR == w.HDR),
			trueFirst(a.Size > 0, b.Size > 0),
			everywhere,
			-cmp.Compare(height(a), height(b)),
			-cmp.Compare(a.FPS, b.FPS),
			trueFirst(bigWebM(a), bigWebM(b)),
			byReach(a, b),
			-cmp.Compare(a.Bitrate, b.Bitrate),
			tie(a, b),
		)
	}
}

// bigWebM reports whether a picture is WebM above 1080p, where more players support
// VP9 than AV1.
func bigWebM(s *youtube.Stream) bool { return s.Container == "webm" && height(s) > everywhereHeight }

// bySound ranks sound by how well it matches w. codec ranks the codecs.
func bySound(w Wish, codec ranking) ranking {
	return func(a, b *youtube.Stream) int {
		return cmp.Or(
			cmp.Compare(foreign(a, w.Language), foreign(b, w.Language)),
			trueFirst(a.Original, b.Original),
			trueFirst(!a.Described, !b.Described),
			trueFirst(a.DRC == w.DRC, b.DRC == w.DRC),
			trueFirst(a.Size > 0, b.Size > 0),
			codec(a, b),
			trueFirst(a.Channels <= 2, b.Channels <= 2), // many players mix surround down badly or not at all
			-cmp.Compare(a.Bitrate, b.Bitrate),
			tie(a, b),
		)
	}
}

// underCap ranks pictures of at most limit pixels first, and higher ones from the
// lowest to the highest. A limit of 0 means none.
func underCap(limit int, a, b *youtube.Stream) int {
	if limit <= 0 {
		return 0
	}
	over := func(s *youtube.Stream) int { return max(height(s)-limit, 0) }
	return cmp.Compare(over(a), over(b))
}

// height returns the shorter side of the picture, to which a cap applies: a
// portrait of 1080 by 1920 counts as 1080.
func height(s *youtube.Stream) int {
	if s.Width > 0 && s.Width < s.Height {
		return s.Width
	}
	return s.Height
}

// byReach ranks the codec that more players support first.
func byReach(a, b *youtube.Stream) int {
	index := func(s *youtube.Stream) int {
		i := slices.IndexFunc(reach, func(name string) bool { return strings.HasPrefix(s.Codecs, name) })
		if i < 0 {
			return len(reach)
		}
		return i
	}
	return cmp.Compare(index(a), index(b))
}

// reach lists codecs by how many players support them, the most widely supported
// first. Codecs that are not listed come last.
var reach = []string{"avc1", "av01", "mp4a.40.2", "mp4a.40.5"}

// foreign compares the language of sound with the wished one: 0 for the same or no
// wish, 1 for a variant ("es" and "es-419"), 2 for another language.
func foreign(s *youtube.Stream, wish string) int {
	base := func(tag string) string { b, _, _ := strings.Cut(tag, "-"); return b }
	switch {
	case wish == "" || strings.EqualFold(s.Language, wish):
		return 0
	case strings.EqualFold(base(s.Language), base(wish)):
		return 1
	}
	return 2
}

// trueFirst ranks true before false.
func trueFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// tie decides between streams that match equally well, so that the choice is
// deterministic.
func tie(a, b *youtube.Stream) int {
	return cmp.Or(cmp.Compare(a.Itag, b.Itag), cmp.Compare(a.Version, b.Version), cmp.Compare(a.Size, b.Size), cmp.Compare(a.URL, b.URL))
}
