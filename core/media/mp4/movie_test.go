package mp4_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4"
)

// arrived is streams that are there. It gives few bytes at once, so that every seam is
// crossed.
type arrived [][]byte

func (a arrived) ReadAt(ctx context.Context, track int, p []byte, off int64) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if off >= int64(len(a[track])) {
		return 0, io.EOF
	}
	return copy(p[:min(len(p), 1000)], a[track][off:]), nil
}

// movieOf returns all bytes of a Movie.
func movieOf(t *testing.T, streams [][]byte) []byte {
	t.Helper()
	m, err := mp4.NewMovie(mediatest.HeadsOf(streams))
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, m.Size())
	for at := int64(0); at < m.Size(); {
		n, err := m.ReadAt(t.Context(), arrived(streams), b[at:], at)
		if err != nil {
			t.Fatalf("byte %d of %d: %v", at, m.Size(), err)
		}
		at += int64(n)
	}
	return b
}

// TestMovieHasEveryPacket holds that a player gets every packet of both streams once,
// with its time, and that nothing is wrong with the file.
func TestMovieHasEveryPacket(t *testing.T) {
	t.Parallel()
	mediatest.NeedFFmpeg(t)
	for _, c := range []struct{ first, second string }{
		{"video.mp4", "audio.mp4"},
		{"video_elst.mp4", "audio_elst.mp4"},
		{"video_vfr.mp4", "audio.mp4"},
		{"video_av1.mp4", "audio.mp4"},
		{first: "audio.mp4"},
		{first: "video.mp4"},
	} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			dir := t.TempDir()
			streams := [][]byte{mediatest.Sample(t, c.first)}
			if c.second != "" {
				streams = append(streams, mediatest.Sample(t, c.second))
			}
			movie := filepath.Join(dir, "movie.mp4")
			if err := os.WriteFile(movie, movieOf(t, streams), 0o600); err != nil {
				t.Fatal(err)
			}
			const entries = "pts_time,dts_time,size,data_hash"
			for i, b := range streams {
				source := filepath.Join(dir, "source.mp4")
				if err := os.WriteFile(source, b, 0o600); err != nil {
					t.Fatal(err)
				}
				kind := "v"
				if i == 1 || c.first == "audio.mp4" {
					kind = "a"
				}
				got, want := mediatest.ProbePackets(t, movie, kind, entries), mediatest.ProbePackets(t, source, kind, entries)
				if got != want || len(want) < 1000 {
					t.Errorf("%s: %d characters of packets instead of %d", kind, len(got), len(want))
				}
			}
			mediatest.Run(t, "ffmpeg", "-v", "warning", "-xerror", "-i", movie, "-f", "null", "-")
		})
	}
}

// TestMovieSeeks holds that a jump, which ffmpeg does by the sidx, finds the same picture
// as in the finished file, and sound.
func TestMovieSeeks(t *testing.T) {
	t.Parallel()
	mediatest.NeedFFmpeg(t)
	streams := [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}
	dir := t.TempDir()
	movie, finished := filepath.Join(dir, "movie.mp4"), filepath.Join(dir, "finished.mp4")
	file, _ := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{}, media.Meta{})
	for path, b := range map[string][]byte{movie: movieOf(t, streams), finished: file} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	picture := func(path string) string {
		return mediatest.Run(t, "ffmpeg", "-v", "error", "-ss", "6.5", "-i", path, "-map", "0:v", "-frames:v", "1", "-f", "framemd5", "-")
	}
	if got, want := picture(movie), picture(finished); got != want {
		t.Errorf("picture\n%s\ninstead of\n%s", got, want)
	}
	if sound := mediatest.Run(t, "ffmpeg", "-v", "error", "-ss", "6.5", "-i", movie, "-map", "0:a", "-t", "0.1", "-f", "framemd5", "-"); len(sound) < 200 {
		t.Errorf("no sound at the place: %s", sound)
	}
}

// TestMovieAhead holds that what a reader needs first is asked for first: the tables of
// the sound, the pictures, and nothing that it has passed.
func TestMovieAhead(t *testing.T) {
	streams := [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}
	m, err := mp4.NewMovie(mediatest.HeadsOf(streams))
	if err != nil {
		t.Fatal(err)
	}
	all := m.Ahead(0, time.Hour)
	if all[0].Track != 1 || all[0].To-all[0].From > 4096 {
		t.Errorf("first wanted: %+v", all[0])
	}
	var pictures int64
	for _, r := range all {
		if r.Track == 0 {
			pictures += r.To - r.From
		}
	}
	if rest := int64(len(streams[0])) - pictures; rest < 0 || rest > 8<<10 {
		t.Errorf("%d of %d bytes of the pictures", pictures, len(streams[0]))
	}
	if got := m.Ahead(0, time.Second); len(got) >= len(all) {
		t.Errorf("%d ranges for a second, %d for all", len(got), len(all))
	}
	if got := m.Ahead(m.Size()-1, time.Hour); len(got) != 0 {
		t.Errorf("the end needs %+v", got)
	}
}

// TestMovieOfDamage holds that damaged streams end in an error and with bounded work.
func TestMovieOfDamage(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	whole := [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}
	failed := 0
	for range 300 {
		streams := [][]byte{whole[0], mediatest.Mutated(rng, whole[1])}
		if rng.IntN(2) == 0 {
			streams[0] = mediatest.Mutated(rng, whole[0])
		}
		m, err := mp4.NewMovie(mediatest.HeadsOf(streams))
		if err != nil {
			failed++
			continue
		}
		p := make([]byte, 64<<10)
		for at := int64(0); at < m.Size(); {
			n, err := m.ReadAt(t.Context(), arrived(streams), p, at)
			if err != nil {
				if !errors.Is(err, media.ErrDamaged) && !errors.Is(err, io.EOF) {
					t.Fatal(err)
				}
				failed++
				break
			}
			if n == 0 {
				t.Fatal("no bytes and no error")
			}
			at += int64(n)
		}
	}
	if failed == 0 {
		t.Error("no damage was noticed")
	}
}

func TestMovieNeedsAnIndex(t *testing.T) {
	if _, err := mp4.NewMovie(mediatest.HeadsOf([][]byte{mediatest.WithoutIndex(mediatest.Sample(t, "video.mp4"))})); !errors.Is(err, media.ErrNoIndex) {
		t.Error(err)
	}
	streams := [][]byte{mediatest.Sample(t, "audio.mp4"), mediatest.Sample(t, "video.mp4")}
	if _, err := mp4.NewMovie(mediatest.HeadsOf(streams)); !errors.Is(err, media.ErrDamaged) {
		t.Error(err)
	}
}
