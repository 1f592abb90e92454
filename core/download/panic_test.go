package download_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/panics"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// faulty panics in one of its methods.
type faulty struct {
	*row
	download.Source
	download.Client
	in string
}

func (f faulty) mistake(method string) {
	if f.in == method {
		panic("a mistake in Hilo")
	}
}

func (f faulty) Progress(received, speed int64) {
	f.mistake("Progress")
	f.row.Progress(received, speed)
}

func (f faulty) Image(ctx context.Context, url string) ([]byte, error) {
	f.mistake("Image")
	return f.Source.Image(ctx, url)
}

func (f faulty) Caption(ctx context.Context, c youtube.Caption) ([]byte, error) {
	f.mistake("Caption")
	return f.Source.Caption(ctx, c)
}

func (f faulty) Head(ctx context.Context, a transfer.Address, n int64) ([]byte, error) {
	f.mistake("Head")
	return f.Client.Head(ctx, a, n)
}

// Fetch waits for the first report of progress when that panics.
func (f faulty) Fetch(ctx context.Context, j transfer.Job) error {
	if f.in == "Progress" {
		<-ctx.Done()
		return context.Cause(ctx)
	}
	return f.Client.Fetch(ctx, j)
}

// TestPanicOnAGoroutine shows that a panic on any goroutine of a download reaches
// whoever runs it, with the stack, and that the next try saves the file.
func TestPanicOnAGoroutine(t *testing.T) {
	for _, in := range []string{"Head", "Image", "Caption", "Progress"} {
		t.Run(in, func(t *testing.T) {
			s := newStage(t)
			v := s.video("first", "1", simulator.H264x1080)
			v.Thumbnails = []youtube.Thumbnail{{URL: "https://i.example/1.jpg", Width: 1280}}
			v.Captions = []youtube.Caption{{URL: "https://c.example", Language: "en"}}
			w := wish
			w.Subtitles = format.Subtitles{Languages: "en", Embed: true}
			r := newRow(s.dir, w)
			f := faulty{r, s.source, s.client, in}
			tools := s.tools()
			tools.Source, tools.Client = f, f
			run := func() (err error) {
				defer panics.Catch(&err) // as the queue does
				_, err = download.Run(t.Context(), tools, f, v)
				return err
			}
			var crash *panics.Error
			if err := run(); !errors.As(err, &crash) || !strings.Contains(string(crash.Stack), "mistake") {
				t.Fatalf("%v", err)
			}
			f.in = ""
			tools.Source, tools.Client = f, f
			r.Update(func(st *status.Status) { st.State = status.LookingUp })
			if err := run(); err != nil {
				t.Fatal("the next try:", err)
			}
			s.wantFiles("Bridges.mp4")
		})
	}
}
