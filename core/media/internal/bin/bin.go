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

// Bounds of what other people's bytes may say.
const (
	MaxTracks  = 8
	MaxSize    = 1 << 46  // bytes of a stream; sums of offsets stay far from overflow
	MaxReserve = 64 << 20 // bytes kept for tags
)

// SliceSize is how many bytes of the largest stream are fetched in one go when
// the bytes must come in sequence. Players read that much ahead.
const SliceSize = 4 << 20

// ReadFull fills p from off on.
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

// HasEnd checks that there are as many bytes as should be.
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

// Truncate cuts a file that is longer, if it is of a kind that can be cut.
func Truncate(f media.File, size int64) error {
	if t, ok := f.(interface{ Truncate(size int64) error }); ok {
		return t.Truncate(size)
	}
	return nil
}

// RecoverDamage turns a panic, which only hostile bytes can cause, into an error.
func RecoverDamage(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: %v", media.ErrDamaged, r)
	}
}

// AppendRange adds r to list, as one with the last if it goes on where that ends.
func AppendRange(list []media.Range, r media.Range) []media.Range {
	if n := len(list); n > 0 && list[n-1].Track == r.Track && list[n-1].To == r.From {
		list[n-1].To = r.To
		return list
	}
	return append(list, r)
}

// TotalBytes is how many bytes some ranges have.
func TotalBytes(ranges []media.Range) (n int64) {
	for _, r := range ranges {
		n += r.To - r.From
	}
	return n
}

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

// TailWriter writes at the end of what it has written.
type TailWriter struct {
	out io.WriterAt
	at  *int64
}

// NewTailWriter returns a writer from the offset *at on, which it moves.
func NewTailWriter(out io.WriterAt, at *int64) *TailWriter { return &TailWriter{out: out, at: at} }

func (t *TailWriter) Write(p []byte) (int, error) {
	n, err := t.out.WriteAt(p, *t.at)
	*t.at += int64(n)
	return n, err
}
