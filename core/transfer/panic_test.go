package transfer

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/panics"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// TestPanicEndsTheJob shows that a panic in any function of a job ends that job
// with an error that has the stack, and that its connections are free for others.
func TestPanicEndsTheJob(t *testing.T) {
	mistake := func() { panic("a mistake in Hilo") }
	for name, edit := range map[string]func(*Job){
		"Write":    func(j *Job) { j.Write = func(int, []byte, int64) error { mistake(); return nil } },
		"Received": func(j *Job) { j.Received = func(int) { mistake() } },
		"Sync":     func(j *Job) { j.Sync = func() error { mistake(); return nil } },
		"State":    func(j *Job) { j.State = func() []byte { mistake(); return nil }; j.InOrder = true },
		"Refresh": func(j *Job) {
			j.Refresh = func(context.Context, error) ([]Address, error) { mistake(); return nil, nil }
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, 20<<20)
			if name == "Refresh" {
				s.site.Inject(simulator.Fault{Kind: simulator.Forbid, Times: 1})
			}
			j, _ := s.job()
			j.Connections = maxPerHost
			j.Journal, _ = s.journal(j)
			edit(&j)
			var crash *panics.Error
			err := s.fetch(j)
			if !errors.As(err, &crash) || !strings.Contains(err.Error(), "panic: a mistake in Hilo") || !strings.Contains(string(crash.Stack), "TestPanicEndsTheJob") {
				t.Fatalf("%v", err)
			}
			next, k := s.job()
			next.Connections = maxPerHost
			if err := s.fetch(next); err != nil {
				t.Error("another job:", err)
			}
			k.full()
			noWorkers(t)
		})
	}
}
