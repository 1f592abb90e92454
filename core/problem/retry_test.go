package problem_test

import (
	"errors"
	"net"
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
	unreached := func(c problem.Class) *problem.Problem {
		return &problem.Problem{Class: c, Err: &net.OpError{Op: "dial", Err: errors.New("timed out")}}
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
		{"beyond patience", 0, 0, of(problem.RateLimited), time.Minute, 0, false},
		{"announced", 0, 0, limited(2 * time.Minute), time.Minute, 2 * time.Minute, true},
		{"announced for the fifth time", 4, 0, limited(30 * time.Second), 45 * time.Second, 30 * time.Second, true},
		{"announced too often", 12, 0, limited(time.Second), 0, 0, false},
		{"no connection", 5, 0, unreached(problem.Unreachable), 0, 10 * time.Second, true},
		{"no connection through a proxy", 5, 0, unreached(problem.Proxy), 0, 10 * time.Second, true},
		{"no connection for twenty minutes", 130, 0, unreached(problem.Unreachable), 0, 0, false},
		{"no connection, and no patience", 5, 50 * time.Second, unreached(problem.Proxy), 45 * time.Second, 0, false},
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

// TestAnnouncedWaitsLeavePatience checks that the time that YouTube announced is not
// taken from the patience with what comes after it.
func TestAnnouncedWaitsLeavePatience(t *testing.T) {
	var r problem.Retries
	now := time.Now()
	limited := &problem.Problem{Class: problem.RateLimited, Err: &transfer.StatusError{Code: 429, After: 30 * time.Second}}
	for range 4 {
		wait, ok := r.Next(limited, now, 45*time.Second)
		if !ok {
			t.Fatal("gave up")
		}
		now = now.Add(wait)
	}
	if _, ok := r.Next(&problem.Problem{Class: problem.Offline}, now.Add(40*time.Second), 45*time.Second); ok {
		t.Error("waits 40 s and more without an announcement")
	}
}

// TestConnectionsAndAnswers checks that tries without a connection are not counted
// as tries of a server that answers.
func TestConnectionsAndAnswers(t *testing.T) {
	var r problem.Retries
	for range 50 {
		if _, ok := r.Next(&problem.Problem{Class: problem.Unreachable, Err: &net.OpError{Op: "dial"}}, time.Now(), 0); !ok {
			t.Fatal("gave up")
		}
	}
	if wait, ok := r.Next(&problem.Problem{Class: problem.Unreachable}, time.Now(), 0); !ok || wait != 3*time.Second {
		t.Errorf("%v, %v", wait, ok)
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
