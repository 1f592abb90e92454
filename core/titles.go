package core

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/queue"
	"github.com/hilo-app/hilo/core/youtube"
)

const (
	titlesAhead   = 200         // downloads that wait or failed, from the front of the queue, that get a title without a lookup
	titlesWorkers = 2           // requests at a time, as many as youtube.Source.Preview allows
	titlesPause   = time.Minute // after a request that may succeed later, such as one without a network
)

// titles gives queued downloads their title and channel before their turn, and those
// whose refusal named none. It asks for previews, which are not lookups. A nil *titles does nothing.
type titles struct {
	mu      *sync.Mutex // scheduler.mu, which guards the queue
	queue   *queue.Queue
	preview func(ctx context.Context, videoID string) (youtube.Preview, error)
	log     *slog.Logger
	wake    chan struct{} // has a value for each worker when the queue may have changed
}

func newTitles(mu *sync.Mutex, q *queue.Queue, source *youtube.Source, log *slog.Logger) *titles {
	return &titles{mu: mu, queue: q, preview: source.Preview, log: log, wake: make(chan struct{}, titlesWorkers)}
}

// poke makes the workers look at the queue again.
func (t *titles) poke() {
	if t == nil {
		return
	}
	for range titlesWorkers {
		select {
		case t.wake <- struct{}{}:
		default:
			return
		}
	}
}

// work asks for one title after the other until ctx ends.
func (t *titles) work(ctx context.Context) {
	for {
		e, videoID := t.next()
		if e == nil {
			select {
			case <-ctx.Done():
				return
			case <-t.wake:
			}
			continue
		}
		p, err := t.preview(ctx, videoID)
		if ctx.Err() != nil {
			return
		}
		if t.accept(e, p, err) {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(titlesPause):
		}
	}
}

// next returns the first download near the front of the queue whose title is to be
// asked for, and counts it as asked for. It returns nil when there is none.
func (t *titles) next() (e *queue.Entry, videoID string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	looked := 0
	for e := range t.queue.All() {
		if s := e.Status.State; s != Queued && s != Waiting && s != Failed || e.Stop != nil {
			continue
		}
		if e.Status.Title == "" && e.Status.VideoID != "" && e.List == nil && !e.Previewed {
			e.Previewed = true
			return e, e.Status.VideoID
		}
		if looked++; looked >= titlesAhead {
			break
		}
	}
	return nil, ""
}

// accept takes over an answer. It returns false for an error that may pass: the
// title will be asked for again.
func (t *titles) accept(e *queue.Entry, p youtube.Preview, err error) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err != nil {
		t.log.Debug("no preview", "url", e.Status.URL, "err", err)
		_, passes := problem.RetryPolicyOf(problem.Classify(err).Class)
		e.Previewed = !passes
		return !passes
	}
	if e.Removed || e.Status.Title != "" { // it was looked up meanwhile
		return true
	}
	t.queue.Change(e, func(s *Status) {
		s.Title, s.Channel = p.Title, p.Author
		if s.Thumbnail == "" {
			s.Thumbnail = p.Thumbnail
		}
	})
	return true
}
