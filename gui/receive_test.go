package gui

import (
	"testing"
	"time"

	"github.com/hilo-app/hilo/gui/internal/examples"
)

func TestReceiveAddsLinksAndOffersAddresses(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.links.Entry.SetText("half typed")
	s.Receive(examples.LinkA, "")
	s.tick(100 * time.Millisecond)
	if len(s.q.requests) != 1 || s.q.requests[0].Text != examples.LinkA || s.q.requests[0].Dir != s.q.settings.Dir {
		t.Errorf("requests %+v", s.q.requests)
	}
	if s.links.Entry.Text != "half typed" {
		t.Errorf("entry holds %q", s.links.Entry.Text)
	}

	// A web page must not start a download by itself.
	s.Receive("", examples.LinkB)
	s.tick(100 * time.Millisecond)
	if len(s.q.requests) != 1 {
		t.Errorf("requests %+v", s.q.requests)
	}
	if s.links.Entry.Text != "half typed\n"+examples.LinkB {
		t.Errorf("entry holds %q", s.links.Entry.Text)
	}
	s.Stop()
	if s.Receive(examples.LinkA, "") {
		t.Error("takes links after the end")
	}
}
