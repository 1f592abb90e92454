package gui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/preferences"
)

// given is a subscription that a test fills.
type given struct{ next core.Update }

func (g *given) Take() core.Update {
	u := g.next
	g.next = core.Update{}
	return u
}

func TestLessMovement(t *testing.T) {
	a := test.NewTempApp(t)
	now := time.Unix(0, 0)
	g := &given{}
	c := newCalmChanges(g, a.Preferences(), func() time.Time { return now })
	take := func(after time.Duration, changed ...*core.Status) []*core.Status {
		now = now.Add(after)
		g.next.Changed = changed
		return c.Take().Changed
	}
	status := func(s core.State, bytes int64) *core.Status {
		return &core.Status{ID: "a", State: s, Received: bytes}
	}
	if got := take(0, status(core.Downloading, 1)); len(got) != 1 {
		t.Fatalf("the first: %v", got)
	}
	if got := take(100*time.Millisecond, status(core.Downloading, 2)); len(got) != 1 {
		t.Errorf("movement as usual is held back: %v", got)
	}
	a.Preferences().SetBool(preferences.Still, true)
	if got := take(100*time.Millisecond, status(core.Downloading, 3)); len(got) != 1 || got[0].Received != 3 {
		t.Errorf("the first with less movement: %v", got)
	}
	for i := range 9 {
		if got := take(100*time.Millisecond, status(core.Downloading, int64(4+i))); len(got) != 0 {
			t.Fatalf("progress moves after %d00 ms: %v", i+1, got)
		}
	}
	if got := take(100 * time.Millisecond); len(got) != 1 || got[0].Received != 12 {
		t.Errorf("after a second: %v", got)
	}
	take(100*time.Millisecond, status(core.Downloading, 13))
	if got := take(100*time.Millisecond, status(core.Paused, 13)); len(got) != 1 || got[0].State != core.Paused {
		t.Errorf("a change of state: %v", got)
	}
	if got := take(2 * time.Second); len(got) != 0 {
		t.Errorf("what was held comes after what was newer: %v", got)
	}
	take(0, status(core.Downloading, 14))
	take(0, status(core.Downloading, 15))
	take(0, status(core.Downloading, 16))
	g.next.Removed = []core.ID{"a"}
	if got := take(2 * time.Second); len(got) != 0 {
		t.Errorf("a removed one is shown: %v", got)
	}
}

func TestNothingIsAnimated(t *testing.T) {
	a := test.NewTempApp(t)
	before := a.Settings().ShowAnimations()
	for _, still := range []bool{true, true, false, false} {
		a.Preferences().SetBool(preferences.Still, still)
		showMovement(a)
		if got := fyne.CurrentApp().Settings().ShowAnimations(); got != (before && !still) {
			t.Errorf("less movement %v: animated %v", still, got)
		}
	}
}
