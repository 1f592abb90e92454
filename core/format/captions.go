package format

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/hilo-app/hilo/core/youtube"
)

// AllLanguages is what Subtitles.Languages calls every language.
const AllLanguages = "all"

// Captions picks the subtitles of v that suit w, each once, in the order of
// the wished languages: of each the one that a human made, or else, if that is
// allowed, the generated one. A language that is not there as wished is met by
// the nearest kind of it, as "es" is by "es-419". It is nil when w has no use
// for subtitles.
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

// captionPicker picks from what is offered, nothing twice.
type captionPicker struct {
	offered, picked []youtube.Caption
}

// take picks the nearest one of a kind and says whether there is one.
func (p *captionPicker) take(wish string, generated bool) bool {
	nearest, found := -1, unlike
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

// takeAll picks all by humans, and the generated ones of other languages.
func (p *captionPicker) takeAll(generated bool) {
	human := func(c youtube.Caption) bool { return !c.Generated }
	for _, c := range p.offered {
		if human(c) {
			p.add(c)
		}
	}
	for _, c := range p.offered {
		same := func(o youtube.Caption) bool { return human(o) && distance(o.Language, c.Language) < unlike }
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

// unlike is the distance of two languages that have nothing in common.
const unlike = 5

// distance is how far a language is from the wished one: 0 for the same tag, 1
// for another tag for the same ("iw" and "he"), 2 for one where either does
// not say of which place it is, 3 for that of another place, and 4 for that in
// another script.
func distance(tag, wish string) int {
	if strings.EqualFold(tag, wish) {
		return 0
	}
	a, b := parse(tag), parse(wish)
	base, _, place := a.Raw()
	wanted, _, wantedPlace := b.Raw()
	script, _ := a.Script()
	reads, _ := b.Script()
	none := language.Region{}
	switch {
	case base != wanted || base.String() == "und":
		return unlike
	case a == b:
		return 1
	case script != reads:
		return 4
	case place == none || wantedPlace == none:
		return 2
	}
	return 3
}

// parse reads a tag. What YouTube puts behind the language of tracks that have
// a name of their own ("en-eEY6OEpapPo") is left away.
func parse(tag string) language.Tag {
	t, err := language.Parse(tag)
	if err != nil {
		base, _, _ := strings.Cut(tag, "-")
		return language.Make(base)
	}
	return t
}
