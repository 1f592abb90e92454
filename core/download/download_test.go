package download_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

var wish = format.Wish{Kind: format.Video}

// headSize is how much of each stream is fetched for the layout, in bytes.
const headSize = 64 << 10

const partialName = ".hilo-aaaaaaaaaaa-137+140.mp4.part"

func TestFileIsSaved(t *testing.T) {
	s := newStage(t)
	file, r, err := s.run(t.Context(), s.video("first", "1", simulator.H264x1080), wish)
	if err != nil || filepath.Base(file) != "Bridges.mp4" {
		t.Fatalf("%q, %v", file, err)
	}
	s.wantFiles("Bridges.mp4")
	if want := []status.State{status.LookingUp, status.Downloading, status.Finishing}; !slices.Equal(r.states, want) {
		t.Errorf("states %q, want %q", r.states, want)
	}
	if r.status.Title != "Bridges" || r.status.Quality != "1080p" || r.status.Total == 0 {
		t.Errorf("status %+v", r.status)
	}
	if want := []string{filepath.Join(s.dir, partialName)}; !slices.Equal(r.owned, want) {
		t.Errorf("owned %q, want %q", r.owned, want)
	}
	if len(s.source.worked) != 1 || len(s.source.failed) != 0 {
		t.Errorf("worked %q, failed %q", s.source.worked, s.source.failed)
	}
}

func TestRefusedThenNextProfile(t *testing.T) {
	for name, refuse := range map[string]func(*client){
		"media": func(c *client) {
			c.fetch = append(c.fetch, fails(fmt.Errorf("range: %w", transfer.ErrGated)))
		},
		"first bytes": func(c *client) { c.heads = []error{transfer.ErrRefused, nil} },
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			refuse(s.client)
			s.source.next = []*youtube.Video{s.video("second", "1", simulator.H264x1080)}
			if _, _, err := s.run(t.Context(), s.video("first", "1", simulator.H264x1080), wish); err != nil {
				t.Fatal(err)
			}
			s.wantFiles("Bridges.mp4")
			if !slices.Equal(s.source.failed, []string{"first"}) || !slices.Equal(s.source.worked, []string{"second"}) {
				t.Errorf("failed %q, worked %q", s.source.failed, s.source.worked)
			}
			last := s.client.jobs[len(s.client.jobs)-1]
			if got := last.Addresses[0]; got.UserAgent != "second" || !strings.HasPrefix(got.URL, "https://second.example/") {
				t.Errorf("fetched at %+v", got)
			}
		})
	}
}

func TestRefusedByEveryProfile(t *testing.T) {
	s := newStage(t)
	s.client.fetch = append(s.client.fetch, fails(transfer.ErrGated), fails(transfer.ErrGated))
	s.source.next = []*youtube.Video{s.video("second", "1", simulator.H264x1080)}
	_, _, err := s.run(t.Context(), s.video("first", "1", simulator.H264x1080), wish)
	if !errors.Is(err, transfer.ErrGated) || errors.Is(err, errNoAnswer) {
		t.Errorf("error %v, want that of the media", err)
	}
	if want := []string{"first", "second"}; !slices.Equal(s.source.failed, want) {
		t.Errorf("failed %q, want %q", s.source.failed, want)
	}
	s.wantFiles(partialName, partialName+".journal")
}

func TestAttemptsAreBounded(t *testing.T) {
	s := newStage(t)
	v := s.video("first", "1", simulator.H264x1080)
	for range 20 {
		s.client.fetch = append(s.client.fetch, fails(transfer.ErrGated))
		s.source.next = append(s.source.next, v)
	}
	if _, _, err := s.run(t.Context(), v, wish); !errors.Is(err, transfer.ErrGated) {
		t.Error(err)
	}
	if n := len(s.client.jobs); n != 12 {
		t.Errorf("%d attempts, want 12", n)
	}
}

func TestOtherErrorsEndTheDownload(t *testing.T) {
	for _, want := range []error{transfer.ErrStalled, transfer.ErrExpiring, &transfer.StatusError{Code: 503}, media.ErrDamaged} {
		s := newStage(t)
		s.client.fetch = append(s.client.fetch, fails(want))
		if _, _, err := s.run(t.Context(), s.video("first", "1", simulator.H264x1080), wish); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
		if n := len(s.client.jobs); n != 1 {
			t.Errorf("%v: %d attempts", want, n)
		}
	}
}

