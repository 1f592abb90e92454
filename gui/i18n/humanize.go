package i18n

import (
	"fmt"
	"math"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"
)

// NBSP keeps a number and its unit together.
const NBSP = "\u00a0"

// The units in which sizes are shown. The space does not break.
var units = []string{Key("{{.N}} kB"), Key("{{.N}} MB"), Key("{{.N}} GB"), Key("{{.N}} TB")}

// inUnit returns a number with its unit.
func inUnit(n, unit string) string {
	return strings.ReplaceAll(lang.L(unit, With("N", n)), " ", NBSP)
}

// scale returns the unit for that many bytes: its value, its name, and how many
// decimals to show.
func scale(bytes int64) (unit float64, name string, decimals int) {
	i := 0
	for v := float64(bytes) / 1e3; v >= 999.5 && i < len(units)-1; v /= 1e3 {
		i++
	}
	unit = math.Pow10(3 * (i + 1))
	switch v := float64(bytes) / unit; {
	case i == 0 || v >= 100 && i < 2 || v >= 99.95:
		decimals = 0
	case i >= 2 && v < 10:
		decimals = 2
	case v < 10 || i >= 2:
		decimals = 1
	}
	return unit, units[i], decimals
}

// Size returns a number of bytes in decimal units, "236 MB".
func Size(bytes int64) string {
	unit, name, decimals := scale(bytes)
	return inUnit(decimal(float64(bytes)/unit, decimals), name)
}

// Amount returns "148 of 236 MB", both numbers in the unit of the whole. Without a
// whole it returns the size of what was got.
func Amount(got, whole int64) string {
	if whole <= 0 {
		if got <= 0 {
			return ""
		}
		return Size(got)
	}
	unit, name, decimals := scale(whole)
	return lang.L("{{.Got}} of {{.Whole}}", With(
		"Got", decimal(float64(min(got, whole))/unit, decimals),
		"Whole", inUnit(decimal(float64(whole)/unit, decimals), name)))
}

// Speed returns a number of bytes per second, "9.8 MB/s".
func Speed(bytesPerSecond int64) string {
	unit, name, _ := scale(bytesPerSecond)
	v, decimals := float64(bytesPerSecond)/unit, 0
	if name != units[0] && v < 99.95 {
		decimals = 1
	}
	return lang.L("{{.Size}}/s", With("Size", inUnit(decimal(v, decimals), name)))
}

// Percent returns a part, from 0 to 1, as "63%". Only 1 is "100%".
func Percent(part float64) string {
	n := int(math.Round(math.Max(0, math.Min(1, part)) * 100))
	if n == 100 && part < 1 {
		n = 99
	}
	return lang.L("{{.N}}%", With("N", n))
}

// TimeLeft returns the time left, rounded the more the longer it is: "9 s left",
// "about 2 h left". It is empty for zero, which is unknown.
func TimeLeft(d time.Duration) string {
	s := int(math.Ceil(d.Seconds()))
	switch {
	case d <= 0:
		return ""
	case s <= 10:
		return lang.L("{{.N}} s left", With("N", s))
	case s < 55:
		return lang.L("{{.N}} s left", With("N", (s+4)/5*5))
	case s < 90:
		return lang.L("1 min left")
	case s < 55*60:
		return lang.L("{{.N}} min left", With("N", (s+30)/60))
	case s < 20*3600:
		return lang.L("about {{.N}} h left", With("N", max(1, (s+1800)/3600)))
	}
	return lang.L("about a day left")
}

// AllDone returns when everything is done, as "all done at about 14:09": to five
// minutes if that is more than ten minutes away. It is empty if that is unknown.
func AllDone(at, now time.Time) string {
	if at.IsZero() {
		return ""
	}
	switch left := at.Sub(now); {
	case left < time.Minute:
		return lang.L("all done in a moment")
	case left > 10*time.Minute:
		at = at.Round(5 * time.Minute)
	}
	days, hour := whenDue(at, now)
	switch days {
	case 0:
		return lang.L("all done at about {{.Time}}", hour)
	case 1:
		return lang.L("all done tomorrow, {{.Time}}", hour)
	default:
		return Count("all done in {{.Count}} days", days)
	}
}

// LastHere returns when the last of many downloads is there, by the pace of lookups
// that YouTube bears, rounded to five minutes. It is empty if that is unknown, or
// within five minutes.
func LastHere(at, now time.Time) string {
	if at.Sub(now) < 5*time.Minute {
		return ""
	}
	days, hour := whenDue(at.Round(5*time.Minute), now)
	switch days {
	case 0:
		return lang.L("at YouTube's pace the last is here at about {{.Time}}", hour)
	case 1:
		return lang.L("at YouTube's pace the last is here tomorrow at about {{.Time}}", hour)
	default:
		return Count("at YouTube's pace the last is here in {{.Count}} days", days)
	}
}

// whenDue returns in how many days a time is, and its hour for a sentence.
func whenDue(at, now time.Time) (days int, hour map[string]any) {
	at, now = at.Local(), now.Local()
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(day(at).Sub(day(now)).Hours() / 24), With("Time", TimeOfDay(at))
}

// TimeOfDay returns the hour and minute of a time where the computer is, "14:09".
func TimeOfDay(at time.Time) string {
	at = at.Local()
	return lang.L("{{.Hour}}:{{.Minute}}", With("Hour", at.Format("15"), "Minute", at.Format("04")))
}

// About returns how long something will take, rounded the more the longer it is:
// "about 25 min". It is empty for zero, which is unknown.
func About(d time.Duration) string {
	switch minutes := int(d.Minutes() + 0.5); {
	case d <= 0:
		return ""
	case minutes < 1:
		return lang.L("under a minute")
	case minutes < 55:
		return lang.L("about {{.N}} min", With("N", minutes))
	case d < 36*time.Hour:
		return lang.L("about {{.N}} h", With("N", max(1, int(d.Hours()+0.5))))
	default:
		return Count("about {{.Count}} days", int(d.Hours()/24+0.5))
	}
}

// Clock returns a length as YouTube writes it, "1:02:10"; empty for zero.
func Clock(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	if s <= 0 {
		return ""
	}
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// between stands between what Join joins.
const between = " · "

// Join joins the parts that are not empty with dots between them.
func Join(parts ...string) string { return joined(between, parts) }

// List joins the parts that are not empty with the comma of the language in use.
func List(parts ...string) string {
	switch InUse().Tag {
	case "ar":
		return joined("، ", parts)
	case "ja", "zh-Hans":
		return joined("、", parts)
	}
	return joined(", ", parts)
}

func joined(by string, parts []string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, by)
}

// Exact returns a time within a video, rounded to a tenth of a second, "1:02:03.5".
func Exact(d time.Duration) string {
	tenths := int64(d.Round(100*time.Millisecond) / (100 * time.Millisecond))
	s := tenths / 10
	text := fmt.Sprintf("%d:%02d", s/60, s%60)
	if s >= 3600 {
		text = fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	if tenths%10 != 0 {
		text += fmt.Sprintf(".%d", tenths%10)
	}
	return text
}

// During returns a part of a video, "1:30–2:45".
func During(from, to time.Duration) string { return Exact(from) + "–" + Exact(to) }
