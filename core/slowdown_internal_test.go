package core

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// TestSpeedLimitFollowsTheClock holds that the limit changes when the schedule does, and
// no more after stop.
func TestSpeedLimitFollowsTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		minute := begin.Hour()*60 + begin.Minute()
		var applied []int64
		var slowed []bool
		l := &speedLimit{apply: func(n int64) {
			if len(applied) == 0 || applied[len(applied)-1] != n {
				applied = append(applied, n)
			}
		}, slow: func(on bool) {
			if len(slowed) == 0 || slowed[len(slowed)-1] != on {
				slowed = append(slowed, on)
			}
		}}
		set := func(s Settings) { l.set(s.LimitAt, s.SlowDown) }
		set(Settings{Limit: 9, SlowDown: SlowDown{Limit: 1, Scheduled: true, From: (minute + 90) % 1440, To: (minute + 120) % 1440}})
		for range 3 {
			time.Sleep(time.Hour)
			synctest.Wait()
		}
		if want := []bool{false, true, false}; !slices.Equal(slowed, want) {
			t.Errorf("slowed down was %v, want %v", slowed, want)
		}
		if want := []int64{9, 1, 9}; !slices.Equal(applied, want) {
			t.Errorf("the limits were %v, want %v", applied, want)
		}
		set(Settings{Limit: 7})
		set(Settings{Limit: 7, SlowDown: SlowDown{Scheduled: true, Limit: 1, From: (minute + 200) % 1440, To: (minute + 210) % 1440}})
		l.stop()
		time.Sleep(time.Hour)
		if want := []int64{9, 1, 9, 7}; !slices.Equal(applied, want) {
			t.Errorf("the limits were %v, want %v", applied, want)
		}
	})
}
