package download

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/sponsorblock"
)

const second = time.Second

func TestMarkChapters(t *testing.T) {
	own := []media.Chapter{{Start: 0, Title: "A"}, {Start: 20 * second, Title: "B"}, {Start: 40 * second, Title: "C"}}
	part := func(from, to float64, category string) sponsorblock.Segment {
		return sponsorblock.Segment{From: time.Duration(from * 1e9), To: time.Duration(to * 1e9), Category: category}
	}
	for name, c := range map[string]struct {
		chapters  []media.Chapter
		sponsored []sponsorblock.Segment
		want      string
	}{
		"nothing marked":           {own, nil, "0 A, 20 B, 40 C"},
		"no chapters":              {nil, []sponsorblock.Segment{part(10, 20, "sponsor")}, "0 Title, 10 *Sponsor, 20 Title"},
		"first and last":           {nil, []sponsorblock.Segment{part(0, 10, "intro"), part(50, 60, "outro")}, "0 *Intermission/Intro Animation, 10 Title, 50 *Endcards/Credits"},
		"within a chapter":         {own, []sponsorblock.Segment{part(25, 30, "sponsor")}, "0 A, 20 B, 25 *Sponsor, 30 B, 40 C"},
		"over a border":            {own, []sponsorblock.Segment{part(15, 25, "sponsor")}, "0 A, 15 *Sponsor, 25 B, 40 C"},
		"over a chapter":           {own, []sponsorblock.Segment{part(15, 45, "sponsor")}, "0 A, 15 *Sponsor, 45 C"},
		"short rests":              {own, []sponsorblock.Segment{part(0.5, 19.5, "sponsor"), part(39, 60, "sponsor")}, "0 *Sponsor, 20 B, 39 *Sponsor"},
		"two categories":           {nil, []sponsorblock.Segment{part(10, 30, "sponsor"), part(20, 40, "selfpromo")}, "0 Title, 10 *Sponsor, 20 *Sponsor, Unpaid/Self Promotion, 30 *Unpaid/Self Promotion, 40 Title"},
		"all of it":                {own, []sponsorblock.Segment{part(0, 60, "sponsor")}, "0 *Sponsor"},
		"behind the first chapter": {own[1:], []sponsorblock.Segment{part(5, 10, "sponsor")}, "0 Title, 5 *Sponsor, 10 Title, 20 B, 40 C"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, length := range []time.Duration{60 * second, 0} {
				var got []string
				for _, m := range markChapters("Title", c.chapters, c.sponsored, length) {
					got = append(got, fmt.Sprintf("%v %s", m.Start.Seconds(), strings.Replace(m.Title, "[SponsorBlock]: ", "*", 1)))
				}
				text := strings.Join(got, ", ")
				if length == 0 { // what comes behind a part that ends with the video is not known
					text = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(text, ", 60 C"), ", 60 B"), ", 60 Title")
				}
				if text != c.want {
					t.Errorf("length %v: %s\nwant %s", length, text, c.want)
				}
			}
		})
	}
}
