package i18n

import (
	"time"

	"fyne.io/fyne/v2/lang"
)

// months are the short names of the months.
var months = [12]string{
	Key("Jan"), Key("Feb"), Key("Mar"), Key("Apr"), Key("May"), Key("Jun"),
	Key("Jul"), Key("Aug"), Key("Sep"), Key("Oct"), Key("Nov"), Key("Dec"),
}

// When returns when something was, as people say it: "Today 13:46", "Yesterday",
// "21 Nov" or, of another year, "21 Nov 2025".
func When(at, now time.Time) string {
	switch days, hour := whenDue(at, now); days {
	case 0:
		return lang.L("Today {{.Time}}", hour)
	case -1:
		return lang.L("Yesterday")
	}
	return Day(at, now)
}

// UpToDate says that this Hilo is the newest version, and when that was asked.
func UpToDate(checked, now time.Time) string {
	switch days, _ := whenDue(checked, now); days {
	case 0:
		return lang.L("Up to date, checked today")
	case -1:
		return lang.L("Up to date, checked yesterday")
	}
	return lang.L("Up to date, checked on {{.Day}}", With("Day", Day(checked, now)))
}

// Moment returns a time of today as "13:46", and any other with its day, "21 Nov
// 13:46".
func Moment(at, now time.Time) string {
	days, _ := whenDue(at, now)
	clock := TimeOfDay(at)
	if days == 0 {
		return clock
	}
	return Day(at, now) + " " + clock
}

// Day returns a day: "21 Nov" or, of another year than now, "21 Nov 2025".
func Day(at, now time.Time) string {
	at, now = at.Local(), now.Local()
	values := With("Day", at.Day(), "Month", lang.L(months[at.Month()-1]), "Year", at.Year())
	if at.Year() == now.Year() {
		return lang.L("{{.Day}} {{.Month}}", values)
	}
	return lang.L("{{.Day}} {{.Month}} {{.Year}}", values)
}
