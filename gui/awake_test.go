package gui

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/internal/examples"
)

// stubAwake returns an awake that runs in a synctest bubble, what it was asked, and
// what it asks for the next time.
func stubAwake(t *testing.T, refuse *error) (a *awake, took func() string, stop func()) {
	t.Helper()
	calls := ""
	a = newAwake(func() string { return "why" }, slog.New(slog.DiscardHandler), time.Now)
	a.keep = func(context.Context) (func(), error) {
		if *refuse != nil {
			calls += "refused "
			return nil, *refuse
		}
		calls += "keep "
		return func() { calls += "release " }, nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); a.run(ctx) }()
	took = func() string {
		synctest.Wait()
		was := calls
		calls = ""
		return was
	}
	return a, took, func() { cancel(); <-ended }
}

func TestAwakeWhileDownloading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var refuse error
		a, took, stop := stubAwake(t, &refuse)
		step := func(want string, active, waiting int) {
			t.Helper()
			a.set(active, waiting)
			if got := took(); got != want {
				t.Errorf("%d active, %d waiting: %q, want %q", active, waiting, got, want)
			}
		}
		step("", 0, 3) // what only waits keeps nothing awake
		step("keep ", 1, 3)
		step("", 2, 0)
		time.Sleep(awakeStays - time.Second)
		step("release ", 0, 0)
		step("keep ", 1, 1)
		step("", 0, 1) // the pause between two downloads
		time.Sleep(awakeStays)
		step("release ", 0, 1)
		step("keep ", 1, 0)
		stop()
		if got := took(); got != "release " {
			t.Errorf("at exit: %q", got)
		}
	})
}

func TestAwakeRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refuse := errors.New("no such service")
		a, took, stop := stubAwake(t, &refuse)
		defer stop()
		for range 3 {
			a.set(1, 0)
			synctest.Wait()
		}
		if got := took(); got != "refused " {
			t.Errorf("asked %q", got)
		}
		refuse = nil
		time.Sleep(awakeRetry)
		a.set(1, 0)
		if got := took(); got != "keep " {
			t.Errorf("asked %q", got)
		}
	})
}

// The window says that downloads are active, and that they ended.
func TestWindowKeepsAwake(t *testing.T) {
	download := examples.Downloads(time.Time{})[0]
	s := open(t, newFakeQueue(download), english, Options{})
	for _, want := range []bool{true, false} {
		s.tick(time.Second)
		select {
		case got := <-s.desk.awake.wanted:
			if got != want {
				t.Errorf("awake %v while the download is %s", got, download.State)
			}
		default:
			t.Errorf("nothing is said of a download that is %s", download.State)
		}
		download.State = core.Done
		s.q.send(download)
	}
}
