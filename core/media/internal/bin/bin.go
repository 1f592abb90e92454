package bin

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
	"time"

	"github.com/hilo-app/hilo/core/media"
)

// Bounds of what streams and callers may ask for.
const (
	MaxTracks  = 8        // of a file
	MaxSize    = 1 << 46  // bytes of a stream; sums of offsets stay far from overflow
	MaxReserve = 64 << 20 // bytes kept for tags
)

// SliceSize is how many bytes of the largest stream are fetched in one go when
// the bytes must come in sequence. Players read that much ahead.
const SliceSize = 4 << 20

// ReadFull fills p with the bytes from off on. It returns io.ErrUnexpectedEOF if the
// file ends before.
func ReadFull(r io.ReaderAt, p []byte, off int64) error {
	n, err := r.ReadAt(p, off)
	if n == len(p) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// HasEnd returns an error that wraps media.ErrDamaged if a file has fewer bytes than
// size.
func HasEnd(r io.ReaderAt, size int64) error {
	if size <= 0 {
		return fmt.Errorf("%w: file is empty", media.ErrDamaged)
	}
	err := ReadFull(r, make([]byte, 1), size-1)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("%w: file ends before byte %d", media.ErrDamaged, size)
	}
	return err
}

// Truncate shortens a file to size, if it has a method to do so.
func Truncate(f media.File, size int64) error {
	if t, ok := f.(interface{ Truncate(size int64) error }); ok {
		return t.Truncate(size)
	}
	return nil
}

// RecoverDamage turns a panic, which only hostile bytes can cause, into an error that
// wraps media.ErrDamaged. It must be deferred directly.
func RecoverDamage(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: %v", media.ErrDamaged, r)
	}
}

// AppendRange appends r to list, as one with the last if it begins where that ends.
func AppendRange(list []media.Range, r media.Range) []media.Range {
	if n := len(list); n > 0 && list[n-1].Track == r.Track && list[n-1].To == r.From {
		list[n-1].To = r.To
		return list
	}
	return append(list, r)
}

// TotalBytes returns the number of bytes in ranges.
func TotalBytes(ranges []media.Range) (n int64) {
	for _, r := range ranges {
		n += r.To - r.From
	}
	return n
}

// RoundUp returns the next multiple of unit that is not less than n.
func RoundUp(n, unit int64) int64 { return (n + unit - 1) / unit * unit }

// Scale returns v*num/den, rounded down, or the largest value if it overflows.
func Scale(v, num, den uint64) uint64 {
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

// Duration turns units of a timescale into time.
func Duration(units uint64, timescale uint32) time.Duration {
	return time.Duration(min(Scale(units, uint64(time.Second), uint64(timescale)), math.MaxInt64))
}

// SamplesIn is how many samples a time lasts, to the nearest.
func SamplesIn(t time.Duration, rate int) int64 {
	return int64(Scale(uint64(max(t, 0)), 2*uint64(rate), uint64(time.Second))+1) / 2
}

// SampleTime is the time that samples last.
func SampleTime(samples int64, rate int) time.Duration {
	return Duration(uint64(max(samples, 0)), uint32(rate))
}

// TailWriter writes to a file in sequence.
type TailWriter struct {
	out io.WriterAt
	at  *int64
}

// NewTailWriter returns a writer that begins at the offset *at and moves it behind
// what it writes.
func NewTailWriter(out io.WriterAt, at *int64) *TailWriter { return &TailWriter{out: out, at: at} }

// Write implements io.Writer.
func (t *TailWriter) Write(p []byte) (int, error) {
	n, err := t.out.WriteAt(p, *t.at)
	*t.at += int64(n)
	return n, err
}
