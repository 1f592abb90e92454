package download_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// While a download runs, another of the same file in the process waits for it or
// for its own end, and nobody deletes the partial file.
func TestOneOwnerInAProcess(t *testing.T) {
	s := newStage(t)
	v := s.video("first", "1", simulator.H264x1080)
	tools := s.tools()
	partial := filepath.Join(s.dir, partialName)
	type result struct {
		row *row
		err error
	}
	second, cancelled := make(chan result, 1), make(chan result, 1)
	run := func(ctx context.Context, w format.Wish, to chan<- result) {
		r := newRow(s.dir, w)
		_, err := download.Run(ctx, tools, r, v)
		to <- result{r, err}
	}
	s.client.fetch = append(s.client.fetch, func(_ context.Context, j transfer.Job) error {
		ctx, cancel := context.WithCancelCause(t.Context())
		why := errors.New("the user cancels")
		cancel(why)
		run(ctx, wish, cancelled)
		if r := <-cancelled; !errors.Is(r.err, why) || len(r.row.owned) != 0 {
			t.Errorf("cancelled while it waits: %v, owns %q", r.err, r.row.owned)
		}
		go run(t.Context(), format.Wish{Kind: format.Video, Sidecars: format.Sidecars{Text: true}}, second)
		tools.Claims.Discard(partial)
		if _, err := os.Stat(partial); err != nil {
			t.Errorf("discarded while it is written: %v", err)
		}
		return s.client.move(j)
	})
	first := make(chan result, 1)
	run(t.Context(), wish, first)
	if r := <-first; r.err != nil {
		t.Error(r.err)
	}
	if r := <-second; r.err != nil || r.row.status.Note != status.NoteAlready {
		t.Errorf("the second: %v, note %q", r.err, r.row.status.Note)
	}
	s.wantFiles("Bridges.mp4", "Bridges.txt")
	if n := len(s.client.jobs); n != 1 {
		t.Errorf("%d fetches", n)
	}
}

// An attempt that fails before it has any bytes leaves nothing.
func TestNothingIsLeftWithoutBytes(t *testing.T) {
	s := newStage(t)
	s.client.heads = []error{transfer.ErrStalled, transfer.ErrStalled}
	if _, _, err := s.run(t.Context(), s.video("first", "1", simulator.H264x1080), wish); !errors.Is(err, transfer.ErrStalled) {
		t.Fatal(err)
	}
	s.wantFiles()
}

// The bytes of an earlier start stay when the first requests of the next fail.
func TestBytesStayWhenTheNextStartFails(t *testing.T) {
	s := newStage(t)
	v := s.video("first", "1", simulator.H264x1080)
	s.client.fetch = append(s.client.fetch, fails(transfer.ErrStalled))
	if _, _, err := s.run(t.Context(), v, wish); !errors.Is(err, transfer.ErrStalled) {
		t.Fatal(err)
	}
	changed := s.video("first", "2", simulator.H264x1080)
	changed.Streams[0].Size = 0 // is asked for first
	delete(s.client.content, changed.Streams[0].URL)
	s.client.content[changed.Streams[0].URL] = simulator.H264x360.Content()
	s.client.heads = []error{transfer.ErrStalled, transfer.ErrStalled}
	if _, _, err := s.run(t.Context(), changed, wish); !errors.Is(err, transfer.ErrStalled) {
		t.Fatal(err)
	}
	s.wantFiles(partialName, partialName+".journal")
}

// A file that got the video's id for a name, because the folder's file system
// cannot have its title, is found again.
func TestSavedUnderTheID(t *testing.T) {
	s := newStage(t)
	v := s.video("first", "1", simulator.H264x1080)
	file, _, err := s.run(t.Context(), v, wish)
	if err != nil {
		t.Fatal(err)
	}
	byID := filepath.Join(s.dir, v.ID+".mp4")
	if err := os.Rename(file, byID); err != nil {
		t.Fatal(err)
	}
	if file, r, err := s.run(t.Context(), v, wish); err != nil || file != byID || r.status.Note != status.NoteAlready {
		t.Errorf("%q, note %q, %v", file, r.status.Note, err)
	}
	s.wantFiles(v.ID + ".mp4")
}
