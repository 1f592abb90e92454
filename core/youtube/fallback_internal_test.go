package youtube

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
)

const internalID = "dQw4w9WgXcQ"

func wantInternalClass(t *testing.T, err error, want Class) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Class != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestChainContinuesOnlyWhereItHelps(t *testing.T) {
	helps := map[Class]bool{ClientRefused: true, NoStreams: true, Unintelligible: true, TryLater: true}
	s := New(Options{})
	for _, class := range Classes() {
		asked := 0
		v, err := s.tryInOrder(t.Context(), internalID, nil, []attempt{
			{name: "first", key: "first", ask: func(context.Context, string) (*Video, error) { return nil, &Error{Class: class, Reason: "why"} }},
			{name: "second", key: "second", ask: func(context.Context, string) (*Video, error) { asked++; return &Video{ID: internalID}, nil }},
		})
		if helps[class] {
			if err != nil || asked != 1 || !slices.Equal(v.tried, []string{"first", "second"}) {
				t.Errorf("%s: %d asked, %+v, %v", class, asked, v, err)
			}
			continue
		}
		wantInternalClass(t, err, class)
		if asked != 0 {
			t.Errorf("%s: the next attempt was made", class)
		}
	}
}

func TestLaterFailuresAreInTheErrorChain(t *testing.T) {
	cause := errors.New("the cause")
	s := New(Options{})
	fail := func(e *Error) func(context.Context, string) (*Video, error) {
		return func(context.Context, string) (*Video, error) { return nil, e }
	}
	_, err := s.tryInOrder(t.Context(), internalID, nil, []attempt{
		{name: "a", key: "a", ask: fail(&Error{Class: ClientRefused, Reason: "said"})},
		{name: "b", key: "b", ask: fail(&Error{Class: NoStreams})},
		{name: "c", key: "c", ask: fail(&Error{Class: BotCheck, Err: cause})},
	})
	wantInternalClass(t, err, ClientRefused)
	var e *Error
	if !errors.As(err, &e) || e.Reason != "said" || !errors.Is(err, cause) || !strings.Contains(err.Error(), "no-streams") {
		t.Errorf("got %v", err)
	}
}
