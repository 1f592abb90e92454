package mp3

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// maxTagFrame is how many bytes LAME's tag has at most, which is a frame.
const maxTagFrame = 2880

// tailFrames is how many of the last frames of a part are kept: as many as can be
// compared with what is encoded again.
const tailFrames = 2*blockFrames + joinPatience + 2*sameRun

// part is what an earlier start has made of a file.
type part struct {
	file    media.File
	at      int64 // offset of the first frame behind LAME's tag
	marks   marks // those whose bytes are right
	reader  frameReader
	first   int     // number of the first frame of reader.frames
	offsets []int64 // of each frame from at; the last one is the end of the last frame
}

// readPart reads the frames of a file up to the last mark whose bytes are right. start
// is where LAME's tag begins. The error is errNoRecord, wraps media.ErrDamaged, or is
// that of reading.
func readPart(file media.File, start int64, recipe uint32) (p *part, err error) {
	defer bin.RecoverDamage(&err)
	b := make([]byte, recordSize)
	if err := bin.ReadFull(file, b, 0); err != nil {
		return nil, errNoRecord
	}
	p = &part{file: file, at: start}
	if p.marks, err = readRecord(b, recipe); err != nil {
		return nil, err
	}
	if err := p.skipTag(start); err != nil {
		return nil, err
	}
	if err := p.checkMarks(); err != nil {
		return nil, err
	}
	return p, p.readFrames()
}

// skipTag finds the first frame behind the empty place of LAME's tag, or behind the tag.
func (p *part) skipTag(start int64) error {
	b := make([]byte, maxTagFrame+4)
	n, err := p.file.ReadAt(b, start)
	if n < 4 {
		return fmt.Errorf("%w: no frames: %w", media.ErrDamaged, err)
	}
	b = b[:n]
	size := n - len(bytes.TrimLeft(b, "\x00"))
	if size == 0 {
		h, ok := readFrameHeader(binary.BigEndian.Uint32(b))
		if !ok {
			return fmt.Errorf("%w: no frames", media.ErrDamaged)
		}
		size = h.size
	}
	if size <= 0 || size > maxTagFrame {
		return fmt.Errorf("%w: no frames", media.ErrDamaged)
	}
	p.at = start + int64(size)
	p.reader.tagSize = size
	return nil
}

// each passes the bytes of the frames up to an offset to f, in steps that end there or
// at the next mark.
func (p *part) each(to int64, f func(b []byte) error) error {
	buf := make([]byte, 64<<10)
	for at := int64(0); at < to; {
		b := buf[:min(int64(len(buf)), to-at)]
		if err := bin.ReadFull(p.file, b, p.at+at); err != nil {
			return err
		}
		if err := f(b); err != nil {
			return err
		}
		at += int64(len(b))
	}
	return nil
}

// checkMarks drops the marks whose bytes are not what they were.
func (p *part) checkMarks() error {
	good, done, sum := 0, int64(0), uint32(0)
	for _, m := range p.marks {
		q := part{file: p.file, at: p.at + done}
		if q.each(m.bytes-done, func(b []byte) error { sum = crc32.Update(sum, castagnoli, b); return nil }) != nil || sum != m.sum {
			break // also what cannot be read
		}
		done, good = m.bytes, good+1
	}
	if p.marks = p.marks[:good]; good == 0 {
		return errNoRecord
	}
	return nil
}

// readFrames reads all frames that are whole and keeps the last ones.
func (p *part) readFrames() error {
	r := &p.reader
	end := int64(0)
	err := p.each(p.marks[len(p.marks)-1].bytes, func(b []byte) error {
		before := len(r.frames)
		if _, err := r.Write(b); err != nil {
			return err
		}
		for _, f := range r.frames[before:] {
			h, _ := readFrameHeader(binary.BigEndian.Uint32(f.header[:]))
			p.offsets = append(p.offsets, end)
			end += int64(h.size)
		}
		if over := len(r.frames) - 2*tailFrames; over > 0 {
			r.frames = slices.Delete(r.frames, 0, over+tailFrames)
			p.first += over + tailFrames
		}
		return nil
	})
	p.offsets = append(p.offsets, end)
	return err
}

// count is how many frames there are.
func (p *part) count() int { return len(p.offsets) - 1 }

// frame returns one of the last frames.
func (p *part) frame(n int) *frame { return &p.reader.frames[n-p.first] }

// blocks returns the numbers of the first frames of blocks of a length from which an encoder may
// begin again so that enough frames can be compared, the last one first.
func (p *part) blocks(length int) (list []int) {
	for first := (p.count() - joinPatience - 2*sameRun) / length * length; first > 0 && len(list) < 2; first -= length {
		if first >= p.first {
			list = append(list, first)
		}
	}
	return list
}

// same returns up to which frame the part continues in frames, the first of which has a
// number: the frames before it are the same in both. ok is false if these are too few.
func (p *part) same(frames []frame, first int) (at int, ok bool) {
	at = min(p.count(), first+len(frames))
	alike, loud := 0, 0
	for i := at - 1; i >= first+settleFrames && p.frame(i).same(&frames[i-first]); i-- {
		if alike++; frames[i-first].bits > 0 { // silence is always the same
			loud++
		}
	}
	return at, alike >= sameRun && (loud >= sameRun || alike >= joinPatience)
}

// writer returns what continues the part with the frame of a number, which is not 0, and
// how many bytes of the part it keeps.
func (p *part) writer(number int, constant bool) (w *frameWriter, err error) {
	w = &frameWriter{reservoirRules: reservoirRules{streamFormat: p.reader.format}, count: number, marks: p.marks}
	last := p.frame(number - 1)
	if constant {
		w.constant = last.bitrateIndex()
	}
	header := 4 + w.sideBytes
	size := int(p.offsets[number] - p.offsets[number-1])
	w.space = max(0, min(last.back+size-header-len(last.main), w.limit(size)))
	w.written = p.offsets[number]
	for left, i := w.space, number-1; left > 0; i-- {
		if i < p.first {
			return nil, fmt.Errorf("%w: bit reservoir of many frames", media.ErrDamaged)
		}
		n := min(left, int(p.offsets[i+1]-p.offsets[i])-header)
		left -= n
		w.written = p.offsets[i+1] - int64(n)
		w.holes = append(w.holes, [2]int{int(w.written), int(p.offsets[i+1])}) // in the part
	}
	w.pending = make([]byte, p.offsets[number]-w.written)
	if err := bin.ReadFull(p.file, w.pending, p.at+w.written); err != nil {
		return nil, err
	}
	slices.Reverse(w.holes)
	for i := range w.holes {
		h := &w.holes[i]
		h[0], h[1] = h[0]-int(w.written), h[1]-int(w.written)
		clear(w.pending[h[0]:h[1]])
	}
	w.offsets = p.offsets[:number]
	for len(w.marks) > 0 && w.marks[len(w.marks)-1].bytes > w.written {
		w.marks = w.marks[:len(w.marks)-1]
	}
	return w, p.each(w.written, func(b []byte) error {
		w.crc, w.sum = crc16(w.crc, b), crc32.Update(w.sum, castagnoli, b)
		return nil
	})
}
