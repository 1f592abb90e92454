package gui

import (
	"runtime"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/gui/internal/examples"
)

// TestMainStates compares the window in its main states with the markup in
// testdata. After a wanted change, copy testdata/failed over it and look at the
// difference.
func TestMainStates(t *testing.T) {
	at := time.Date(2026, 11, 23, 13, 0, 0, 0, time.Local)
	byState := map[core.State]core.Status{}
	for _, s := range examples.Downloads(at) {
		if _, ok := byState[s.State]; !ok {
			byState[s.State] = s
		}
	}
	for _, state := range []struct {
		name string
		rows []core.State
		do   func(*testing.T, *stage)
	}{
		{name: "empty"},
		{name: "copied", do: func(_ *testing.T, s *stage) {
			s.app.Clipboard().SetContent(examples.LinkA)
			s.links.readClipboard()
		}},
		{name: "looking-up", rows: []core.State{core.LookingUp}},
		{name: "downloading", rows: []core.State{core.Downloading, core.Queued}},
		{name: "paused", rows: []core.State{core.Paused}},
		{name: "waiting", rows: []core.State{core.Waiting}},
		{name: "done", rows: []core.State{core.Done}},
		{name: "failed", rows: []core.State{core.Failed, core.Cancelled}},
		{name: "options", do: func(t *testing.T, s *stage) {
			s.links.entry.SetText(examples.LinkA)
			s.openOptions720(t)
		}},
		{name: "settings", do: func(_ *testing.T, s *stage) {
			s.showSettings()
			s.background.workers.Wait()
		}},
		{name: "checkup", do: func(_ *testing.T, s *stage) {
			s.showCheckUp("/home/ana/Downloads")
			s.background.workers.Wait()
		}},
	} {
		t.Run(state.name, func(t *testing.T) {
			if state.name == "empty" && runtime.GOOS == "darwin" {
				t.Skip("macOS names another key")
			}
			q := newFakeQueue()
			for _, s := range state.rows {
				q.send(byState[s])
			}
			q.offer = examples.Offer()
			q.ytdlp = core.Ytdlp{State: core.YtdlpFound, Version: "2026.10.07"}
			q.steps, q.verdict = failedSteps(), checkup.Verdict{Class: checkup.NoDNS, Step: checkup.DNS, State: checkup.Failed}
			s := open(t, q, english, Options{Website: "https://example.org"})
			s.over.banner.dismiss()
			s.disk.free.Store(118e9)
			if state.do != nil {
				state.do(t, s)
			}
			s.tick(0)
			s.tick(2 * time.Second)
			test.AssertRendersToMarkup(t, state.name+".xml", s.win.Canvas())
		})
	}
}
