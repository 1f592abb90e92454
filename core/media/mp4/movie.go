package mp4

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// Arriving is streams whose bytes are still being fetched.
type Arriving interface {
	// ReadAt waits until the byte at off of a stream is there, and returns how many
	// bytes it read from there on: at least one, or an error. The latter is the cause
	// of ctx when that ends.
	ReadAt(ctx context.Context, track int, p []byte, off int64) (int, error)
}

// NewMovie returns the view of the streams with these heads: of one stream, or of
// pictures and sound in this order. The error wraps media.ErrNoIndex where a stream
// has no usable sidx, and media.ErrDamaged for heads that are no streams.
func NewMovie(heads []media.Head) (m *Movie, err error) {
	defer bin.RecoverDamage(&err)
	if len(heads) == 0 || len(heads) > 2 {
		return nil, fmt.Errorf("%w: %d streams", media.ErrDamaged, len(heads))
	}
	m = &Movie{}
	for i, h := range heads {
		t, err := newMovieTrack(h, i)
		if err != nil {
			return nil, fmt.Errorf("stream %d: %w", i, err)
		}
		m.tracks = append(m.tracks, t)
	}
	if len(m.tracks) == 2 && (m.tracks[0].kind != "vide" || m.tracks[1].kind != "soun") {
		return nil, fmt.Errorf("%w: not pictures and sound", media.ErrDamaged)
	}
	m.divide()
	if m.front, err = m.head(); err != nil {
		return nil, err
	}
	m.place()
	return m, nil
}

func newMovieTrack(h media.Head, number int) (*movieTrack, error) {
	if h.Size > bin.MaxSize {
		return nil, fmt.Errorf("%w: too large", media.ErrDamaged)
	}
	s, err := readHead(h)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", media.ErrDamaged, err)
	}
	if s.frags == nil || len(s.frags) > math.MaxUint16 {
		return nil, media.ErrNoIndex
	}
	s.frags = slices.DeleteFunc(slices.Clone(s.frags), func(f fragment) bool { return f.rest })
	t := &movieTrack{track: &track{streamInfo: s}, at: number}
	for _, f := range s.frags {
		t.placements = append(t.placements, placement{f.src, f.size, f.src})
	}
	box, err := mp4.DecodeBox(0, bytes.NewReader(s.moovBox()))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", media.ErrDamaged, err)
	}
	moov, ok := box.(*mp4.MoovBox)
	if !ok || moov.Mvhd == nil || moov.Trak == nil || moov.Mvex == nil || moov.Mvex.Trex == nil {
		return nil, fmt.Errorf("%w: moov lacks a box", media.ErrDamaged)
	}
	t.moov = moov
	return t, nil
}

// moovBox returns the moov of the stream's head.
func (s *streamInfo) moovBox() []byte {
	for pos := int64(0); pos < s.begin; {
		box, err := bmff.ReadHeader(s.head[pos:], s.size-pos)
		if err != nil {
			return nil
		}
		if box.Kind == "moov" {
			return s.head[pos : pos+box.Size]
		}
		pos += box.Size
	}
	return nil
}

// place determines where the cells are and what is around them.
func (m *Movie) place() {
	index := int64(40 + 12*len(m.cells)) // of one track
	m.size = int64(len(m.front)) + int64(len(m.tracks))*index
	for _, c := range m.cells {
		c.at = m.size
		m.size += c.size
	}
	m.size += movieEnd // as a part of the last cell
	for i := range m.tracks {
		m.front = append(m.front, m.index(i, int64(len(m.tracks)-1-i)*index)...)
	}
	w := &bmff.Builder{}
	w.Box("free", func() { w.U8(make([]byte, movieEnd-8)...) })
	m.accessTable(w)
	m.tail = w.B
	m.size += int64(len(m.tail)) - movieEnd
}

// Size returns how many bytes the movie has.
func (m *Movie) Size() int64 { return m.size }

// Ahead returns what must be fetched for a reader at a place who needs that much time
// of the movie, most urgent first.
func (m *Movie) Ahead(at int64, d time.Duration) (list []media.Range) {
	m.mu.Lock()
	defer m.mu.Unlock()
	frags := m.tracks[0].frags
	first := m.cellAt(at)
	for i := first; i < len(m.cells) && frags[i].start-frags[first].start <= d; i++ {
		c, f := m.cells[i], frags[i]
		own := media.Range{Track: 0, From: f.src + max(0, at-m.placeOf(i, 0)), To: f.src + f.size}
		if at >= m.placeOf(i, 0) { // players read in blocks, which begin before what they want
			list = append(list, own)
			continue
		}
		for _, p := range c.pieces {
			if p.sound && c.at+p.at+p.size > at {
				list = append(list, media.Range{Track: 1, From: p.src, To: p.src + p.size})
			}
		}
		var whole []media.Range
		if c.pieces == nil {
			for _, k := range c.sound {
				a := m.tracks[1].frags[k]
				list = append(list, media.Range{Track: 1, From: a.src, To: a.src + min(a.size, firstBytes)})
				whole = append(whole, media.Range{Track: 1, From: a.src, To: a.src + a.size})
			}
		}
		list = append(append(list, own), whole...)
	}
	return list
}

