package webm

import (
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// sumBlock is how many bytes each of the checksums covers.
const sumBlock = 1 << 20

// castagnoli has instructions of its own on amd64 and arm64.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// blockSums are the CRC-32C of bytes that are written to a file one after the
// other, of each sumBlock and of what follows the last whole one.
type blockSums struct {
	from int64    // offset of the first byte in the file
	full []uint32 // of whole blocks
	last uint32   // of the bytes behind them
	rest int64    // how many those are
}

// end is the offset behind the last byte.
func (s *blockSums) end() int64 { return s.from + int64(len(s.full))*sumBlock + s.rest }

// all is the part of the file that has checksums.
func (s *blockSums) all() byterange.Range { return byterange.Range{From: s.from, To: s.end()} }

// add adds the next bytes.
func (s *blockSums) add(p []byte) {
	for len(p) > 0 {
		n := min(int64(len(p)), sumBlock-s.rest)
		s.last = crc32.Update(s.last, castagnoli, p[:n])
		if s.rest += n; s.rest == sumBlock {
			s.full, s.last, s.rest = append(s.full, s.last), 0, 0
		}
		p = p[n:]
	}
}

// appendState appends the checksums, in some 5 bytes for each mebibyte.
func (s *blockSums) appendState(b []byte) []byte {
	b = appendNumbers(b, s.from, int64(len(s.full)))
	for _, v := range s.full {
		b = appendNumbers(b, int64(v))
	}
	return appendNumbers(b, int64(s.last))
}

// restore reads what appendState appended. The bytes lie between two offsets of
// the file and end with the latter.
func (s *blockSums) restore(r *bin.StateReader, start, end int64) error {
	s.from = r.Signed(start, end)
	s.full = nil
	for n := r.Signed(0, (end-s.from)/sumBlock); n > 0 && r.Err == nil; n-- {
		s.full = append(s.full, uint32(r.Signed(0, math.MaxUint32)))
	}
	s.last = uint32(r.Signed(0, math.MaxUint32))
	if s.rest = end - s.from - int64(len(s.full))*sumBlock; r.Err == nil && s.rest >= sumBlock {
		return errors.New("too few checksums")
	}
	return nil
}

// clone returns the checksums of the bytes up to now.
func (s *blockSums) clone() blockSums {
	c := *s
	c.full = s.full[:len(s.full):len(s.full)]
	return c
}

// check reads the blocks back that have bytes of a part of the file, and returns those
// that are not what was added or cannot be read, ascending. The error is the cause of
// ctx when that ends.
func (s *blockSums) check(ctx context.Context, file io.ReaderAt, part byterange.Range) (damaged []byterange.Range, err error) {
	buf := make([]byte, 128<<10)
	for i := 0; ; i++ {
		block := byterange.Range{From: s.from + int64(i)*sumBlock, To: min(s.from+int64(i+1)*sumBlock, s.end())}
		if block.Empty() {
			return damaged, nil
		}
		if !block.Overlaps(part) {
			continue
		}
		want := s.last
		if i < len(s.full) {
			want = s.full[i]
		}
		got, right := uint32(0), true
		for at := block.From; at < block.To && right; {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			p := buf[:min(int64(len(buf)), block.To-at)]
			right = bin.ReadFull(file, p, at) == nil
			got = crc32.Update(got, castagnoli, p)
			at += int64(len(p))
		}
		if right && got == want {
			continue
		}
		if n := len(damaged); n > 0 && damaged[n-1].To == block.From {
			damaged[n-1].To = block.To
		} else {
			damaged = append(damaged, block)
		}
	}
}

func appendNumbers(b []byte, list ...int64) []byte {
	for _, v := range list {
		b = binary.AppendVarint(b, v)
	}
	return b
}
