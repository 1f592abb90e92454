package queue_test

import (
	"io"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/queue"
	"github.com/hilo-app/hilo/core/status"
)

// What a group will take counts every download: one whose size is unknown by its duration,
// and one of which nothing is known as the mean of the others.
func TestExpectedSizeOfAGroup(t *testing.T) {
	known := status.Status{State: status.Downloading, Total: 100, Received: 50, Speed: 10, Duration: 10 * time.Second}
	tests := map[string]struct {
		others []status.Status
		want   int64
	}{
		"alone":                 {nil, 100},
		"with a duration":       {[]status.Status{{State: status.Queued, Duration: 30 * time.Second}}, 400},
		"without one":           {[]status.Status{{State: status.Queued}, {State: status.Queued}}, 300},
		"both":                  {[]status.Status{{State: status.Queued, Duration: 30 * time.Second}, {State: status.Queued}}, 500},
		"saved with a duration": {[]status.Status{{State: status.Done, Duration: time.Hour}}, 100},
		"failed":                {[]status.Status{{State: status.Failed}, {State: status.Cancelled}}, 100},
		"saved without size":    {[]status.Status{{State: status.Done}}, 100},
	}
	var mu sync.Mutex
	q, _, err := queue.Open(filepath.Join(t.TempDir(), "hilo.db"), false, slog.New(slog.NewTextHandler(io.Discard, nil)), &mu)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range tests {
		mu.Lock()
		id := q.Groups.Create(status.Group{Kind: status.Links})
		for _, s := range append([]status.Status{known}, tt.others...) {
			s.Group = id
			q.Append(&queue.Entry{Status: &s})
		}
		got, _ := q.Groups.Status(id)
		mu.Unlock()
		if want := time.Duration(tt.want-50) * time.Second / 10; got.Expected != tt.want || got.ETA != want {
			t.Errorf("%s: %d bytes in %v, want %d in %v", name, got.Expected, got.ETA, tt.want, want)
		}
	}
	if err := q.Persister.Close(); err != nil {
		t.Error(err)
	}
}
