package options

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
)

// selection is what is chosen for one video, without any widget.
type selection struct {
	offer         core.Offer
	base          format.Wish // what would be downloaded without the dialog
	kind          format.Kind // Video or Audio
	option        map[format.Kind]int
	onlyThumbnail bool // nothing but the thumbnail

	subtitles []subtitle
	asked     bool // other subtitles than those of base were chosen
	file      bool // where they go
	embed     bool
	language  string // of the sound

	clips    []format.Clip // never empty; the zero value is the whole video
	clip     int           // index of the one that the slider changes
	chapters bool
	mistake  string // in what was typed of a clip, which keeps it from being downloaded
	sidecars format.Sidecars
}

// subtitle is a subtitle that can be chosen.
type subtitle struct {
	format.Subtitle
	chosen bool
}

// maxClips is how many clips of a video can be chosen.
const maxClips = 50

// newSelection selects what base, or what is nearest to it.
func newSelection(o core.Offer, base format.Wish) *selection {
	p := &selection{
		offer: o, base: base, kind: base.Kind, option: map[format.Kind]int{},
		onlyThumbnail: base.Kind == format.Picture, chapters: base.Chapters && len(o.Chapters) > 0, sidecars: base.Sidecars,
		clips: []format.Clip{{}},
	}
	if p.kind != format.Audio {
		p.kind = format.Video
	}
	for _, k := range []format.Kind{format.Video, format.Audio} {
		if len(p.options(k)) == 0 && len(o.Video)+len(o.Audio) > 0 && p.kind == k {
			p.kind = other(k)
		}
		p.option[k] = nearest(p.options(k), base)
	}
	for _, l := range o.Languages {
		if l.Tag == base.Language && !l.Original {
			p.language = l.Tag
		}
	}
	p.subtitles = choosable(o.Subtitles, base.Subtitles)
	p.file, p.embed = base.Subtitles.File, base.Subtitles.Embed
	if !p.file && !p.embed {
		p.file = true
	}
	if c := p.within(base.Clip); o.Duration > 0 {
		p.clips[0] = c
	}
	return p
}

func other(k format.Kind) format.Kind {
	if k == format.Video {
		return format.Audio
	}
	return format.Video
}

func (p *selection) options(k format.Kind) []format.Option {
	if k == format.Audio {
		return p.offer.Audio
	}
	return p.offer.Video
}

// chosen is the option of the chosen kind; false when there is none.
func (p *selection) chosen() (format.Option, bool) {
	all := p.options(p.kind)
	if i := p.option[p.kind]; i < len(all) {
		return all[i], true
	}
	return format.Option{}, false
}

// nearest returns the index of the option that makes the file that a wish would, or of
// the best picture that is no larger than wished.
func nearest(all []format.Option, w format.Wish) int {
	for i, o := range all {
		if fileOf(o.Wish) == fileOf(w) {
			return i
		}
	}
	for i, o := range all {
		if w.HDR && strings.HasSuffix(o.Quality, "HDR") {
			return i
		}
	}
	for i, o := range all {
		if w.MaxHeight > 0 && o.Wish.Best == w.Best && heightOf(o.Quality) <= w.MaxHeight {
			return i
		}
	}
	return 0
}

// fileOf returns the part of a wish that says which file is made.
func fileOf(w format.Wish) format.Wish {
	if w.Format == format.MP3 && w.Kind == format.Audio {
		w.Format = "" // the same
	}
	return format.Wish{Kind: w.Kind, Format: w.Format, MP3: w.MP3, MaxHeight: w.MaxHeight, Best: w.Best, HDR: w.HDR}
}

// heightOf returns the number that a quality begins with, 0 if none.
func heightOf(quality string) int {
	digits, _, _ := strings.Cut(quality, "p")
	n, _ := strconv.Atoi(digits)
	return n
}

// choosable returns the subtitles to choose from. Generated ones are left out where
// there are written ones of the language, because they are never downloaded.
func choosable(all []format.Subtitle, wish format.Subtitles) []subtitle {
	var list []subtitle
	human := map[string]bool{}
	for _, s := range all {
		if s.Language == "" || strings.Contains(s.Language, ",") {
			continue
		}
		base := baseOf(s.Language)
		if s.Generated && human[base] {
			continue
		}
		human[base] = human[base] || !s.Generated
		list = append(list, subtitle{Subtitle: s})
	}
	if !wish.File && !wish.Embed {
		return list
	}
	for want := range strings.SplitSeq(wish.Languages, ",") {
		found := -1
		for i := range list {
			s := &list[i]
			if s.Generated && !wish.Generated {
				continue
			}
			exact := strings.EqualFold(s.Language, want)
			if want == format.AllLanguages {
				s.chosen = true
			} else if exact || found < 0 && baseOf(s.Language) == baseOf(want) {
				found = i
			}
			if exact {
				break
			}
		}
		if found >= 0 {
			list[found].chosen = true
		}
	}
	return list
}

