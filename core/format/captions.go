package format

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/hilo-app/hilo/core/youtube"
)

// AllLanguages in Subtitles.Languages means every language.
const AllLanguages = "all"

// Captions picks the subtitles of v that match w, each once, in the order of the
// wished languages: for each language the track that a human wrote, else the
// generated one if w allows it. A language that v does not have exactly is matched
// by its nearest variant, such as "es" by "es-419". The result is nil when w asks
// for no subtitles.
func Captions(v *youtube.Video, w Wish) []youtube.Caption {
	if !w.Subtitles.File && !w.Subtitles.Embed {
		return nil
	}
	p := &captionPicker{offered: v.Captions}
	for wish := range strings.SplitSeq(w.Subtitles.Languages, ",") {
		wish = strings.TrimSpace(wish)
		switch {
		case wish == "":
		case strings.EqualFold(wish, AllLanguages):
			p.takeAll(w.Subtitles.Generated)
		default:
			if !p.take(wish, false) && w.Subtitles.Generated {
				p.take(wish, true)
			}
		}
	}
	return p.picked
}

// captionPicker picks offered tracks, each at most once.
type captionPicker struct {
	offered, picked []youtube.Caption
}

// take picks the nearest generated or human track, and reports whether there is
// one.
func (p *captionPicker) take(wish string, generated bool) bool {
	nearest, found := -1, unrelated
	for i, c := range p.offered {
		if d := distance(c.Language, wish); c.Generated == generated && d < found {
			nearest, found = i, d
		}
	}
	if nearest >= 0 {
		p.add(p.offered[nearest])
	}
	return nearest >= 0
}

// takeAll picks all human tracks, and the generated tracks of other languages.
func (p *captionPicker) takeAll(generated bool) {
	human := func(c youtube.Caption) bool { return !c.Generated }
	for _, c := range p.offered {
		if human(c) {
			p.add(c)
		}
	}
	for _, c := range p.offered {
		same := func(o youtube.Caption) bool { return human(o) && distance(o.Language, c.Language) < unrelated }
		if generated && c.Generated && !slices.ContainsFunc(p.offered, same) {
			p.add(c)
		}
	}
}

func (p *captionPicker) add(c youtube.Caption) {
	if !slices.Contains(p.picked, c) {
		p.picked = append(p.picked, c)
	}
}

// unrelated is the distance of two different languages.
const unrelated = 5

// distance compares a language with the wished one: 0 for the same tag, 1 for
// another tag of the same language ("iw" and "he"), 2 when only one of the tags has
// a region, 3 for another region, 4 for another script, and unrelated for another
// language.
func distance(tag, wish string) int {
	if strings.EqualFold(tag, wish) {
		return 0
	}
	a, b := parse(tag), parse(wish)
	base, _, region := a.Raw()
	wanted, _, wantedRegion := b.Raw()
	script, _ := a.Script()
	wantedScript, _ := b.Script()
	none := language.Region{}
	switch {
	case base != wanted || base.String() == "und":
		return unrelated
	case a == b:
		return 1
	case script != wantedScript:
		return 4
	case region == none || wantedRegion == none:
		return 2
	}
	return 3
}

// parse parses a tag. It ignores the suffix that YouTube appends to the language of
// tracks with a name ("en-eEY6OEpapPo").
func parse(tag string) language.Tag {
	t, err := language.Parse(tag)
	if err != nil {
		base, _, _ := strings.Cut(tag, "-")
		return language.Make(base)
	}
	return t
}
