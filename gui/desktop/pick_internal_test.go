package desktop

import (
	"context"
	"errors"
	"testing"
)

// TestPickEndsWithItsContext checks that no other dialog follows one that ended with the
// context, whatever its error is: a connection to the message bus is closed then.
func TestPickEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	closed := func(context.Context, question) (string, error) {
		cancel()
		return "", errors.New("use of closed network connection")
	}
	again := func(context.Context, question) (string, error) {
		t.Error("another dialog is asked")
		return "", nil
	}
	if _, err := pick(ctx, question{}, []picker{{"first", closed}, {"second", again}}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
