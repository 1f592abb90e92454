package media

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
	"time"
)

// Bounds of what other people's bytes may say.
const (
	maxTracks  = 8
	maxSize    = 1 << 46  // bytes of a stream; sums of offsets stay far from overflow
	maxReserve = 64 << 20 // bytes kept for tags
)

// sliceSize is how many bytes of the largest stream are fetched in one go when
// the bytes must come in sequence. Players read that much ahead.
const sliceSize = 4 << 20

// readFull fills p from off on.
func readFull(r io.ReaderAt, p []byte, off int64) error {
	n, err := r.ReadAt(p, off)
	if n == len(p) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// hasEnd checks that there are as many bytes as should be.
func hasEnd(r io.ReaderAt, size int64) error {
	if size <= 0 {
		return fmt.Errorf("%w: file is empty", ErrDamaged)
	}
	err := readFull(r, make([]byte, 1), size-1)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("%w: file ends before byte %d", ErrDamaged, size)
	}
	return err
}

// truncate cuts a file that is longer, if it is of a kind that can be cut.
func truncate(f File, size int64) error {
	if t, ok := f.(interface{ Truncate(size int64) error }); ok {
		return t.Truncate(size)
	}
	return nil
}

// recoverDamage turns a panic, which only hostile bytes can cause, into an error.
func recoverDamage(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: %v", ErrDamaged, r)
	}
}

// appendRange adds r to list, as one with the last if it goes on where that ends.
func appendRange(list []Range, r Range) []Range {
	if n := len(list); n > 0 && list[n-1].Track == r.Track && list[n-1].To == r.From {
		list[n-1].To = r.To
		return list
	}
	return append(list, r)
}

// total is how many bytes some ranges have.
func total(ranges []Range) (n int64) {
	for _, r := range ranges {
		n += r.To - r.From
	}
	return n
}

func roundUp(n, unit int64) int64 { return (n + unit - 1) / unit * unit }

// scale returns v*num/den, rounded down, or the largest value if it overflows.
func scale(v, num, den uint64) uint64 {
	if den == 0 {
		return 0
	}
	hi, lo := bits.Mul64(v, num)
	if hi >= den {
		return math.MaxUint64
	}
	q, _ := bits.Div64(hi, lo, den)
	return q
}

// duration turns units of a timescale into time.
func duration(units uint64, timescale uint32) time.Duration {
	return time.Duration(min(scale(units, uint64(time.Second), uint64(timescale)), math.MaxInt64))
}

// samplesIn is how many samples a time lasts, to the nearest.
func samplesIn(t time.Duration, rate int) int64 {
	return int64(scale(uint64(max(t, 0)), 2*uint64(rate), uint64(time.Second))+1) / 2
}

// lengthOf is the time that samples last.
func lengthOf(samples int64, rate int) time.Duration {
	return duration(uint64(max(samples, 0)), uint32(rate))
}

// tailWriter writes at the end of what it has written.
type tailWriter struct {
	out io.WriterAt
	at  *int64
}

// newTailWriter returns a writer from the offset *at on, which it moves.
func newTailWriter(out io.WriterAt, at *int64) *tailWriter { return &tailWriter{out: out, at: at} }

func (t *tailWriter) Write(p []byte) (int, error) {
	n, err := t.out.WriteAt(p, *t.at)
	*t.at += int64(n)
	return n, err
}
