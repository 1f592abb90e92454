package media_test

import (
	"errors"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
)

func TestClipsThatAreNone(t *testing.T) {
	const s = time.Second
	for _, c := range []media.Clip{{-s, 0}, {0, -s}, {2 * s, s}, {s, s}} {
		if err := c.Validate(0); err == nil || errors.Is(err, media.ErrOutside) {
			t.Errorf("%v: %v", c, err)
		}
	}
	if err := (media.Clip{3 * s, 0}).Validate(3 * s); !errors.Is(err, media.ErrOutside) {
		t.Error(err)
	}
	for _, c := range []media.Clip{{0, 0}, {0, s}, {s, 0}, {2 * s, 9 * s}} {
		if err := c.Validate(3 * s); err != nil {
			t.Errorf("%v: %v", c, err)
		}
	}
}
