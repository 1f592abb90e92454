package download_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/transfer/journal"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// row is a download.Row that remembers what it is told.
type row struct {
	mu       sync.Mutex
	status   status.Status
	states   []status.State // each once, in order
	notes    []string
	owned    []string
	received int64
}

func newRow(dir string, w format.Wish) *row {
	return &row{status: status.Status{ID: "a", VideoID: "aaaaaaaaaaa", Wish: w, Dir: dir, State: status.LookingUp}}
}

func (r *row) Status() status.Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.status
}

func (r *row) Update(edit func(*status.Status)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	edit(&r.status)
	if n := len(r.states); n == 0 || r.states[n-1] != r.status.State {
		r.states = append(r.states, r.status.State)
	}
}

func (r *row) Note(note string) {
	r.Update(func(s *status.Status) { s.Note = note })
	r.mu.Lock()
	defer r.mu.Unlock()
	r.notes = append(r.notes, note)
}

func (r *row) Wait(ctx context.Context, done <-chan struct{}) error {
	r.Note(status.NoteSameFile)
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (r *row) Own(path string) { r.owned = append(r.owned, path) }

func (r *row) Progress(received, _ int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.received = received
}

// source is a download.Source with prepared answers.
type source struct {
	again, next []*youtube.Video // one a call
	pictures    map[string][]byte
	captions    map[string][]byte // by Caption.URL

	mu             sync.Mutex
	failed, worked []string // User-Agent of each video
}

var errNoAnswer = errors.New("no answer is prepared")

func take(from *[]*youtube.Video) (*youtube.Video, error) {
	if len(*from) == 0 {
		return nil, errNoAnswer
	}
	v := (*from)[0]
	*from = (*from)[1:]
	return v, nil
}

func (s *source) Again(context.Context, *youtube.Video) (*youtube.Video, error) {
	return take(&s.again)
}
func (s *source) Next(context.Context, *youtube.Video) (*youtube.Video, error) { return take(&s.next) }
func (s *source) Worked(v *youtube.Video)                                      { s.worked = append(s.worked, v.UserAgent) }
func (s *source) Failed(v *youtube.Video)                                      { s.failed = append(s.failed, v.UserAgent) }

func (s *source) Image(_ context.Context, url string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p, ok := s.pictures[url]; ok {
		return p, nil
	}
	return nil, errNoAnswer
}

func (s *source) Caption(_ context.Context, c youtube.Caption) ([]byte, error) {
	if p, ok := s.captions[c.URL]; ok {
		return p, nil
	}
	return nil, errNoAnswer
}

// client is a download.Client that has the bytes in memory.
type client struct {
	content map[string]simulator.Content // by address
	fetch   []func(context.Context, transfer.Job) error
	heads   []error // one for each call of Head, then none

	mu   sync.Mutex
	jobs []transfer.Job
	sent map[string]int64 // bytes by address, without heads
}

func (c *client) Head(_ context.Context, a transfer.Address, n int64) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.heads) > 0 {
		err := c.heads[0]
		c.heads = c.heads[1:]
		if err != nil {
			return nil, err
		}
	}
	content, ok := c.content[a.URL]
	if !ok {
		return nil, fmt.Errorf("no content at %q", a.URL)
	}
	head := make([]byte, min(n, content.Size()))
	_, err := content.ReadAt(head, 0)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return head, err
}

func (c *client) Size(_ context.Context, a transfer.Address) (int64, error) {
	return c.content[a.URL].Size(), nil
}

// Fetch runs the next prepared function, or moves everything.
func (c *client) Fetch(ctx context.Context, j transfer.Job) error {
	c.mu.Lock()
	c.jobs = append(c.jobs, j)
	var do func(context.Context, transfer.Job) error
	if len(c.fetch) > 0 {
		do, c.fetch = c.fetch[0], c.fetch[1:]
	}
	c.mu.Unlock()
	if do != nil {
		return do(ctx, j)
	}
	return c.move(j)
}

// move moves all bytes of a job.
func (c *client) move(j transfer.Job) error {
	done := make([]journal.Sums, len(j.Addresses))
	for _, r := range j.Ranges {
		address := j.Addresses[r.Stream].URL
		b := make([]byte, r.To-r.From)
		if _, err := c.content[address].ReadAt(b, r.From); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err := j.Write(r.Stream, b, r.From); err != nil {
			return fmt.Errorf("%w: %w", transfer.ErrWrite, err)
		}
		done[r.Stream].Add(journal.SumOf(r.From, b))
		if j.Received != nil {
			j.Received(len(b))
		}
		c.mu.Lock()
		c.sent[address] += int64(len(b))
		c.mu.Unlock()
	}
	if j.Journal == nil {
		return nil
	}
	if err := j.Sync(); err != nil {
		return err
	}
	var state []byte
	if j.State != nil {
		state = j.State()
	}
	return j.Journal.Checkpoint(done, state)
}

// fails is a Fetch that fails.
func fails(err error) func(context.Context, transfer.Job) error {
	return func(context.Context, transfer.Job) error { return err }
}

// stage is one folder with what a download works with.
type stage struct {
	*testing.T
	dir    string
	source *source
	client *client
}

func newStage(t *testing.T) *stage {
	return &stage{t, t.TempDir(), &source{}, &client{content: map[string]simulator.Content{}, sent: map[string]int64{}}}
}

// tools returns the tools of a process of its own.
func (s *stage) tools() download.Tools {
	return download.Tools{Source: s.source, Client: s.client, Log: slog.New(slog.DiscardHandler), Claims: &download.Claims{}, Connections: func() int { return 4 }}
}

// run runs a download of v.
func (s *stage) run(ctx context.Context, v *youtube.Video, w format.Wish) (string, *row, error) {
	r := newRow(s.dir, w)
	file, err := download.Run(ctx, s.tools(), r, v)
	return file, r, err
}

// video returns an answer of one client profile, whose addresses the client
// serves. version distinguishes the bytes of the picture.
func (s *stage) video(profile, version string, picture simulator.Fixture) *youtube.Video {
	v := &youtube.Video{ID: "aaaaaaaaaaa", Title: "Bridges", Author: "Practice", Duration: 12 * time.Second, UserAgent: profile, Profile: profile}
	add := func(itag int, codecs, version string, content simulator.Content, stream youtube.Stream) {
		stream.Itag, stream.Container, stream.Codecs, stream.Version = itag, "mp4", codecs, version
		stream.URL = fmt.Sprintf("https://%s.example/%d/%s", profile, itag, version)
		stream.Size, stream.Duration = content.Size(), 12*time.Second
		s.client.content[stream.URL] = content
		v.Streams = append(v.Streams, stream)
	}
	add(137, "avc1.640028", version, picture.Content(), youtube.Stream{HasVideo: true, Width: 1920, Height: 1080})
	add(140, "mp4a.40.2", "1", simulator.AAC.Content(), youtube.Stream{HasAudio: true, Channels: 2})
	return v
}

// files returns the names in the folder, hidden ones too.
func (s *stage) files() []string {
	s.Helper()
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		s.Fatal(err)
	}
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (s *stage) wantFiles(want ...string) {
	s.Helper()
	if got := s.files(); !slices.Equal(got, want) {
		s.Errorf("files %q, want %q", got, want)
	}
}
