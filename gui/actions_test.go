package gui

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/history"
)

// TestAlreadyHere holds what is said of links that are in the list or were saved
// before, and what is offered.
func TestAlreadyHere(t *testing.T) {
	done := core.Status{ID: "aaaaaaaaaaa", VideoID: "aaaaaaaaaaa", URL: "https://www.youtube.com/watch?v=aaaaaaaaaaa", Title: "Here", State: core.Done, File: "/home/ana/a.mp4"}
	s := open(t, newFakeQueue(done), english, Options{})
	s.addText("youtu.be/bbbbbbbbbbb youtu.be/ccccccccccc youtu.be/aaaaaaaaaaa")
	banner := s.over.Banner
	if got := banner.Text.Text(); got != "2 added, 1 already here" {
		t.Fatalf("says %q", got)
	}
	if r := s.q.requests[0]; !r.SkipSaved {
		t.Error("what was saved before is downloaded again")
	}
	test.Tap(button(t, banner.View, "Show"))
	if s.tick(0); s.list.Chosen() != "aaaaaaaaaaa" || !s.shown(t, "aaaaaaaaaaa").Highlighted() {
		t.Errorf("chosen %q", s.list.Chosen())
	}
	s.addText("youtu.be/ccccccccccc")
	if banner.Text.Text() != "Already in the list" || banner.Second.Visible() {
		t.Error("what is not done is offered again")
	}
	s.addText("youtu.be/aaaaaaaaaaa")
	s.q.took()
	test.Tap(button(t, banner.View, "Download again"))
	if got := s.q.took(); got != "remove aaaaaaaaaaa, forget aaaaaaaaaaa" {
		t.Errorf("queue was told %q", got)
	}
	if last := s.q.requests[len(s.q.requests)-1]; last.SkipSaved || last.Text != done.URL {
		t.Errorf("asked for %+v", last)
	}
	// What is in the history only is added without asking it.
	s.showAdded(core.Added{Here: []history.Entry{{VideoID: "ddddddddddd", File: "/home/ana/d.mp4"}, {VideoID: "eeeeeeeeeee"}}}, false)
	if got := banner.Text.Text(); got != "2 are already here" {
		t.Errorf("says %q", got)
	}
	test.Tap(button(t, banner.View, "Download again"))
	if last := s.q.requests[len(s.q.requests)-1]; last.SkipSaved || s.status("ddddddddddd").State != core.Queued {
		t.Errorf("asked for %+v", last)
	}
}
