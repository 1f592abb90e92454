package gui

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/internal/examples"
)

// sendGroups sends a group of three, which is open, and one of eleven with a failure,
// which is closed.
func (s *stage) sendGroups() {
	add := func(g core.Group, rows ...core.Status) {
		g.Count = len(rows)
		for i, r := range rows {
			r.ID, r.Group, r.Title, r.Quality = core.ID(fmt.Sprint(g.ID, i)), g.ID, fmt.Sprintf("Part %d", i+1), "1080p"
			s.q.send(r)
		}
		s.q.update.Groups = append(s.q.update.Groups, g)
	}
	add(core.Group{ID: "bread", Title: "Sourdough from start to finish", Channel: "Slow Kitchen", Dir: "/home/ana/Bread", Done: 1, Active: 1, Received: 313e6, Expected: 592e6, Speed: 3.4e6, ETA: time.Minute},
		core.Status{State: core.Done, Total: 184e6, File: "/home/ana/Bread/1.mp4"},
		core.Status{State: core.Downloading, Received: 129e6, Total: 212e6, Speed: 3.4e6, ETA: 24 * time.Second},
		core.Status{State: core.Queued})
	rows := slices.Repeat([]core.Status{{State: core.Done, Total: 10e6}}, 11)
	rows[3].State = core.Failed
	add(core.Group{ID: "course", Title: "Course: Fault-tolerant systems", Channel: "CS Open Courses", Dir: "/home/ana/Course", Done: 10, Failed: 1, Total: 100e6}, rows...)
}

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
		{name: "groups", do: func(_ *testing.T, s *stage) { s.sendGroups() }},
		{name: "groups-compact", do: func(_ *testing.T, s *stage) {
			s.sendGroups()
			s.listBar.Show(downloads.View{Compact: true})
		}},
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
