package download_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// damageAt changes the file at path.
func damageAt(t *testing.T, path string, change func(b []byte)) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	change(b)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestDamageOnDisk keeps most bytes of a download, damages some of them inside
// the media, and starts again: the file is the same as without damage, and little
// more than the damaged bytes is fetched again.
func TestDamageOnDisk(t *testing.T) {
	const most = 3 << 20 // two checksums may have a damaged byte, and some bytes were missing
	changes := map[string]func(b []byte){
		"zeros":         func(b []byte) { clear(b[len(b)*19/20:][:len(b)/40]) },
		"a bit":         func(b []byte) { b[len(b)*19/20] ^= 1 },
		"noise":         func(b []byte) { rand.NewChaCha8([32]byte{}).Read(b[len(b)*19/20:][:len(b)/40]) },
		"cut and grown": func(b []byte) { clear(b[len(b)*19/20:]) },
	}
	wishes := map[string]format.Wish{"video": wish, "in order": wish, "sound": {Kind: format.Audio, Format: format.M4A}}
	if mp3.Available {
		wishes["converted"] = format.Wish{Kind: format.Audio, Format: format.MP3}
	}
	for name, w := range wishes {
		undamaged := func(s *stage) []byte {
			if name == "in order" {
				s.client.fetch = append(s.client.fetch, fails(fmt.Errorf("%w: %w", transfer.ErrWrite, media.ErrIndex)))
			}
			file, _, err := s.run(s.Context(), s.video("first", "1", simulator.H264x1080), w)
			b, readErr := os.ReadFile(file)
			if err := errors.Join(err, readErr); err != nil {
				s.Fatal(err)
			}
			return b
		}(newStage(t))
		for how, change := range changes {
			t.Run(name+"/"+how, func(t *testing.T) {
				s := newStage(t)
				v := s.video("first", "1", simulator.H264x1080)
				if name == "in order" {
					s.client.fetch = append(s.client.fetch, fails(fmt.Errorf("%w: %w", transfer.ErrWrite, media.ErrIndex)))
				}
				s.client.fetch = append(s.client.fetch, func(_ context.Context, j transfer.Job) error {
					j.Ranges = j.Ranges[:max(1, len(j.Ranges)*9/10)]
					return errors.Join(s.client.move(j), transfer.ErrStalled)
				})
				_, r, err := s.run(t.Context(), v, w)
				if !errors.Is(err, transfer.ErrStalled) {
					t.Fatal(err)
				}
				damageAt(t, r.owned[0], change)
				sent := func() int64 { return s.client.sent[v.Streams[0].URL] + s.client.sent[v.Streams[1].URL] }
				before := sent()
				file, _, err := s.run(t.Context(), v, w)
				if err != nil {
					t.Fatal(err)
				}
				if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, undamaged) {
					t.Errorf("the file differs from one without damage: %v", err)
				}
				if again := sent() - before; again < 1 || again > most {
					t.Errorf("%d of %d bytes were sent again", again, before)
				}
			})
		}
	}
}

// TestUncheckedBytesAreKept continues a partial file whose journal has no
// checksums, as that of an earlier version: its bytes are taken as they are, and
// those that the file does not have are fetched again.
func TestUncheckedBytesAreKept(t *testing.T) {
	s := newStage(t)
	v := s.video("first", "1", simulator.H264x1080)
	s.client.fetch = append(s.client.fetch, func(_ context.Context, j transfer.Job) error {
		kept := j.Journal
		j.Journal = nil
		for _, r := range j.Ranges {
			b := make([]byte, r.To-r.From)
			s.client.content[j.Addresses[r.Stream].URL].ReadAt(b, r.From)
			if err := j.Write(r.Stream, b, r.From); err != nil {
				return err
			}
		}
		return errors.Join(kept.Mark(j.Ranges), transfer.ErrStalled)
	})
	if _, _, err := s.run(t.Context(), v, wish); !errors.Is(err, transfer.ErrStalled) {
		t.Fatal(err)
	}
	if _, _, err := s.run(t.Context(), v, wish); err != nil {
		t.Fatal(err)
	}
	for _, stream := range v.Streams {
		if sent := s.client.sent[stream.URL]; sent != 0 {
			t.Errorf("%d bytes of %d were sent", sent, stream.Size)
		}
	}
	s.wantFiles("Bridges.mp4")
}

// TestChangedStreamTakesNoDamage copies the bytes of the stream that is the same
// into the successor of a partial file, but not those that are damaged.
func TestChangedStreamTakesNoDamage(t *testing.T) {
	s := newStage(t)
	fresh := s.video("first", "2", simulator.H264x1080)
	v := s.video("first", "1", simulator.H264x1080)
	want, _, err := func() (string, *row, error) {
		o := newStage(t)
		return o.run(t.Context(), o.video("first", "2", simulator.H264x1080), wish)
	}()
	if err != nil {
		t.Fatal(err)
	}
	undamaged, err := os.ReadFile(want)
	if err != nil {
		t.Fatal(err)
	}
	s.client.fetch = append(s.client.fetch, func(_ context.Context, j transfer.Job) error {
		sound := j.Ranges[:0:0]
		for _, r := range j.Ranges {
			if r.Stream == 1 {
				sound = append(sound, r)
			}
		}
		j.Ranges = sound
		if err := s.client.move(j); err != nil {
			return err
		}
		first := sound[0]
		return errors.Join(j.Write(1, make([]byte, 100), first.From+(first.To-first.From)/2), transfer.ErrStalled)
	})
	if _, _, err := s.run(t.Context(), v, wish); !errors.Is(err, transfer.ErrStalled) {
		t.Fatal(err)
	}
	file, _, err := s.run(t.Context(), fresh, wish)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, undamaged) {
		t.Errorf("the file differs from one without damage: %v", err)
	}
}