// The picture changes on YouTube when half of the bytes have come. The sound is
// kept.
func TestChangedThenStartOver(t *testing.T) {
	s := newStage(t)
	s.client.fetch = append(s.client.fetch, func(_ context.Context, j transfer.Job) error {
		var sound []transfer.Range
		for _, r := range j.Ranges {
			if r.Stream == 1 {
				sound = append(sound, r)
			}
		}
		j.Ranges = sound
		if err := s.client.move(j); err != nil {
			return err
		}
		return &transfer.ChangedError{Stream: 0}
	})
	first, changed := s.video("first", "1", simulator.H264x360), s.video("first", "2", simulator.H264x1080)
	s.source.again = []*youtube.Video{changed}
	_, r, err := s.run(t.Context(), first, wish)
	if err != nil {
		t.Fatal(err)
	}
	s.wantFiles("Bridges.mp4")
	if r.status.Note != status.NoteChanged {
		t.Errorf("note %q", r.status.Note)
	}
	sound, picture := changed.Streams[1], changed.Streams[0]
	if sent := s.client.sent[sound.URL]; sent != sound.Size-headSize {
		t.Errorf("%d bytes of the sound were sent, it has %d after the first %d", sent, sound.Size, headSize)
	}
	if sent := s.client.sent[picture.URL]; sent == 0 {
		t.Error("the new picture was not fetched")
	}
	if want := []string{"first"}; !slices.Equal(s.source.failed, want) {
		t.Errorf("failed %q, want %q", s.source.failed, want)
	}
	if _, r, err = s.run(t.Context(), changed, wish); err != nil || r.status.Note != status.NoteAlready {
		t.Errorf("the file is not made of the changed streams: note %q, %v", r.status.Note, err)
	}
}

func TestChangedAndNoAnswer(t *testing.T) {
	s := newStage(t)
	s.client.fetch = append(s.client.fetch, fails(&transfer.ChangedError{}))
	if _, r, err := s.run(t.Context(), s.video("first", "1", simulator.H264x1080), wish); !errors.Is(err, errNoAnswer) || r.status.Note != status.NoteChanged {
		t.Errorf("%v, note %q", err, r.status.Note)
	}
}

// All bytes of an earlier start are there, but they are not those of the video.
func TestDamagedKeptBytesAreFetchedAgain(t *testing.T) {
	s := newStage(t)
	v := s.video("first", "1", simulator.H264x1080)
	ctx, cancel := context.WithCancel(t.Context())
	s.client.fetch = append(s.client.fetch, func(ctx context.Context, j transfer.Job) error {
		for _, r := range j.Ranges {
			if err := j.Write(r.Stream, make([]byte, r.To-r.From), r.From); err != nil {
				return err
			}
		}
		if err := errors.Join(j.Sync(), j.Journal.Mark(j.Ranges)); err != nil {
			return err
		}
		cancel() // the computer is switched off
		return ctx.Err()
	})
	if _, _, err := s.run(ctx, v, wish); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	s.wantFiles(partialName, partialName+".journal")

	file, r, err := s.run(t.Context(), v, wish)
	if err != nil || filepath.Base(file) != "Bridges.mp4" {
		t.Fatalf("%q, %v", file, err)
	}
	s.wantFiles("Bridges.mp4")
	if r.states[len(r.states)-1] != status.Finishing || len(s.client.jobs) != 3 {
		t.Errorf("states %q, %d fetches", r.states, len(s.client.jobs))
	}
	if len(s.client.jobs[1].Ranges) != 0 || len(s.client.jobs[2].Ranges) == 0 {
		t.Errorf("fetched %v, then %v", s.client.jobs[1].Ranges, s.client.jobs[2].Ranges)
	}
}

