package problem_test

import (
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
)

func TestRetries(t *testing.T) {
	now := time.Now()
	limited := func(d time.Duration) *problem.Problem {
		return &problem.Problem{Class: problem.RateLimited, Err: &transfer.StatusError{Code: 429, After: d}}
	}
	of := func(c problem.Class) *problem.Problem { return &problem.Problem{Class: c} }
	for _, tt := range []struct {
		name     string
		waits    int           // before, in a row
		ago      time.Duration // of the first of them
		p        *problem.Problem
		patience time.Duration
		want     time.Duration
		ok       bool
	}{
		{"first time offline", 0, 0, of(problem.Offline), 0, 3 * time.Second, true},
		{"second time offline", 1, 0, of(problem.Offline), 0, 6 * time.Second, true},
		{"third time offline", 2, 0, of(problem.Offline), 0, 10 * time.Second, true},
		{"offline without end", 500, 0, of(problem.Offline), 0, 10 * time.Second, true},
		{"unreachable ten times", 10, 0, of(problem.Unreachable), 0, 0, false},
		{"not trusted", 0, 0, of(problem.Untrusted), 0, 0, false},
		{"private", 0, 0, of(problem.Private), 0, 0, false},
		{"as long as asked", 0, 0, limited(90 * time.Second), 0, 90 * time.Second, true},
		{"asked for a moment", 0, 0, limited(time.Millisecond), 0, time.Second, true},
		{"asked for a day", 0, 0, limited(24 * time.Hour), 0, time.Hour, true},
		{"within patience", 0, 0, of(problem.Offline), time.Minute, 3 * time.Second, true},
		{"beyond patience", 0, 0, limited(2 * time.Minute), time.Minute, 0, false},
		{"more patience", 4, 0, of(problem.Unreachable), 10 * time.Minute, 48 * time.Second, true},
		{"patience used up", 1, 58 * time.Second, of(problem.Offline), time.Minute, 0, false},
	} {
		var r problem.Retries
		for range tt.waits {
			if _, ok := r.Next(tt.p, now.Add(-tt.ago), 0); !ok {
				t.Fatalf("%s: an earlier wait is refused", tt.name)
			}
		}
		got, ok := r.Next(tt.p, now, tt.patience)
		if got != tt.want || ok != tt.ok {
			t.Errorf("%s: %v, %v; want %v, %v", tt.name, got, ok, tt.want, tt.ok)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	for err, want := range map[error]time.Duration{
		nil: 0,
		&youtube.Error{Class: youtube.RateLimited, Wait: time.Minute}: time.Minute,
		&transfer.StatusError{Code: 503, After: time.Second}:          time.Second,
		&transfer.StatusError{Code: 503}:                              0,
	} {
		if got := problem.RetryAfter(err); got != want {
			t.Errorf("%v: %v, want %v", err, got, want)
		}
	}
}
