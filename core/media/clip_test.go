package media

import (
	"errors"
	"testing"
	"time"
)

func TestClipsThatAreNone(t *testing.T) {
	const s = time.Second
	for _, c := range []Clip{{-s, 0}, {0, -s}, {2 * s, s}, {s, s}} {
		if err := c.Validate(0); err == nil || errors.Is(err, ErrOutside) {
			t.Errorf("%v: %v", c, err)
		}
	}
	if err := (Clip{3 * s, 0}).Validate(3 * s); !errors.Is(err, ErrOutside) {
		t.Error(err)
	}
	for _, c := range []Clip{{0, 0}, {0, s}, {s, 0}, {2 * s, 9 * s}} {
		if err := c.Validate(3 * s); err != nil {
			t.Errorf("%v: %v", c, err)
		}
	}
}
