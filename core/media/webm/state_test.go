package webm

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os/exec"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// finer cuts the slices of a layout up, so that short streams have many.
func finer(l media.Layout, length time.Duration) media.Layout {
	m := l.(*muxer)
	m.ranges = m.slices(length)
	return l
}

func TestWebMStateAtAnyMoment(t *testing.T) {
	t.Parallel()
	for name, streams := range mediatest.WebMStreams(t) {
		t.Run(name, func(t *testing.T) {
			want := &mediatest.Memory{}
			l := finer(newWebM(t, want, streams, media.Options{}), 300*time.Millisecond)
			mediatest.Feed(t, l, streams, l.Ranges())
			if _, err := l.Finish(mediatest.Meta); err != nil {
				t.Fatal(err)
			}
			sameBlocks(t, want.Data, streams)
			for range 10 {
				m := &mediatest.Memory{}
				var state []byte
				for done := false; !done; {
					l := finer(newWebM(t, m, streams, media.Options{State: state, Resume: true}), 300*time.Millisecond)
					parts := mediatest.CutRanges(l.Ranges(), 1+rand.Int64N(7000))
					stop := rand.IntN(len(parts) + 1)
					save := rand.IntN(stop + 1) // the state that is saved is older than the file
					mediatest.Feed(t, l, streams, parts[:save])
					state = l.State()
					mediatest.Feed(t, l, streams, parts[save:stop])
					if done = stop == len(parts) || rand.IntN(12) == 0; done {
						mediatest.Feed(t, l, streams, parts[stop:])
						if _, err := l.Finish(mediatest.Meta); err != nil {
							t.Fatal(err)
						}
					}
				}
				if !bytes.Equal(m.Data, want.Data) {
					t.Fatal("an interrupted file differs")
				}
			}
		})
	}
}

