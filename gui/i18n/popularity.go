package i18n

import (
	"math"

	"fyne.io/fyne/v2/lang"
)

// ages are the sentences of an age by its unit in English.
var ages = map[string]string{
	"second": Key("{{.Count}} seconds ago"), "minute": Key("{{.Count}} minutes ago"), "hour": Key("{{.Count}} hours ago"),
	"day": Key("{{.Count}} days ago"), "week": Key("{{.Count}} weeks ago"), "month": Key("{{.Count}} months ago"), "year": Key("{{.Count}} years ago"),
}

// Ago returns an age, "10 months ago". The unit is an English one, such as "month". It
// is empty if there is no such unit or n is not positive.
func Ago(n int, unit string) string {
	if ages[unit] == "" || n < 1 {
		return ""
	}
	return Count(ages[unit], n)
}

// Views returns how often a video was viewed, with two or three digits: "864 k views",
// "2.1 M views". It is empty for 0.
func Views(n int64) string {
	switch {
	case n < 1:
		return ""
	case n < 1000:
		return Count("{{.Count}} views", int(n))
	}
	v, unit := float64(n)/1e3, "k"
	if v >= 999.5 {
		v, unit = v/1e3, "M" // YouTube's most viewed ones have 20,000 M
	}
	decimals := 0
	if tenths := math.Round(v * 10); tenths < 100 && math.Mod(tenths, 10) != 0 {
		decimals = 1
	}
	return lang.L("{{.Number}} views", With("Number", decimal(v, decimals)+NBSP+unit))
}
