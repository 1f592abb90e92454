package downloads

import (
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
)

// Whatever changes has the whole window drawn, so slow downloads change at the same
// moments: four times a second.
func TestSlowBarsMoveTogether(t *testing.T) {
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	rows := []*rowData{newRowData("a"), newRowData("b"), newRowData("c")}
	frames := 0
	show := func(i, tick int) (changed bool) {
		d := rows[i]
		part, _ := d.progress.Get()
		amount, _ := d.amount.Get()
		d.update(core.Status{ID: d.id, State: core.Downloading, Total: 1e9, Received: int64(i*1e6 + (tick+1)*3e5)}, now.Add(time.Duration(tick)*100*time.Millisecond))
		after, _ := d.progress.Get()
		text, _ := d.amount.Get()
		return part != after || amount != text
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
	d := newRowData("a")
	for tick := range 10 {
		d.update(core.Status{ID: "a", State: core.Downloading, Total: 100, Received: int64(tick + 1)}, now.Add(time.Duration(tick)*time.Millisecond))
		if part, _ := d.progress.Get(); part != float64(tick+1)/100 {
			t.Errorf("after %d of 100: %v", tick+1, part)
		}
	}
}