func TestWebMStateWhileWriting(t *testing.T) {
	streams := [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
	m := &mediatest.Memory{}
	l := newWebM(t, m, streams, media.Options{})
	states := make(chan []byte, 50)
	go func() {
		defer close(states)
		for range cap(states) {
			states <- l.State()
		}
	}()
	mediatest.Feed(t, l, streams, mediatest.CutRanges(l.Ranges(), 100))
	if _, err := l.Finish(mediatest.Meta); err != nil {
		t.Fatal(err)
	}
	want := bytes.Clone(m.Data)
	for state := range states {
		l := newWebM(t, m, streams, media.Options{State: state, Resume: true})
		mediatest.Feed(t, l, streams, mediatest.CutRanges(l.Ranges(), 0))
		if _, err := l.Finish(mediatest.Meta); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(m.Data, want) {
			t.Fatal("a state taken while bytes were written makes another file")
		}
	}
}

// TestWebMUnbalanced passes all of one stream before the other.
func TestWebMUnbalanced(t *testing.T) {
	streams := [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
	want, _ := mediatest.Make(t, New, Verify, streams, media.Options{}, mediatest.Meta)
	for _, first := range []int{0, 1} {
		for _, most := range []int64{maxWaiting, 20_000, 1} {
			m := &mediatest.Memory{}
			l := newWebM(t, m, streams, media.Options{})
			mux := l.(*muxer)
			mux.clusters.most = most
			for _, i := range []int{first, 1 - first} {
				for _, p := range mediatest.CutRanges([]media.Range{{Track: i, From: mux.streams[i].fed, To: int64(len(streams[i]))}}, 500) {
					if err := l.WriteAt(i, streams[i][p.From:p.To], p.From); err != nil {
						t.Fatal(err)
					}
					if mux.clusters.waiting > most {
						t.Fatalf("%d bytes wait", mux.clusters.waiting)
					}
				}
			}
			s, err := l.Finish(mediatest.Meta)
			if err != nil {
				t.Fatal(err)
			}
			if err := Verify(m, s.Size, s); err != nil {
				t.Fatal(err)
			}
			if most == maxWaiting && !bytes.Equal(m.Data, want) {
				t.Error("the file depends on the order though memory was enough")
			}
			sameBlocks(t, m.Data, streams)
			// When all sound comes first, ffprobe gives up looking for pictures.
			if _, err := exec.LookPath("ffprobe"); err == nil && (first == 0 || most == maxWaiting) {
				mediatest.Run(t, "ffprobe", "-v", "warning", mediatest.WriteFile(t, "out.webm", m.Data))
			}
		}
	}
}

// Where too much waits, continuing from a state makes the same file, too.
func TestWebMStateUnbalanced(t *testing.T) {
	streams := [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
	begin := func(m *mediatest.Memory, state []byte) media.Layout {
		l := newWebM(t, m, streams, media.Options{State: state, Resume: true})
		l.(*muxer).clusters.most = 3000
		return finer(l, 4*time.Second) // much more than may wait
	}
	want := &mediatest.Memory{}
	l := begin(want, nil)
	mediatest.Feed(t, l, streams, l.Ranges())
	if _, err := l.Finish(mediatest.Meta); err != nil {
		t.Fatal(err)
	}
	for range 50 {
		m := &mediatest.Memory{}
		l := begin(m, nil)
		parts := mediatest.CutRanges(l.Ranges(), 0)
		mediatest.Feed(t, l, streams, parts[:rand.IntN(len(parts))])
		l = begin(m, l.State())
		mediatest.Feed(t, l, streams, mediatest.CutRanges(l.Ranges(), 0))
		if _, err := l.Finish(mediatest.Meta); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(m.Data, want.Data) {
			t.Fatal("an interrupted file differs")
		}
	}
}

// Fetched in the order of Ranges, little waits.
func TestWebMRangesAreBalanced(t *testing.T) {
	for name, streams := range mediatest.WebMStreams(t) {
		l := finer(newWebM(t, &mediatest.Memory{}, streams, media.Options{}), 500*time.Millisecond)
		m := l.(*muxer)
		at := make([]int64, len(streams))
		for i, s := range m.streams {
			at[i] = s.fed
		}
		most := int64(0)
		for _, r := range mediatest.CutRanges(l.Ranges(), 1000) {
			if r.From != at[r.Track] {
				t.Fatalf("%s: range %v does not continue from %v", name, r, at)
			}
			at[r.Track] = r.To
			mediatest.Feed(t, l, streams, []media.Range{r})
			most = max(most, m.clusters.waiting)
		}
		for i, s := range streams {
			if at[i] != int64(len(s)) {
				t.Errorf("%s: ranges of stream %d end at %d", name, i, at[i])
			}
		}
		if limit := int64(20_000); most > limit && name != "long sound" && name != "without cues" {
			t.Errorf("%s: %d bytes wait", name, most)
		}
	}
}

func TestWebMDamagedState(t *testing.T) {
	t.Parallel()
	streams := [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
	m := &mediatest.Memory{}
	l := newWebM(t, m, streams, media.Options{})
	parts := mediatest.CutRanges(l.Ranges(), 5000)
	mediatest.Feed(t, l, streams, parts[:len(parts)*3/4])
	state := l.State()
	for n := 1; n < len(state); n++ {
		if _, err := New(&mediatest.Memory{Data: m.Data}, mediatest.HeadsOf(streams), media.Options{State: state[:n]}); !errors.Is(err, media.ErrDamaged) {
			t.Errorf("%d bytes of a state of %d: %v", n, len(state), err)
		}
	}
	if _, err := New(&mediatest.Memory{}, mediatest.HeadsOf(streams), media.Options{State: withoutSums(l)}); !errors.Is(err, media.ErrDamaged) {
		t.Errorf("a file shorter than its state without checksums: %v", err)
	}
	for i := range state {
		for range 20 {
			b := bytes.Clone(state)
			b[i] = byte(rand.UintN(256))
			l, err := New(&mediatest.Memory{Data: bytes.Clone(m.Data)}, mediatest.HeadsOf(streams), media.Options{State: b})
			if err != nil {
				continue
			}
			for _, r := range l.Ranges() {
				if err := l.WriteAt(r.Track, streams[r.Track][r.From:r.To], r.From); err != nil && !errors.Is(err, media.ErrDamaged) {
					t.Fatal(err)
				}
			}
			_, _ = l.Finish(media.Meta{})
		}
	}
}

// A file system that fails once must not cost a block.
func TestWebMWriteFails(t *testing.T) {
	streams := [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
	want, _ := mediatest.Make(t, New, Verify, streams, media.Options{}, mediatest.Meta)
	m := &mediatest.Memory{}
	f := &failing{File: m}
	l, err := New(f, mediatest.HeadsOf(streams), media.Options{})
	if err != nil {
		t.Fatal(err)
	}
	failures := 0
	for i, p := range mediatest.CutRanges(l.Ranges(), 1000) {
		f.fail = i%2 == 0
		err := l.WriteAt(p.Track, streams[p.Track][p.From:p.To], p.From)
		if err != nil {
			failures++
		}
	}
	f.fail = false
	if _, err := l.Finish(mediatest.Meta); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.Data, want) || failures == 0 {
		t.Errorf("after %d failures the file differs", failures)
	}
}

type failing struct {
	media.File
	fail bool
}

func (f *failing) WriteAt(p []byte, off int64) (int, error) {
	if f.fail {
		return 0, errors.New("no space left")
	}
	return f.File.WriteAt(p, off)
}
