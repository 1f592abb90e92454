package downloads

import (
	"fmt"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
)

// Whatever changes has the whole window drawn, so slow downloads change at the same
// moments: four times a second.
func TestSlowBarsMoveTogether(t *testing.T) {
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	rows := []*rowData{boundRow("a"), boundRow("b"), boundRow("c")}
	frames := 0
	show := func(i, tick int) (changed bool) {
		d := rows[i]
		before, _ := d.content.Get()
		d.update(&core.Status{ID: d.id, State: core.Downloading, Total: 1e9, Received: int64(i*1e6 + (tick+1)*3e5)}, now.Add(time.Duration(tick)*100*time.Millisecond))
		after, _ := d.content.Get()
		return before.progress != after.progress || before.pace.amount != after.pace.amount
	}
	for tick := range 100 {
		drawn := false
		for i := range rows {
			drawn = show(i, tick) || drawn
		}
		if drawn {
			frames++
		}
	}
	if frames < 38 || frames > 42 {
		t.Errorf("%d frames in ten seconds, want 40", frames)
	}
}

// A bar that moves by a hundredth is drawn at once, so that it moves smoothly.
func TestFastBarMovesAtOnce(t *testing.T) {
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	d := boundRow("a")
	for tick := range 10 {
		d.update(&core.Status{ID: "a", State: core.Downloading, Total: 100, Received: int64(tick + 1)}, now.Add(time.Duration(tick)*time.Millisecond))
		if c, _ := d.content.Get(); c.progress != float64(tick+1)/100 {
			t.Errorf("after %d of 100: %v", tick+1, c.progress)
		}
	}
}

// The first that waits says when it starts, and nobody says so when nothing runs, or
// YouTube's pace is what holds it back.
func TestNextInLine(t *testing.T) {
	setLocale(t, english)
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	status := func(id core.ID, s core.State, title string) *core.Status {
		return &core.Status{ID: id, State: s, Title: title}
	}
	m := NewModel([]*core.Status{
		status("a", core.Downloading, "Part 2: Folding instead of kneading"),
		status("b", core.Queued, "Part 3"), status("c", core.Queued, "Part 4"), status("d", core.Queued, "Part 5"),
	}, now)
	for _, d := range m.rows {
		d.bind()
	}
	want := func(id core.ID, note string) {
		t.Helper()
		if f, _ := m.rows[id].content.Get(); f.note != note {
			t.Errorf("%s says %q, want %q", id, f.note, note)
		}
	}
	want("b", "Next, when Part 2: Folding ins… is done")
	want("c", "Waiting for its turn")
	m.Apply(core.Update{Changed: []*core.Status{status("b", core.LookingUp, "Part 3")}}, now)
	want("c", "Next in line")
	m.Apply(core.Update{Order: []core.ID{"a", "b", "d", "c"}}, now)
	want("c", "Waiting for its turn")
	want("d", "Next in line")
	paced := status("d", core.Queued, "Part 5")
	paced.Note, paced.Until = core.NotePaced, now.Add(time.Hour)
	m.Apply(core.Update{Changed: []*core.Status{paced}}, now)
	want("c", "Waiting for its turn")
	if f, _ := m.rows["d"].content.Get(); f.note == "Next in line" {
		t.Error("d is held back by the pace")
	}
	m.Apply(core.Update{Changed: []*core.Status{status("d", core.Queued, "Part 5")}, Removed: []core.ID{"a", "b"}}, now)
	want("d", "Waiting for its turn")
}

// boundRow returns the data of a row that is seen.
func boundRow(id core.ID) *rowData {
	d := &rowData{id: id, status: &core.Status{}}
	d.bind()
	return d
}

// TestOnlyRowsThatAreSeenHaveBoundData holds that a long list has bound data for the rows
// that are seen alone, and that a row shows the newest status when it comes into view.
func TestOnlyRowsThatAreSeenHaveBoundData(t *testing.T) {
	var all []core.Status
	for i := range 1000 {
		all = append(all, core.Status{ID: core.ID(fmt.Sprint("r", i)), Title: "before", State: core.Queued})
	}
	s := newStage(t, english, all...)
	for i := range 50 {
		s.list.ScrollToOffset(float32(i) * 2000)
		s.tick(time.Second)
	}
	bound := 0
	for _, d := range s.model.rows {
		if d.boundData != nil {
			bound++
		}
	}
	if bound == 0 || bound > 20 {
		t.Errorf("%d rows have bound data", bound)
	}
	last := all[999]
	last.State, last.Title, last.Total, last.Received = core.Downloading, "after", 100e6, 50e6
	s.list.ScrollToTop()
	s.send(last)
	s.list.ScrollToBottom()
	s.tick(time.Second)
	r := s.shown(t, last.ID)
	if r.title.Text() != "after" || r.bar.percent.Text() != "50%" || r.bar.amount.Text() != "50 of 100\u00a0MB" {
		t.Errorf("%q, %q, %q", r.title.Text(), r.bar.percent.Text(), r.bar.amount.Text())
	}
}