// Bytes that came in this attempt and are damaged are YouTube's: fetching them
// again at once would not help.
func TestDamagedNewBytesAreAFailure(t *testing.T) {
	s := newStage(t)
	v := s.video("first", "1", simulator.H264x1080)
	s.client.fetch = append(s.client.fetch, func(_ context.Context, j transfer.Job) error {
		for _, r := range j.Ranges {
			if err := j.Write(r.Stream, make([]byte, r.To-r.From), r.From); err != nil {
				return err
			}
		}
		return nil
	})
	_, _, err := s.run(t.Context(), v, wish)
	if got := problem.Classify(err).Class; got != problem.Damaged || len(s.client.jobs) != 1 {
		t.Errorf("%s after %d fetches: %v", got, len(s.client.jobs), err)
	}
}

func TestWrongIndexThenInOrder(t *testing.T) {
	s := newStage(t)
	s.client.fetch = append(s.client.fetch, fails(fmt.Errorf("%w: %w", transfer.ErrWrite, media.ErrIndex)))
	_, _, err := s.run(t.Context(), s.video("first", "1", simulator.H264x1080), wish)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.client.jobs) != 2 || s.client.jobs[0].InOrder || !s.client.jobs[1].InOrder {
		t.Errorf("%d fetches", len(s.client.jobs))
	}
	s.wantFiles("Bridges.mp4")
}

func TestPartialFileIsContinued(t *testing.T) {
	s := newStage(t)
	v := s.video("first", "1", simulator.H264x1080)
	s.client.fetch = append(s.client.fetch, func(_ context.Context, j transfer.Job) error {
		j.Ranges = j.Ranges[:len(j.Ranges)/2]
		return errors.Join(s.client.move(j), transfer.ErrStalled)
	})
	if _, _, err := s.run(t.Context(), v, wish); !errors.Is(err, transfer.ErrStalled) {
		t.Fatal(err)
	}
	_, r, err := s.run(t.Context(), v, wish)
	if err != nil || r.status.Note != status.NoteResumed {
		t.Errorf("note %q, %v", r.status.Note, err)
	}
	for _, stream := range v.Streams {
		if sent := s.client.sent[stream.URL]; sent != stream.Size-headSize {
			t.Errorf("%d bytes of %d were sent", sent, stream.Size)
		}
	}
	s.wantFiles("Bridges.mp4")
}

func TestDiscard(t *testing.T) {
	s := newStage(t)
	s.client.fetch = append(s.client.fetch, fails(transfer.ErrStalled))
	_, r, err := s.run(t.Context(), s.video("first", "1", simulator.H264x1080), wish)
	if err == nil {
		t.Fatal("no error")
	}
	new(download.Claims).Discard(r.owned[0])
	s.wantFiles()
}

func TestPartialFileInUse(t *testing.T) {
	s := newStage(t)
	v := s.video("first", "1", simulator.H264x1080)
	var inner error
	s.client.fetch = append(s.client.fetch, func(_ context.Context, j transfer.Job) error {
		_, _, inner = s.run(t.Context(), v, wish)
		return s.client.move(j)
	})
	if _, _, err := s.run(t.Context(), v, wish); err != nil {
		t.Error(err)
	}
	if got := problem.Classify(inner).Class; got != problem.Busy {
		t.Errorf("%s, want busy: %v", got, inner)
	}
}

func TestSameFileIsNotSavedTwice(t *testing.T) {
	s := newStage(t)
	v := s.video("first", "1", simulator.H264x1080)
	w := wish
	for range 2 {
		file, _, err := s.run(t.Context(), v, w)
		if err != nil || filepath.Base(file) != "Bridges.mp4" {
			t.Fatalf("%q, %v", file, err)
		}
		w.Sidecars = format.Sidecars{Text: true, JSON: true}
	}
	if len(s.client.jobs) != 1 {
		t.Errorf("%d fetches", len(s.client.jobs))
	}
	s.wantFiles("Bridges.json", "Bridges.mp4", "Bridges.txt")
}

