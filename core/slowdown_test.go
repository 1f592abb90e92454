package core_test

import (
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
)

func at(day, hour, minute int) time.Time {
	return time.Date(2026, time.November, day, hour, minute, 0, 0, time.UTC)
}

func TestSlowDownSchedule(t *testing.T) {
	day := core.SlowDown{Scheduled: true, From: 8 * 60, To: 18*60 + 30}
	night := core.SlowDown{Scheduled: true, From: 22 * 60, To: 7 * 60}
	for _, tt := range []struct {
		d    core.SlowDown
		when time.Time
		want bool
	}{
		{core.SlowDown{}, at(2, 12, 0), false},
		{core.SlowDown{From: 8 * 60, To: 18 * 60}, at(2, 12, 0), false}, // off
		{core.SlowDown{Scheduled: true}, at(2, 12, 0), false},
		{day, at(2, 7, 59), false}, {day, at(2, 8, 0), true}, {day, at(2, 18, 29), true}, {day, at(2, 18, 30), false},
		{night, at(2, 21, 59), false}, {night, at(2, 22, 0), true}, {night, at(3, 0, 0), true}, {night, at(3, 6, 59), true}, {night, at(3, 7, 0), false},
	} {
		if got := tt.d.On(tt.when); got != tt.want {
			t.Errorf("%+v at %v: %v", tt.d, tt.when, got)
		}
	}
}

// What the user says holds until the schedule changes the next time.
func TestSlowDownByHand(t *testing.T) {
	day := core.SlowDown{Scheduled: true, From: 8 * 60, To: 18 * 60}.Toggled(at(2, 12, 0))
	for when, want := range map[time.Time]bool{at(2, 12, 1): false, at(2, 19, 0): false, at(3, 7, 0): false, at(3, 8, 0): true} {
		if got := day.On(when); got != want {
			t.Errorf("off at noon: at %v %v", when, got)
		}
	}
	early := core.SlowDown{Scheduled: true, From: 8 * 60, To: 18 * 60}.Toggled(at(2, 6, 0))
	for when, want := range map[time.Time]bool{at(2, 6, 1): true, at(2, 12, 0): true, at(2, 18, 0): false} {
		if got := early.On(when); got != want {
			t.Errorf("on in the morning: at %v %v", when, got)
		}
	}
	always := core.SlowDown{}.Toggled(at(2, 12, 0))
	if !always.On(at(20, 3, 0)) || always.Toggled(at(20, 3, 0)).On(at(20, 3, 1)) {
		t.Error("without a schedule it is on until it is switched off")
	}
}

func TestLimitAt(t *testing.T) {
	slow := core.SlowDown{}.Toggled(at(2, 12, 0))
	for _, tt := range []struct{ limit, slow, want int64 }{{0, 0, core.DefaultSlow}, {1e6, 0, 1e6}, {10e6, 0, core.DefaultSlow}, {0, 500e3, 500e3}} {
		slow.Limit = tt.slow
		if got := (core.Settings{Limit: tt.limit, SlowDown: slow}).LimitAt(at(2, 13, 0)); got != tt.want {
			t.Errorf("limit %d, slow %d: %d", tt.limit, tt.slow, got)
		}
	}
	if got := (core.Settings{Limit: 5}).LimitAt(at(2, 13, 0)); got != 5 {
		t.Errorf("at full speed: %d", got)
	}
}
