// Package age reads how long ago a video was published, which YouTube says in lists
// as "10 months ago", and never as a date.
package age

import (
	"strconv"
	"strings"
	"time"
)

// Unit is a unit of time.
type Unit string

// The units in which YouTube counts.
const (
	Second Unit = "second"
	Minute Unit = "minute"
	Hour   Unit = "hour"
	Day    Unit = "day"
	Week   Unit = "week"
	Month  Unit = "month"
	Year   Unit = "year"
)

// lengths are about how long the units are.
var lengths = map[Unit]time.Duration{
	Second: time.Second, Minute: time.Minute, Hour: time.Hour, Day: 24 * time.Hour,
	Week: 7 * 24 * time.Hour, Month: 30 * 24 * time.Hour, Year: 365 * 24 * time.Hour,
}

// Age is how long ago something was published, in whole units and rounded down. The
// zero value is unknown.
type Age struct {
	Count int // from 1 to 999
	Unit  Unit
}

// Parse reads an English text such as "10 months ago", "Streamed 1 day ago" or
// "Premiered 2 weeks ago" (the shapes were recorded in 2026-07). It returns the zero
// value for anything else.
func Parse(text string) Age {
	text, ok := strings.CutSuffix(text, " ago")
	if !ok {
		return Age{}
	}
	text = strings.TrimPrefix(strings.TrimPrefix(text, "Streamed "), "Premiered ")
	number, unit, _ := strings.Cut(text, " ")
	n, err := strconv.ParseUint(number, 10, 31)
	a := Age{int(n), Unit(strings.TrimSuffix(unit, "s"))}
	if err != nil || n < 1 || n > 999 || lengths[a.Unit] == 0 {
		return Age{}
	}
	return a
}

// Of returns the age of something that was published d ago, in the unit in which
// YouTube would show it. It is unknown for less than a second and more than 999 years.
func Of(d time.Duration) Age {
	for _, u := range []Unit{Year, Month, Week, Day, Hour, Minute, Second} {
		if n := int(d / lengths[u]); n >= 1 && n <= 999 {
			return Age{n, u}
		}
	}
	return Age{}
}

// Approximate returns about how long ago that is, 0 when unknown.
func (a Age) Approximate() time.Duration { return time.Duration(a.Count) * lengths[a.Unit] }

// String returns the English text that Parse reads, "" when unknown.
func (a Age) String() string {
	switch {
	case a.Count < 1:
		return ""
	case a.Count == 1:
		return "1 " + string(a.Unit) + " ago"
	}
	return strconv.Itoa(a.Count) + " " + string(a.Unit) + "s ago"
}
