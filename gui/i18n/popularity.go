package i18n

import "fyne.io/fyne/v2/lang"

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

// Views returns how often a video was viewed, with two or three digits in the way of the
// language: "864K views", "2.1M views". It is empty for 0.
func Views(n int64) string {
	if n < 1 {
		return ""
	}
	text, rounded, short := compact(n)
	if !short {
		return Count("{{.Count}} views", int(rounded))
	}
	return lang.L("{{.Number}} views", With("Number", text))
}
