package cli

import (
	"errors"
	"strings"

	"github.com/hilo-app/hilo/core/format"
)

// clips collects the values of -clip.
type clips []format.Clip

// String implements flag.Value.
func (c *clips) String() string { return "" }

// Set implements flag.Value: "1:30-2:45", "1:30-" or "-2:45".
func (c *clips) Set(text string) error {
	a, b, ok := strings.Cut(text, "-")
	from, ok1 := format.ParseTime(a)
	to, ok2 := format.ParseTime(b)
	if !ok || !ok1 && a != "" || !ok2 && b != "" || a == "" && b == "" || b != "" && to <= from {
		return errors.New("a part is two times such as 1:30-2:45, 1:30- or -2:45")
	}
	*c = append(*c, format.Clip{From: from, To: to})
	return nil
}
