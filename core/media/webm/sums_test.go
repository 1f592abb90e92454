package webm

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// withoutSums returns the state that the version without checksums would have.
func withoutSums(l media.Layout) []byte {
	clusters := &l.(*muxer).clusters
	state := l.State()
	state[0] = stateWithoutSums
	return state[:len(state)-len(clusters.appendMarks(clusters.sums.appendState(nil)))]
}

// TestStateWithoutMarks continues from a state of the version that had no marks: what
// is damaged is made again from the start.
func TestStateWithoutMarks(t *testing.T) {
	streams := [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
	m := &mediatest.Memory{}
	l := finer(newWebM(t, m, streams, media.Options{}), 1e8)
	ranges := l.Ranges()
	mediatest.Feed(t, l, streams, ranges[:len(ranges)/2])
	clusters := &l.(*muxer).clusters
	state := l.State()
	state[0] = stateWithoutMarks
	state = state[:len(state)-len(clusters.appendMarks(nil))]
	undamaged := slices.Clone(m.Data)
	m.Data[clusters.out-1] ^= 1
	again := newWebM(t, m, streams, media.Options{State: state, Resume: true})
	repairs, err := again.(media.Checker).Check(t.Context())
	if err != nil || len(repairs) != 1 {
		t.Fatalf("%d repairs, %v", len(repairs), err)
	}
	for _, r := range repairs[0].Ranges() {
		if err := repairs[0].WriteAt(r.Track, streams[r.Track][r.From:r.To], r.From); err != nil {
			t.Fatal(err)
		}
	}
	if err := repairs[0].Finish(t.Context()); err != nil || !bytes.Equal(m.Data[:clusters.out], undamaged[:clusters.out]) {
		t.Errorf("the file differs: %v", err)
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
	state := withoutSums(l)
	kept := l.(*muxer).clusters.out
	again := newWebM(t, m, streams, media.Options{State: state, Resume: true})
	if repairs, err := again.(media.Checker).Check(t.Context()); err != nil || len(repairs) != 0 {
		t.Errorf("%d repairs, %v", len(repairs), err)
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
	check := func(want ...byterange.Range) {
		t.Helper()
		damaged, err := back.check(t.Context(), file, back.all())
		if err != nil || !slices.Equal(damaged, want) {
			t.Errorf("damaged %v, want %v, %v", damaged, want, err)
		}
	}
	check()
	first, end := byterange.Range{From: 100, To: 100 + sumBlock}, back.end()
	last := byterange.Range{From: first.To + sumBlock, To: end}
	for at, want := range map[int64]byterange.Range{100: first, first.To: {From: first.To, To: last.From}, end - 1: last} {
		file.Data[at] ^= 4
		check(want)
		file.Data[at] ^= 4
	}
	file.Data[100], file.Data[first.To] = file.Data[100]^1, file.Data[first.To]^1
	check(byterange.Range{From: 100, To: last.From})
	file.Data[100], file.Data[first.To] = file.Data[100]^1, file.Data[first.To]^1
	file.Data = file.Data[:len(file.Data)-1]
	check(last)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := back.check(ctx, file, back.all()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := back.restore(bin.NewStateReader(appendNumbers(nil, 100, 0, 0)), 50, s.end()); err == nil {
		t.Error("too few checksums were taken")
	}
}
