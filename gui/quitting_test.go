package gui

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// TestStuckLoop holds that a program whose loop does not end is told so some seconds
// after it was asked to quit, and no other.
func TestStuckLoop(t *testing.T) {
	type times struct{ quits, ends, want time.Duration }
	const never = time.Hour
	for name, at := range map[string]times{
		"quits and ends":      {quits: time.Minute, ends: time.Minute + time.Second, want: never},
		"ends by itself":      {quits: never, ends: time.Minute, want: never},
		"quits, is stuck":     {quits: time.Minute, ends: never, want: time.Minute + quitPatience},
		"quits before it ran": {quits: 0, ends: never, want: quitPatience},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began, stuck := time.Now(), never
				quits, quit := context.WithCancel(t.Context())
				time.AfterFunc(at.quits, quit)
				runUntil(quits, func() { time.Sleep(at.ends) }, func() { stuck = time.Since(began) })
				time.Sleep(2 * quitPatience) // of the bubble: nothing comes later
				synctest.Wait()
				if stuck != at.want {
					t.Errorf("stuck after %v, want %v", stuck, at.want)
				}
			})
		})
	}
}
