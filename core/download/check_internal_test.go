package download

import (
	"context"
	"errors"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/panics"
)

// panicky is a layout whose check panics.
type panicky struct{ media.Layout }

func (panicky) Check(context.Context) error { panic("a mistake in Hilo") }

// TestPanicInTheCheck shows that a panic while kept bytes are compared is an error
// of the download, which ends the transfer at once.
func TestPanicInTheCheck(t *testing.T) {
	p := &partial{resumed: true, layout: panicky{}}
	var failed error
	wait := p.checkKept(t.Context(), func(err error) { failed = err })
	_, err := wait()
	var crash *panics.Error
	if !errors.As(err, &crash) || !errors.Is(failed, err) {
		t.Errorf("%v, the transfer was ended with %v", err, failed)
	}
}