func TestRefresh(t *testing.T) {
	s := newStage(t)
	v := s.video("first", "1", simulator.H264x1080)
	fresh, less := s.video("fresh", "1", simulator.H264x1080), s.video("less", "1", simulator.H264x1080)
	less.Streams = less.Streams[:1]
	s.source.again = []*youtube.Video{fresh, less, v}
	var got []transfer.Address
	var second error
	s.client.fetch = append(s.client.fetch, func(ctx context.Context, j transfer.Job) (err error) {
		if got, err = j.Refresh(ctx, transfer.ErrExpiring); err != nil {
			return err
		}
		_, second = j.Refresh(ctx, transfer.ErrRefused)
		return second
	})
	if _, _, err := s.run(t.Context(), v, wish); err != nil { // changed, then over again
		t.Error(err)
	}
	if len(got) != 2 || got[0].UserAgent != "fresh" || got[1].URL != fresh.Streams[1].URL {
		t.Errorf("fresh addresses %+v", got)
	}
	var changed *transfer.ChangedError
	if !errors.As(second, &changed) || changed.Stream != 1 {
		t.Errorf("a stream that is not offered any more: %v", second)
	}
}

func TestClipOutsideTheVideo(t *testing.T) {
	s := newStage(t)
	w := wish
	w.Clip = format.Clip{From: 3600e9}
	_, _, err := s.run(t.Context(), s.video("first", "1", simulator.H264x1080), w)
	if got := problem.Classify(err).Class; got != problem.OutsideVideo || len(s.client.jobs) != 0 {
		t.Errorf("%s: %v", got, err)
	}
	s.wantFiles()
}

func TestPictureAlone(t *testing.T) {
	s := newStage(t)
	v := s.video("first", "1", simulator.H264x1080)
	v.Thumbnails = []youtube.Thumbnail{{URL: "https://i.example/small.jpg", Width: 320}, {URL: "https://i.example/big.jpg", Width: 1280}, {URL: "https://i.example/big.webp", Width: 1920}}
	s.source.pictures = map[string][]byte{"https://i.example/big.jpg": []byte("big")}
	for _, note := range []string{"", status.NoteAlready} {
		file, r, err := s.run(t.Context(), v, format.Wish{Kind: format.Picture})
		if err != nil || filepath.Base(file) != "Bridges.jpg" || r.status.Note != note {
			t.Errorf("%q, note %q, %v", file, r.status.Note, err)
		}
	}
	s.wantFiles("Bridges.jpg")
	if got := download.Thumbnail(v, 320); got != "https://i.example/small.jpg" {
		t.Errorf("320 pixels: %q", got)
	}
}

func ExampleRun() {
	dir, err := os.MkdirTemp("", "hilo-example-*")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	s := &stage{nil, dir, &source{}, &client{content: map[string]simulator.Content{}, sent: map[string]int64{}}}
	video := s.video("any", "1", simulator.H264x1080)

	row := newRow(dir, format.Wish{Kind: format.Video})
	file, err := download.Run(context.Background(), s.tools(), row, video)
	fmt.Println(filepath.Base(file), err)
	fmt.Println(row.Status().Quality, row.states)
	// Output:
	// Bridges.mp4 <nil>
	// 1080p [looking-up downloading finishing]
}

// Something cut the partial file: what is behind its end is fetched again, and
// the rest is kept.
func TestShortenedPartialFile(t *testing.T) {
	wishes := map[string]format.Wish{"video": wish, "sound": {Kind: format.Audio, Format: format.M4A}}
	if mp3.Available {
		wishes["converted"] = format.Wish{Kind: format.Audio, Format: format.MP3}
	}
	for name, w := range wishes {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			v := s.video("first", "1", simulator.H264x1080)
			s.client.fetch = append(s.client.fetch, func(_ context.Context, j transfer.Job) error {
				return errors.Join(s.client.move(j), transfer.ErrStalled)
			})
			_, r, err := s.run(t.Context(), v, w)
			if !errors.Is(err, transfer.ErrStalled) {
				t.Fatal(err)
			}
			info, err := os.Stat(r.owned[0])
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(r.owned[0], info.Size()-10_000); err != nil {
				t.Fatal(err)
			}
			sent := func() int64 { return s.client.sent[v.Streams[0].URL] + s.client.sent[v.Streams[1].URL] }
			before := sent()
			file, _, err := s.run(t.Context(), v, w)
			if err != nil {
				t.Fatal(err)
			}
			s.wantFiles(filepath.Base(file))
			if again := sent() - before; again < 10_000 || again > max(before/2, headSize) {
				t.Errorf("%d of %d bytes were sent again", again, before)
			}
		})
	}
}
