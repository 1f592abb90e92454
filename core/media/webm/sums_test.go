package webm

import (
	"context"
	"errors"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// TestCheck damages a byte of a file that is half made, in turn at several places
// of its clusters: the check of the next start finds it.
func TestCheck(t *testing.T) {
	streams := [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
	m := &mediatest.Memory{}
	l := finer(newWebM(t, m, streams, media.Options{}), 1e8)
	ranges := l.Ranges()
	mediatest.Feed(t, l, streams, ranges[:len(ranges)*3/4])
	state := l.State()
	start, end := l.(*muxer).clusters.start, l.(*muxer).clusters.out
	if end-start < 1000 {
		t.Fatalf("%d bytes of clusters", end-start)
	}
	check := func() error {
		return newWebM(t, m, streams, media.Options{State: state, Resume: true}).(media.Checker).Check(t.Context())
	}
	if err := check(); err != nil {
		t.Errorf("without damage: %v", err)
	}
	for _, at := range []int64{start, (start + end) / 2, end - 1} {
		m.Data[at] ^= 1
		if err := check(); !errors.Is(err, media.ErrDamaged) {
			t.Errorf("byte %d of %d: %v", at, end, err)
		}
		m.Data[at] ^= 1
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := newWebM(t, m, streams, media.Options{State: state, Resume: true}).(media.Checker).Check(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestStateWithoutSums continues from a state of the version that had no
// checksums: nothing of it is checked, and what is added is.
func TestStateWithoutSums(t *testing.T) {
	streams := [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
	m := &mediatest.Memory{}
	l := finer(newWebM(t, m, streams, media.Options{}), 1e8)
	ranges := l.Ranges()
	mediatest.Feed(t, l, streams, ranges[:len(ranges)/2])
	now := l.(*muxer)
	state := l.State()
	state[0] = stateWithoutSums
	state = state[:len(state)-len(now.clusters.sums.appendState(nil))]
	kept := now.clusters.out
	again := newWebM(t, m, streams, media.Options{State: state, Resume: true})
	if err := again.(media.Checker).Check(t.Context()); err != nil {
		t.Error(err)
	}
	finer(again, 1e8)
	mediatest.Feed(t, again, streams, again.Ranges())
	if s := again.(*muxer).clusters.sums; s.from != kept || s.end() <= kept {
		t.Errorf("checksums of %d to %d, the state had %d", s.from, s.end(), kept)
	}
}

// TestBlockSums adds more than a block in uneven pieces and restores the checksums.
func TestBlockSums(t *testing.T) {
	b := make([]byte, 2*sumBlock+5000)
	for i := range b {
		b[i] = byte(i * i >> 7)
	}
	s := blockSums{from: 100}
	for at := 0; at < len(b); at += 77_777 {
		s.add(b[at:min(at+77_777, len(b))])
	}
	var back blockSums
	r := bin.NewStateReader(s.appendState(nil))
	if err := errors.Join(back.restore(r, 50, s.end()), r.End()); err != nil {
		t.Fatal(err)
	}
	file := &mediatest.Memory{Data: append(make([]byte, 100), b...)}
	if err := back.check(t.Context(), file); err != nil {
		t.Error(err)
	}
	for _, at := range []int{100, 100 + sumBlock, len(file.Data) - 1} {
		file.Data[at] ^= 4
		if err := back.check(t.Context(), file); !errors.Is(err, media.ErrDamaged) {
			t.Errorf("byte %d: %v", at, err)
		}
		file.Data[at] ^= 4
	}
	file.Data = file.Data[:len(file.Data)-1]
	if err := back.check(t.Context(), file); !errors.Is(err, media.ErrDamaged) {
		t.Errorf("cut: %v", err)
	}
	if err := back.restore(bin.NewStateReader(appendNumbers(nil, 100, 0, 0)), 50, s.end()); err == nil {
		t.Error("too few checksums were taken")
	}
}
