package i18n

import (
	"strings"
	"testing"
)

func TestViews(t *testing.T) {
	for tag, all := range map[string]map[int64]string{
		"en": {
			-1: "", 0: "", 1: "1 view", 999: "999 views", 1000: "1K views", 1234: "1.2K views", 9960: "10K views", 864_000: "864K views",
			999_600: "1M views", 2_100_000: "2.1M views", 1_150_000_000: "1.2B views", 20_000_000_000: "20B views",
		},
		"de":      {1: "1 Aufruf", 1234: "1.230 Aufrufe", 864_321: "864.000 Aufrufe", 999_600: "1 Mio. Aufrufe", 1_200_000: "1,2 Mio. Aufrufe", 3_000_000_000: "3 Mrd. Aufrufe"},
		"es":      {864_000: "864 mil visualizaciones", 2_100_000: "2,1 M de visualizaciones", 1_150_000_000: "1150 M de visualizaciones"},
		"fr":      {864_000: "864 k vues", 2_100_000: "2,1 M de vues"},
		"hi":      {5_000: "5 हज़ार बार देखा गया", 250_000: "2.5 लाख बार देखा गया", 12_000_000: "1.2 क॰ बार देखा गया"},
		"ja":      {1234: "1,230回視聴", 9_996: "1万回視聴", 120_000: "12万回視聴", 150_000_000: "1.5億回視聴"},
		"ko":      {1234: "조회수 1.2천회", 120_000: "조회수 12만회"},
		"ar":      {5_000: "المشاهدات: 5 آلاف", 25_000: "المشاهدات: 25 ألف"},
		"zh-Hans": {120_000: "12万次观看"},
		"it":      {864_000: "864K visualizzazioni", 2_100_000: "2,1 Mln di visualizzazioni", 3_000_000_000: "3 Mld di visualizzazioni"},
		"ru":      {2_100_000: "2,1 млн просмотров"},
	} {
		if err := Use(tag); err != nil {
			t.Fatal(err)
		}
		for n, want := range all {
			if got := strings.ReplaceAll(Views(n), NBSP, " "); got != want {
				t.Errorf("%s, %d: %q, want %q", tag, n, got, want)
			}
		}
	}
	if err := Use("en"); err != nil {
		t.Fatal(err)
	}
	for want, a := range map[string]struct {
		n    int
		unit string
	}{"10 months ago": {10, "month"}, "1 year ago": {1, "year"}, "2 weeks ago": {2, "week"}, "": {3, "fortnight"}} {
		if got := Ago(a.n, a.unit); got != want {
			t.Errorf("%+v: %q", a, got)
		}
	}
}

// Every language has its units.
func TestCompactUnits(t *testing.T) {
	for _, l := range Languages() {
		if len(compactUnits[l.Tag]) == 0 {
			t.Errorf("no units for %s", l.Tag)
		}
	}
	if len(compactUnits) != len(Languages()) {
		t.Errorf("%d languages of %d", len(compactUnits), len(Languages()))
	}
}
