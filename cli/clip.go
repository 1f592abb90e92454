package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"hilo/core/format"
)

// clips collects the values of -clip.
type clips []format.Clip

// String implements flag.Value.
func (c *clips) String() string { return "" }

// Set implements flag.Value: "1:30-2:45", "1:30-" or "-2:45".
func (c *clips) Set(text string) error {
	a, b, ok := strings.Cut(text, "-")
	from, err1 := parseTime(a)
	to, err2 := parseTime(b)
	if !ok || err1 != nil || err2 != nil || a == "" && b == "" || b != "" && to <= from {
		return fmt.Errorf("a part is two times such as 1:30-2:45, 1:30- or -2:45")
	}
	*c = append(*c, format.Clip{From: from, To: to})
	return nil
}

// maxTime bounds times of a video; none is longer than 12 hours.
const maxTime = 100 * time.Hour

// parseTime reads "1:02:03.5", "2:03" or "123". Nothing is 0.
func parseTime(s string) (time.Duration, error) {
	parts := strings.Split(s, ":")
	if s == "" {
		return 0, nil
	}
	if len(parts) > 3 {
		return 0, fmt.Errorf("%q is not a time", s)
	}
	var t time.Duration
	for i, p := range parts {
		last := i == len(parts)-1
		n, err := strconv.ParseFloat(p, 64)
		if err != nil || n < 0 || n > 1e6 || strings.ContainsAny(p, "eExXpP_+infINF") || i > 0 && n >= 60 || !last && strings.Contains(p, ".") {
			return 0, fmt.Errorf("%q is not a time", s)
		}
		t = t*60 + time.Duration(n*1000+0.5)*time.Millisecond
	}
	if t > maxTime {
		return 0, fmt.Errorf("%q is too long", s)
	}
	return t, nil
}
