package media

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os/exec"
	"testing"
	"time"
)

// finer cuts the slices of a layout up, so that short streams have many.
func finer(l Layout, length time.Duration) Layout {
	m := l.(*webmMux)
	m.ranges = m.slicesOf(length)
	return l
}

func TestWebMStateAtAnyMoment(t *testing.T) {
	for name, streams := range webmCases(t) {
		t.Run(name, func(t *testing.T) {
			want := &memory{}
			l := finer(newWebM(t, want, streams, Options{}), 300*time.Millisecond)
			feed(t, l, streams, l.Ranges())
			if _, err := l.Finish(testMeta); err != nil {
				t.Fatal(err)
			}
			sameBlocks(t, want.data, streams)
			for range 25 {
				m := &memory{}
				var state []byte
				for done := false; !done; {
					l := finer(newWebM(t, m, streams, Options{State: state, Resume: true}), 300*time.Millisecond)
					parts := cutRanges(l.Ranges(), 1+rand.Int64N(7000))
					stop := rand.IntN(len(parts) + 1)
					save := rand.IntN(stop + 1) // the state that is saved is older than the file
					feed(t, l, streams, parts[:save])
					state = l.State()
					feed(t, l, streams, parts[save:stop])
					if done = stop == len(parts) || rand.IntN(12) == 0; done {
						feed(t, l, streams, parts[stop:])
						if _, err := l.Finish(testMeta); err != nil {
							t.Fatal(err)
						}
					}
				}
				if !bytes.Equal(m.data, want.data) {
					t.Fatal("an interrupted file differs")
				}
			}
		})
	}
}

func TestWebMStateWhileWriting(t *testing.T) {
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	m := &memory{}
	l := newWebM(t, m, streams, Options{})
	states := make(chan []byte, 50)
	go func() {
		defer close(states)
		for range cap(states) {
			states <- l.State()
		}
	}()
	feed(t, l, streams, cutRanges(l.Ranges(), 100))
	if _, err := l.Finish(testMeta); err != nil {
		t.Fatal(err)
	}
	want := bytes.Clone(m.data)
	for state := range states {
		l := newWebM(t, m, streams, Options{State: state, Resume: true})
		feed(t, l, streams, cutRanges(l.Ranges(), 0))
		if _, err := l.Finish(testMeta); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(m.data, want) {
			t.Fatal("a state taken while bytes were written makes another file")
		}
	}
}

// TestWebMUnbalanced passes all of one stream before the other.
func TestWebMUnbalanced(t *testing.T) {
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	want, _ := makeWebM(t, streams, Options{}, testMeta)
	for _, first := range []int{0, 1} {
		for _, most := range []int64{maxWaiting, 20_000, 1} {
			m := &memory{}
			l := newWebM(t, m, streams, Options{})
			mux := l.(*webmMux)
			mux.most = most
			for _, i := range []int{first, 1 - first} {
				for _, p := range cutRanges([]Range{{i, mux.streams[i].fed, int64(len(streams[i]))}}, 500) {
					if err := l.WriteAt(i, streams[i][p.From:p.To], p.From); err != nil {
						t.Fatal(err)
					}
					if mux.waiting > most {
						t.Fatalf("%d bytes wait", mux.waiting)
					}
				}
			}
			s, err := l.Finish(testMeta)
			if err != nil {
				t.Fatal(err)
			}
			if err := VerifyWebM(m, s.Size, s); err != nil {
				t.Fatal(err)
			}
			if most == maxWaiting && !bytes.Equal(m.data, want) {
				t.Error("the file depends on the order though memory was enough")
			}
			sameBlocks(t, m.data, streams)
			// When all sound comes first, ffprobe gives up looking for pictures.
			if _, err := exec.LookPath("ffprobe"); err == nil && (first == 0 || most == maxWaiting) {
				run(t, "ffprobe", "-v", "warning", written(t, "out.webm", m.data))
			}
		}
	}
}

