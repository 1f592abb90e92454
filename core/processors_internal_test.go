package core

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"runtime"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/watch"
)

// Half of the processors are used while one reason or more say so.
func TestProcessors(t *testing.T) {
	limit := -1
	p := newProcessors(func(n int) { limit = n })
	a, b := new(watched), new(watched)
	half := max(1, runtime.GOMAXPROCS(0)/2)
	for i, step := range []struct {
		do   func()
		want int
	}{
		{func() { p.slow(false) }, 0},
		{func() { p.watch(a, true) }, half},
		{func() { p.watch(b, true) }, half},
		{func() { p.watch(a, false) }, half},
		{func() { p.slow(true) }, half},
		{func() { p.watch(b, false) }, half},
		{func() { p.watch(b, false) }, half},
		{func() { p.slow(false) }, 0},
	} {
		if step.do(); limit != step.want {
			t.Errorf("step %d: %d instead of %d", i, limit, step.want)
		}
	}
}

// stalled is something to watch that has one byte, and then waits for more.
type stalled struct{ *watched }

func (stalled) Name() string { return "x.mp4" }
func (stalled) Type() string { return "video/mp4" }
func (stalled) Size() int64  { return 1000 }
func (stalled) ReadAt(ctx context.Context, p []byte, off int64) (int, error) {
	if off == 0 {
		return copy(p[:1], "x"), nil
	}
	<-ctx.Done()
	return 0, context.Cause(ctx)
}

// A video is shown while a player reads it: from its request until that ends.
func TestProcessorsWhileAPlayerReads(t *testing.T) {
	limits := make(chan int, 1000)
	p := newProcessors(func(n int) { limits <- n })
	s, err := watch.Serve(stalled{&watched{Playback: new(download.Playback), processors: p}}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	await := func(want int) {
		t.Helper()
		limit := time.After(30 * time.Second)
		for {
			select {
			case n := <-limits:
				if n == want {
					return
				}
			case <-limit:
				t.Fatalf("never %d", want)
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL(), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if _, err := io.ReadFull(answer.Body, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	await(max(1, runtime.GOMAXPROCS(0)/2))
	cancel()
	await(0)
}
