// Package popularity says how old a video is and how often it was viewed, as numbers and
// as YouTube's lists show them.
package popularity

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/hash"
)

// Age returns how long ago a video was published: on a day such as "2026-10-03", or
// when that is empty at a time within eight years that depends on the id.
func Age(id, published string) time.Duration {
	if day, err := time.Parse(time.DateOnly, published); err == nil {
		return max(time.Since(day), time.Second)
	}
	return time.Duration(1+hash.Number("age "+id)%(8*365*24)) * time.Hour
}

// Ago is an age as lists show it, "10 months ago".
func Ago(d time.Duration) string {
	const day = 24 * time.Hour
	for _, u := range []struct {
		length time.Duration
		name   string
	}{{365 * day, "year"}, {30 * day, "month"}, {7 * day, "week"}, {day, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}} {
		switch n := int(d / u.length); {
		case n == 1:
			return "1 " + u.name + " ago"
		case n > 1:
			return strconv.Itoa(n) + " " + u.name + "s ago"
		}
	}
	return ""
}

// Views returns how often a video was viewed: n, or when that is 0 up to ten million
// times, depending on the id.
func Views(id string, n int64) int64 {
	if n > 0 {
		return n
	}
	h := hash.Number("views " + id)
	return int64(math.Pow(10, float64(h%700)/100))
}

// Viewed is a number of views as lists show it in 2026-07: "1.2k views".
func Viewed(n int64) string {
	switch {
	case n == 1:
		return "1 view"
	case n < 1000:
		return fmt.Sprint(n, " views")
	}
	v, unit := float64(n)/1e3, "k"
	for _, next := range []string{"m", "bn"} {
		if v >= 1000 {
			v, unit = v/1e3, next
		}
	}
	if v >= 100 {
		return strconv.Itoa(int(v)) + unit + " views"
	}
	return strings.TrimSuffix(strconv.FormatFloat(math.Floor(v*10)/10, 'f', 1, 64), ".0") + unit + " views"
}
