package download_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media/lame"
	"github.com/hilo-app/hilo/core/sponsorblock"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// played is what a reader got of a Playback.
type played struct {
	name string
	size int64
	b    []byte
	err  error
}

// play reads all of a Playback.
func play(ctx context.Context, p *download.Playback) (out played) {
	out.name, out.size = p.Name(), p.Size()
	buf := make([]byte, 32<<10)
	for out.size < 0 || int64(len(out.b)) < out.size {
		n, err := p.ReadAt(ctx, buf, int64(len(out.b)))
		out.b = append(out.b, buf[:n]...)
		if err != nil {
			out.err = err
			break
		}
	}
	return out
}

// TestPlaybackWhileDownloading has a reader from before the first byte of the media on: it
// gets all of it, and the saved file is that of a download nobody watched.
func TestPlaybackWhileDownloading(t *testing.T) {
	for _, c := range []struct {
		wish format.Wish
		name string
		same bool // as the stream
	}{
		{wish, "Bridges.mp4", false},
		{format.Wish{Kind: format.Audio, Format: format.M4A}, "Bridges.m4a", false},
		{format.Wish{Kind: format.Audio, Format: format.MP3}, "Bridges.m4a", true},
	} {
		t.Run(string(c.wish.Kind)+" "+string(c.wish.Format), func(t *testing.T) {
			if c.wish.Format == format.MP3 && !lame.Available {
				t.Skip("this build has no MP3 encoder")
			}
			alone := newStage(t)
			want, _, err := alone.run(t.Context(), alone.video("first", "1", simulator.H264x1080), c.wish)
			if err != nil {
				t.Fatal(err)
			}

			s := newStage(t)
			p := new(download.Playback)
			defer p.Close()
			if err := p.Open(); !errors.Is(err, download.ErrNotPlayable) {
				t.Errorf("before the start: %v", err)
			}
			result := make(chan played, 1)
			s.client.fetch = append(s.client.fetch, func(ctx context.Context, j transfer.Job) error {
				if err := p.Open(); err != nil {
					return err
				}
				go func() { result <- play(t.Context(), p) }()
				return s.client.move(j)
			})
			tools := s.tools()
			tools.Playback = p
			file, err := download.Run(t.Context(), tools, newRow(s.dir, c.wish), s.video("first", "1", simulator.H264x1080))
			if err != nil {
				t.Fatal(err)
			}
			got := <-result
			if got.err != nil || got.name != c.name || int64(len(got.b)) != got.size || got.size == 0 {
				t.Errorf("%s: %d of %d bytes, %v", got.name, len(got.b), got.size, got.err)
			}
			stream := make([]byte, simulator.AAC.Content().Size())
			if _, err := simulator.AAC.Content().ReadAt(stream, 0); err != nil {
				t.Fatal(err)
			}
			if same := bytes.Equal(got.b, stream); same != c.same {
				t.Errorf("is the stream: %v", same)
			}
			if !sameFile(t, file, want) {
				t.Error("the saved file differs from one that nobody watched")
			}
			s.wantFiles(filepath.Base(file))
		})
	}
}

func sameFile(t *testing.T, a, b string) bool {
	t.Helper()
	x, err1 := os.ReadFile(a)
	y, err2 := os.ReadFile(b)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	return bytes.Equal(x, y)
}

// TestPlaybackOfOtherStreams holds that a reader gets an error, and not bytes of another
// stream, when the streams change on YouTube.
func TestPlaybackOfOtherStreams(t *testing.T) {
	s := newStage(t)
	p := new(download.Playback)
	defer p.Close()
	result := make(chan played, 1)
	s.client.fetch = append(s.client.fetch, func(context.Context, transfer.Job) error {
		if err := p.Open(); err != nil {
			return err
		}
		go func() { result <- play(t.Context(), p) }()
		return &transfer.ChangedError{Stream: 0}
	})
	s.source.again = append(s.source.again, s.video("first", "2", simulator.H264x720))
	tools := s.tools()
	tools.Playback = p
	if _, err := download.Run(t.Context(), tools, newRow(s.dir, wish), s.video("first", "1", simulator.H264x1080)); err != nil {
		t.Fatal(err)
	}
	if got := <-result; !errors.Is(got.err, download.ErrNotPlayable) {
		t.Errorf("%d bytes, %v", len(got.b), got.err)
	}
}

func TestPlaybackOfAClip(t *testing.T) {
	s := newStage(t)
	p := new(download.Playback)
	s.client.fetch = append(s.client.fetch, func(_ context.Context, j transfer.Job) error {
		if err := p.Open(); !errors.Is(err, download.ErrNotPlayable) {
			t.Error(err)
		}
		return s.client.move(j)
	})
	tools := s.tools()
	tools.Playback = p
	w := wish
	w.Clip = format.Clip{From: 2e9, To: 4e9}
	if _, err := download.Run(t.Context(), tools, newRow(s.dir, w), s.video("first", "1", simulator.H264x1080)); err != nil {
		t.Fatal(err)
	}
}

// sponsors is a download.Sponsors that knows these parts of every video.
type sponsors []sponsorblock.Segment

func (s sponsors) Segments(context.Context, string, time.Duration, []string) ([]sponsorblock.Segment, error) {
	return s, nil
}

// TestPlaybackOfCuts holds that a reader of a file of which parts are left out gets the whole
// movie, to the byte, and that what the file does not have is fetched only then.
func TestPlaybackOfCuts(t *testing.T) {
	remove := wish
	remove.SponsorBlock = format.SponsorBlock{Mode: format.SponsorRemove, Categories: "sponsor"}
	run := func(w format.Wish, watch bool) (s *stage, file string, got played) {
		s = newStage(t)
		p := new(download.Playback)
		t.Cleanup(p.Close)
		result := make(chan played, 1)
		if watch {
			s.client.fetch = append(s.client.fetch, func(_ context.Context, j transfer.Job) error {
				if err := p.Open(); err != nil {
					return err
				}
				go func() { result <- play(t.Context(), p) }()
				return s.client.move(j)
			})
		}
		tools := s.tools()
		tools.Playback = p
		tools.Sponsors = sponsors{{From: 2 * time.Second, To: 11 * time.Second, Category: "sponsor"}}
		file, err := download.Run(t.Context(), tools, newRow(s.dir, w), s.video("first", "1", simulator.H264x1080))
		if err != nil {
			t.Fatal(err)
		}
		if watch {
			got = <-result
		}
		return s, file, got
	}
	alone, want, _ := run(remove, false)
	_, _, movie := run(wish, true)
	watched, file, got := run(remove, true)
	if got.err != nil || movie.err != nil || !bytes.Equal(got.b, movie.b) {
		t.Errorf("%d bytes, %v; without cuts %d, %v", len(got.b), got.err, len(movie.b), movie.err)
	}
	if !sameFile(t, file, want) {
		t.Error("the saved file differs from one that nobody watched")
	}
	const address = "https://first.example/137/1"
	size := simulator.H264x1080.Content().Size()
	if n := alone.client.sent[address]; n >= size-10_000 {
		t.Errorf("%d of %d bytes are fetched when nobody watches", n, size)
	}
	t.Logf("%d of %d bytes are fetched when nobody watches, %d when somebody does", alone.client.sent[address], size, watched.client.sent[address])
}
