package core_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// longVideo is a video of ten minutes.
func longVideo(id, title string) simulator.Video {
	const length = 10 * time.Minute
	return simulator.Video{ID: id, Title: title, Duration: length, Media: simulator.Formats(length, 137, 140)}
}

// part asks a server for some bytes from an offset on.
func part(t *testing.T, address string, from, n int64) []byte {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", from, from+n-1))
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusPartialContent {
		t.Fatalf("%s: %d bytes, %v", answer.Status, len(b), err)
	}
	return b
}

func sizeAt(t *testing.T, address string) int64 {
	t.Helper()
	answer, err := http.Head(address)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.ContentLength
}

// TestPlayersJumpAhead holds that a player gets the end of a video of which the start is
// being downloaded, that it can continue when the download is done, and that the file is the
// same as without it.
func TestPlayersJumpAhead(t *testing.T) {
	b := newHarness(t)
	b.site.Add(longVideo("aaaaaaaaaaa", "Bridges"))
	b.open(nil)
	alone := b.add("aaaaaaaaaaa")[0]
	want, err := os.ReadFile(b.awaitState(alone, core.Done).File)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(b.last[alone].File); err != nil {
		t.Fatal(err)
	}
	b.m.Remove(alone)

	b.site.SetPace(100 << 10)
	id := b.add("aaaaaaaaaaa")[0]
	b.awaitBytes(id, 1)
	address, err := b.m.Players().Serve(id)
	if err != nil {
		t.Fatal(err)
	}
	if at, known := b.m.Players().Place(id); known {
		t.Errorf("before a player reads it is at %v", at)
	}
	size := sizeAt(t, address)
	late := part(t, address, size*9/10, 64<<10)
	if s := b.m.List()[0]; s.State != core.Downloading || s.Received > s.Total/2 {
		t.Errorf("%s with %d of %d bytes", s.State, s.Received, s.Total)
	}
	b.site.SetPace(0)
	b.awaitState(id, core.Done)
	if again := part(t, address, size*9/10, 64<<10); !bytes.Equal(again, late) {
		t.Error("other bytes after the end of the download")
	}
	got, err := os.ReadFile(b.last[id].File)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("the file differs from one that nobody watched")
	}
	movie := filepath.Join(t.TempDir(), "movie.mp4")
	if err := os.WriteFile(movie, part(t, address, 0, size), 0o600); err != nil {
		t.Fatal(err)
	}
	mediatest.NeedFFmpeg(t)
	mediatest.Run(t, "ffmpeg", "-v", "warning", "-xerror", "-i", movie, "-c", "copy", "-f", "null", "-")

	b.m.Remove(id)
	if answer, err := http.Head(address); err == nil {
		_ = answer.Body.Close()
		t.Errorf("removed and still served: %s", answer.Status)
	}
}

// TestPlayersServeWhatGrows holds that WebM and songs can be heard before they are done, also
// files of which parts are left out: an MP4 with these parts.
func TestPlayersServeWhatGrows(t *testing.T) {
	mediatest.NeedFFmpeg(t)
	for _, w := range []format.Wish{
		{Kind: format.Video, Format: format.WebM},
		{Kind: format.Audio, Format: format.MP3},
		{Kind: format.Audio, Format: format.Opus},
		{Kind: format.Audio, Format: format.M4A},
		{Kind: format.Video, Format: format.WebM, SponsorBlock: format.SponsorBlock{Mode: format.SponsorRemove}},
		{Kind: format.Video, Format: format.MP4, SponsorBlock: format.SponsorBlock{Mode: format.SponsorRemove}},
	} {
		b := newHarness(t)
		b.site.Add(simulator.Video{
			ID: "aaaaaaaaaaa", Title: "Bridges", Duration: simulator.FixtureLength, Media: simulator.Formats(simulator.FixtureLength, 137, 247, 140, 251),
			Sponsored: []simulator.Sponsored{{From: 2 * sec, To: 11 * sec, Category: "sponsor"}},
		})
		b.site.SetPace(20 << 10)
		b.open(nil)
		id := b.wish(w, "aaaaaaaaaaa")[0]
		b.awaitBytes(id, 1)
		address, err := b.m.Players().Serve(id)
		if err != nil {
			t.Fatalf("%+v: %v", w, err)
		}
		answer, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		first := make([]byte, 1000)
		if _, err := io.ReadFull(answer.Body, first); err != nil {
			t.Fatal(err)
		}
		if at, known := b.m.Players().Place(id); known != (answer.ContentLength > 0) || known != (at > 0 && at <= 1) {
			t.Errorf("%+v: of %d bytes the place is %v, %v", w, answer.ContentLength, at, known)
		}
		b.site.SetPace(0)
		rest, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil {
			t.Fatalf("%+v: %v", w, err)
		}
		b.awaitState(id, core.Done)
		path := filepath.Join(t.TempDir(), "played")
		if err := os.WriteFile(path, slices.Concat(first, rest), 0o600); err != nil {
			t.Fatal(err)
		}
		sound := len(mediatest.ProbePackets(t, path, "a", "size"))
		if want := len(mediatest.ProbePackets(t, b.last[id].File, "a", "size")); sound < want*8/10 && w.Format != format.MP3 || sound == 0 {
			t.Errorf("%+v: %d of %d", w, sound, want)
		} else if w.Format == format.MP4 && sound < 3*want {
			t.Errorf("%+v: %d, only as much as the file with its %d", w, sound, want)
		}
		b.close()
	}
}

func TestPlayersServeOnlyWhatRuns(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	b.awaitState(id, core.Done)
	for _, id := range []core.ID{id, "nothing"} {
		if _, err := b.m.Players().Serve(id); !errors.Is(err, core.ErrNotPlayable) {
			t.Errorf("%s: %v", id, err)
		}
	}
}