// Where too much waits, going on from a state makes the same file, too.
func TestWebMStateUnbalanced(t *testing.T) {
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	begin := func(m *memory, state []byte) Layout {
		l := newWebM(t, m, streams, Options{State: state, Resume: true})
		l.(*webmMux).most = 3000
		return finer(l, 4*time.Second) // much more than may wait
	}
	want := &memory{}
	l := begin(want, nil)
	feed(t, l, streams, l.Ranges())
	if _, err := l.Finish(testMeta); err != nil {
		t.Fatal(err)
	}
	for range 50 {
		m := &memory{}
		l := begin(m, nil)
		parts := cutRanges(l.Ranges(), 0)
		feed(t, l, streams, parts[:rand.IntN(len(parts))])
		l = begin(m, l.State())
		feed(t, l, streams, cutRanges(l.Ranges(), 0))
		if _, err := l.Finish(testMeta); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(m.data, want.data) {
			t.Fatal("an interrupted file differs")
		}
	}
}

// Fetched in the order of Ranges, little waits.
func TestWebMRangesAreBalanced(t *testing.T) {
	for name, streams := range webmCases(t) {
		l := finer(newWebM(t, &memory{}, streams, Options{}), 500*time.Millisecond)
		m := l.(*webmMux)
		at := make([]int64, len(streams))
		for i, s := range m.streams {
			at[i] = s.fed
		}
		most := int64(0)
		for _, r := range cutRanges(l.Ranges(), 1000) {
			if r.From != at[r.Track] {
				t.Fatalf("%s: range %v does not go on from %v", name, r, at)
			}
			at[r.Track] = r.To
			feed(t, l, streams, []Range{r})
			most = max(most, m.waiting)
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
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	m := &memory{}
	l := newWebM(t, m, streams, Options{})
	parts := cutRanges(l.Ranges(), 5000)
	feed(t, l, streams, parts[:len(parts)*3/4])
	state := l.State()
	for n := 1; n < len(state); n++ {
		if _, err := NewWebM(&memory{data: m.data}, headsOf(streams), Options{State: state[:n]}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%d bytes of a state of %d: %v", n, len(state), err)
		}
	}
	if _, err := NewWebM(&memory{}, headsOf(streams), Options{State: state}); !errors.Is(err, ErrDamaged) {
		t.Errorf("a file shorter than its state: %v", err)
	}
	for i := range state {
		for range 20 {
			b := bytes.Clone(state)
			b[i] = byte(rand.UintN(256))
			l, err := NewWebM(&memory{data: bytes.Clone(m.data)}, headsOf(streams), Options{State: b})
			if err != nil {
				continue
			}
			for _, r := range l.Ranges() {
				if err := l.WriteAt(r.Track, streams[r.Track][r.From:r.To], r.From); err != nil && !errors.Is(err, ErrDamaged) {
					t.Fatal(err)
				}
			}
			_, _ = l.Finish(Meta{})
		}
	}
}

// A file system that fails once must not cost a block.
func TestWebMWriteFails(t *testing.T) {
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	want, _ := makeWebM(t, streams, Options{}, testMeta)
	m := &memory{}
	f := &failing{File: m}
	l, err := NewWebM(f, headsOf(streams), Options{})
	if err != nil {
		t.Fatal(err)
	}
	failures := 0
	for i, p := range cutRanges(l.Ranges(), 1000) {
		f.fail = i%2 == 0
		err := l.WriteAt(p.Track, streams[p.Track][p.From:p.To], p.From)
		if err != nil {
			failures++
		}
	}
	f.fail = false
	if _, err := l.Finish(testMeta); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.data, want) || failures == 0 {
		t.Errorf("after %d failures the file differs", failures)
	}
}

type failing struct {
	File
	fail bool
}

func (f *failing) WriteAt(p []byte, off int64) (int, error) {
	if f.fail {
		return 0, errors.New("no space left")
	}
	return f.File.WriteAt(p, off)
}
