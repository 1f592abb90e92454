package i18n

import "math"

// compactUnit is what stands for a power of ten in a short number, "1.2M".
type compactUnit struct {
	from   float64 // the power of ten
	name   string
	spaced bool   // a space that does not break stands before the name
	of     string // stands between the name and what is counted, "1,2 M de vues"
	few    string // the name after 3 to 10, where that is another one
}

// compactUnits has the units of each language, the smallest first. They are those of
// CLDR's short compact numbers, which x/text does not have, as the ICU of Node with CLDR 48
// writes them: Intl.NumberFormat(tag, {notation: "compact"}). German, Japanese and Chinese
// have none for thousands. The prepositions are not of CLDR: a million of something has one
// in Spanish, French, Italian and Portuguese.
var compactUnits = map[string][]compactUnit{
	"ar":      {{1e3, "ألف", true, "", "آلاف"}, {1e6, "مليون", true, "", ""}, {1e9, "مليار", true, "", ""}},
	"de":      {{1e6, "Mio.", true, "", ""}, {1e9, "Mrd.", true, "", ""}},
	"en":      {{1e3, "K", false, "", ""}, {1e6, "M", false, "", ""}, {1e9, "B", false, "", ""}},
	"es":      {{1e3, "mil", true, "", ""}, {1e6, "M", true, " de", ""}},
	"fr":      {{1e3, "k", true, "", ""}, {1e6, "M", true, " de", ""}, {1e9, "Md", true, " de", ""}},
	"hi":      {{1e3, "हज़ार", true, "", ""}, {1e5, "लाख", true, "", ""}, {1e7, "क॰", true, "", ""}, {1e9, "अ॰", true, "", ""}},
	"id":      {{1e3, "rb", true, "", ""}, {1e6, "jt", true, "", ""}, {1e9, "M", true, "", ""}},
	"it":      {{1e3, "K", false, "", ""}, {1e6, "Mln", true, " di", ""}, {1e9, "Mld", true, " di", ""}},
	"ja":      {{1e4, "万", false, "", ""}, {1e8, "億", false, "", ""}},
	"ko":      {{1e3, "천", false, "", ""}, {1e4, "만", false, "", ""}, {1e8, "억", false, "", ""}},
	"pl":      {{1e3, "tys.", true, "", ""}, {1e6, "mln", true, "", ""}, {1e9, "mld", true, "", ""}},
	"pt-BR":   {{1e3, "mil", true, "", ""}, {1e6, "mi", true, " de", ""}, {1e9, "bi", true, " de", ""}},
	"ru":      {{1e3, "тыс.", true, "", ""}, {1e6, "млн", true, "", ""}, {1e9, "млрд", true, "", ""}},
	"tr":      {{1e3, "B", true, "", ""}, {1e6, "Mn", true, "", ""}, {1e9, "Mr", true, "", ""}},
	"uk":      {{1e3, "тис.", true, "", ""}, {1e6, "млн", true, "", ""}, {1e9, "млрд", true, "", ""}},
	"zh-Hans": {{1e4, "万", false, "", ""}, {1e8, "亿", false, "", ""}},
}

// compact returns n, at least 1, with two or three digits and a unit of the language in
// use. Without a unit for so few, short is false, and rounded is the number to write.
func compact(n int64) (text string, rounded int64, short bool) {
	units := compactUnits[InUse().Tag]
	at := -1
	for at+1 < len(units) {
		next := units[at+1].from
		of := 1.0
		if at >= 0 {
			of = units[at].from
		}
		if v, decimals := shortened(float64(n) / of); round(v, decimals)*of < next {
			break
		}
		at++
	}
	if at < 0 {
		v, _ := shortened(float64(n))
		return "", int64(v), false
	}
	u := units[at]
	v, decimals := shortened(float64(n) / u.from)
	name, space := u.name, ""
	if u.few != "" && decimals == 0 && int64(v)%100 >= 3 && int64(v)%100 <= 10 {
		name = u.few
	}
	if u.spaced {
		space = NBSP
	}
	return decimal(v, decimals) + space + name + u.of, 0, true
}

// shortened returns a number rounded to three digits, or to a tenth under ten, and how
// many decimals it has.
func shortened(v float64) (rounded float64, decimals int) {
	if v = round(v, 1); v < 10 && v != math.Trunc(v) {
		return v, 1
	}
	step := math.Pow10(max(0, int(math.Log10(max(v, 1)))-2))
	return math.Round(v/step) * step, 0
}

// round rounds a number to so many decimals.
func round(v float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Round(v*p) / p
}