// baseOf returns a language without its region.
func baseOf(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	return strings.ToLower(base)
}

// within returns a clip limited to the video, with an end.
func (p *selection) within(c format.Clip) format.Clip {
	d := p.offer.Duration
	if c.To <= 0 || c.To > d {
		c.To = d
	}
	if c.From < 0 || c.From >= c.To {
		c.From = 0
	}
	return c
}

// isWhole says whether a clip is all of the video.
func (p *selection) isWhole(c format.Clip) bool { return c.From <= 0 && c.To >= p.offer.Duration }

// length returns how long all that is downloaded plays.
func (p *selection) length() time.Duration {
	if p.chapters || p.offer.Duration <= 0 {
		return p.offer.Duration
	}
	sum := time.Duration(0)
	for _, c := range p.clips {
		sum += c.To - c.From
	}
	return sum
}

// isPart says whether clips are downloaded and not the whole video.
func (p *selection) isPart() bool {
	return !p.chapters && p.offer.Duration > 0 && (len(p.clips) > 1 || !p.isWhole(p.clips[0]))
}

// sizeOf returns how much of the size of the video the clips are; 0 if unknown.
func (p *selection) sizeOf(whole int64) int64 {
	if !p.isPart() || whole <= 0 {
		return whole
	}
	return max(1, int64(float64(whole)*p.length().Seconds()/p.offer.Duration.Seconds()))
}

// wishes returns the wishes to add, one for each clip.
func (p *selection) wishes() []format.Wish {
	if p.onlyThumbnail {
		sidecars := p.sidecars
		sidecars.Picture = false
		return []format.Wish{{Kind: format.Picture, Sidecars: sidecars}}
	}
	o, ok := p.chosen()
	if !ok {
		return nil
	}
	w := o.Wish
	w.Kind, w.Language, w.DRC = p.kind, p.language, p.base.DRC
	w.Subtitles, w.Clip, w.Chapters, w.Sidecars = p.wanted(), format.Clip{}, p.chapters, p.sidecars
	if !p.isPart() {
		return []format.Wish{w}
	}
	var all []format.Wish
	for _, c := range p.clips {
		if w.Clip = c; p.isWhole(c) {
			w.Clip = format.Clip{}
		} else if c.To >= p.offer.Duration {
			w.Clip.To = 0
		}
		all = append(all, w)
	}
	return all
}

// wanted returns the subtitles to download.
func (p *selection) wanted() format.Subtitles {
	if !p.asked {
		return p.base.Subtitles
	}
	s := format.Subtitles{File: p.file, Embed: p.embed}
	var tags []string
	for _, x := range p.subtitles {
		if x.chosen {
			tags = append(tags, x.Language)
			s.Generated = s.Generated || x.Generated
		}
	}
	if s.Languages = strings.Join(tags, ","); s.Languages == "" {
		return format.Subtitles{}
	}
	return s
}

// anySubtitle says whether one is chosen.
func (p *selection) anySubtitle() bool {
	for _, s := range p.subtitles {
		if s.chosen {
			return true
		}
	}
	return false
}

// addClip adds a clip that begins where the last one ends. If that is the end of the
// video, it is the first part that no clip has yet, or all of the video.
func (p *selection) addClip() {
	d := p.offer.Duration
	next := format.Clip{From: p.clips[len(p.clips)-1].To, To: d}
	if next.From >= d {
		next = p.firstGap()
	}
	p.clips = append(p.clips, next)
	p.clip = len(p.clips) - 1
}

// firstGap returns the first part of the video that no clip has, or all of it.
func (p *selection) firstGap() format.Clip {
	d, end := p.offer.Duration, time.Duration(0)
	sorted := slices.SortedFunc(slices.Values(p.clips), func(a, b format.Clip) int { return cmp.Compare(a.From, b.From) })
	for _, c := range sorted {
		if c.From > end {
			return format.Clip{From: end, To: c.From}
		}
		end = max(end, c.To)
	}
	if end < d {
		return format.Clip{From: end, To: d}
	}
	return format.Clip{To: d}
}

// dropClip removes a clip, unless it is the only one.
func (p *selection) dropClip(i int) {
	if len(p.clips) < 2 {
		return
	}
	p.clips = append(p.clips[:i], p.clips[i+1:]...)
	if p.clip > i || p.clip == len(p.clips) {
		p.clip--
	}
}