// ReadAt reads bytes of the movie from off on, at least one; it waits for them if they
// have not arrived. The error is that of from, or wraps media.ErrDamaged, or is the
// cause of ctx. off must be inside the movie.
func (m *Movie) ReadAt(ctx context.Context, from Arriving, p []byte, off int64) (n int, err error) {
	defer bin.RecoverDamage(&err)
	if off < 0 || off >= m.size {
		return 0, errors.New("outside the movie")
	}
	if off < int64(len(m.front)) {
		return copy(p, m.front[off:]), nil
	}
	i := m.cellAt(off)
	if i == len(m.cells) {
		return copy(p, m.tail[off-m.size+int64(len(m.tail)):]), nil
	}
	if skip := off - m.placeOf(i, 0); skip >= 0 {
		f := m.tracks[0].frags[i]
		return from.ReadAt(ctx, 0, p[:min(int64(len(p)), f.size-skip)], f.src+skip)
	}
	pieces, err := m.fill(ctx, from, i)
	if err != nil {
		return 0, err
	}
	off -= m.cells[i].at
	c := pieces[sort.Search(len(pieces), func(i int) bool { return pieces[i].at+pieces[i].size > off })]
	off -= c.at
	p = p[:min(int64(len(p)), c.size-off)]
	switch {
	case c.sound:
		return from.ReadAt(ctx, 1, p, c.src+off)
	case c.made != nil:
		return copy(p, c.made[off:]), nil
	}
	clear(p)
	return len(p), nil
}

// fill finds out what the sound of a cell is, for which its fragments' tables must
// have arrived.
func (m *Movie) fill(ctx context.Context, from Arriving, number int) ([]piece, error) {
	c := m.cells[number]
	m.mu.Lock()
	pieces := c.pieces
	m.mu.Unlock()
	if pieces != nil {
		return pieces, nil
	}
	var sound []packet
	for _, k := range c.sound {
		f := m.tracks[1].frags[k]
		list, err := m.tracks[1].packets(ctx, from, f)
		if err != nil {
			return nil, err
		}
		// What begins in the cell's time, as the index counts. A packet behind the end of its
		// fragment belongs to the last cell that takes from it.
		for _, x := range list {
			t := f.start + bin.Duration(x.decode-list[0].decode, m.tracks[1].timescale)
			if t = min(t, f.end-1); t >= c.start-soundLead && t < c.end-soundLead {
				sound = append(sound, x)
			}
		}
	}
	pieces, err := m.mix(sound, number)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if c.pieces == nil {
		c.pieces = pieces
	}
	return c.pieces, nil
}

// packets reads the tables of a fragment, and waits until they are there.
func (t *movieTrack) packets(ctx context.Context, from Arriving, f fragment) (list []packet, err error) {
	for at := f.src; at < f.src+f.size; {
		b := make([]byte, min(16, f.src+f.size-at))
		if err := readAll(ctx, from, t.at, b, at); err != nil {
			return nil, err
		}
		h, err := bmff.ReadHeader(b, f.src+f.size-at)
		if err != nil {
			return nil, fmt.Errorf("%w: box at byte %d: %w", media.ErrDamaged, at, err)
		}
		if h.Kind == "moof" {
			if h.Size > maxMoof {
				return nil, fmt.Errorf("%w: moof of %d bytes", media.ErrDamaged, h.Size)
			}
			b := make([]byte, h.Size)
			if err := readAll(ctx, from, t.at, b, at); err != nil {
				return nil, err
			}
			var s samples
			s.visit = func(x mp4.Sample, src int64) {
				list = append(list, packet{x, src, s.next - uint64(x.Dur)})
			}
			if err := s.addMoof(t.track, b[h.Head:], at); err != nil {
				return nil, fmt.Errorf("%w: moof at byte %d: %w", media.ErrDamaged, at, err)
			}
		}
		at += h.Size
	}
	return list, nil
}

func readAll(ctx context.Context, from Arriving, track int, p []byte, off int64) error {
	for len(p) > 0 {
		n, err := from.ReadAt(ctx, track, p, off)
		if err != nil {
			return err
		}
		p, off = p[n:], off+int64(n)
	}
	return nil
}

// mix makes the sound of a cell: a fragment of these packets.
func (m *Movie) mix(sound []packet, number int) (pieces []piece, err error) {
	c, f := m.cells[number], m.tracks[0].frags[number]
	size := int64(0)
	add := func(p piece) {
		p.at = size
		size += p.size
		if n := len(pieces) - 1; n >= 0 && p.sound && pieces[n].sound && pieces[n].src+pieces[n].size == p.src {
			pieces[n].size += p.size
			return
		}
		pieces = append(pieces, p)
	}
	made := m.soundTables(sound, number)
	add(piece{size: int64(len(made)), made: made})
	for _, x := range sound {
		if x.Size > 0 {
			add(piece{size: int64(x.Size), sound: true, src: x.src})
		}
	}
	rest := c.size - f.size - size
	if rest < 0 {
		return nil, fmt.Errorf("%w: cell %d is too small by %d bytes", media.ErrDamaged, number, -rest)
	}
	if rest > 0 {
		add(piece{size: rest})
	}
	return pieces, nil
}
