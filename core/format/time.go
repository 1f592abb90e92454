package format

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// ParseTime parses a position in a video as people write it: 90, 1:30 or 1:02:03.5,
// with a dot or a comma. It rounds to a millisecond, and accepts up to 277 hours.
func ParseTime(s string) (time.Duration, bool) {
	parts := strings.Split(strings.TrimSpace(strings.Replace(s, ",", ".", 1)), ":")
	if len(parts) > 3 {
		return 0, false
	}
	sum := 0.0
	for i, p := range parts {
		last := i == len(parts)-1
		digits := strings.Trim(p, "0123456789")
		if p == "" || digits != "" && (!last || digits != "." || p == ".") || len(p) > 8 {
			return 0, false
		}
		n, err := strconv.ParseFloat(p, 64)
		if err != nil || i > 0 && n >= 60 {
			return 0, false
		}
		sum = sum*60 + n
	}
	return time.Duration(math.Round(sum*1000)) * time.Millisecond, sum < 1e6
}
