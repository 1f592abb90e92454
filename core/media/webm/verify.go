package webm

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// maxTopElements is more than a file of a week has.
const maxTopElements = 1 << 20

// Verify checks a finished WebM file of the given size without reading the media:
// that elements and blocks fill it from front to end, that SeekHead and Cues point
// where they say, and that it is want (see media.Compare). Errors that are not of
// reading wrap ErrDamaged.
func Verify(r io.ReaderAt, size int64, want media.Summary) error {
	got, err := inspect(r, size)
	if err != nil {
		return err
	}
	return media.Compare(got, want)
}

// inspect checks a finished WebM file as Verify does and returns what is in it. The
// samples of a track are its blocks.
func inspect(r io.ReaderAt, size int64) (s media.Summary, err error) {
	defer bin.RecoverDamage(&err)
	if err := bin.HasEnd(r, size); err != nil {
		return s, err
	}
	w := newWalker(r, size)
	if err := w.open(); err != nil {
		return s, err
	}
	if err := w.each(w.data, w.size, w.top); err != nil {
		return s, err
	}
	if err := w.check(); err != nil {
		return s, err
	}
	return w.summary(), nil
}

// walker reads a file from element to element.
type walker struct {
	file   *bin.Window
	size   int64
	data   int64            // where the Segment's content begins
	found  map[int64]uint32 // the Segment's elements by offset
	info   reader           // what Info and Tracks say
	tracks []*trackTally
	seeks  []seekEntry // SeekHead, and Cues as such of clusters
}

// seekEntry says that there is an element at an offset in the file.
type seekEntry struct {
	id uint32
	at int64
}

// trackTally counts the blocks of a track.
type trackTally struct {
	tally
	number uint64
}

func newWalker(r io.ReaderAt, size int64) *walker {
	return &walker{
		file: bin.NewWindow(r, 4<<10), size: size,
		info: reader{scale: time.Millisecond}, found: map[int64]uint32{},
	}
}

// header reads the header of the element at pos, which must end within end.
func (w *walker) header(pos, end int64) (id uint32, size, n int64, err error) {
	b, err := w.file.Read(pos, min(12, end-pos), w.size-pos)
	if err != nil {
		return 0, 0, 0, err
	}
	id, size, k := peekElement(b)
	n = int64(k)
	if k <= 0 || size < 0 || size > end-pos-n {
		return 0, 0, 0, fmt.Errorf("%w: element at byte %d does not fit", media.ErrDamaged, pos)
	}
	return id, size, n, nil
}

// each visits the elements from pos to end, with the offset of each and the range of
// its content.
func (w *walker) each(pos, end int64, visit func(id uint32, at, from, to int64) error) error {
	for pos < end {
		id, size, n, err := w.header(pos, end)
		if err != nil {
			return err
		}
		if err := visit(id, pos, pos+n, pos+n+size); err != nil {
			return err
		}
		pos += n + size
	}
	return nil
}

// open finds where the Segment's content begins.
func (w *walker) open() error {
	id, size, n, err := w.header(0, w.size)
	if err != nil {
		return err
	}
	if id != idEBML {
		return fmt.Errorf("%w: not a WebM file", media.ErrDamaged)
	}
	at := n + size
	if id, size, n, err = w.header(at, w.size); err != nil {
		return err
	}
	if w.data = at + n; id != idSegment || w.data+size != w.size {
		return fmt.Errorf("%w: the file is not one Segment", media.ErrDamaged)
	}
	return nil
}

// top visits an element of the Segment.
func (w *walker) top(id uint32, at, from, to int64) error {
	w.found[at] = id
	if len(w.found) > maxTopElements {
		return fmt.Errorf("%w: too many elements", media.ErrDamaged)
	}
	switch id {
	case idCluster:
		return w.cluster(from, to)
	case idInfo:
		w.read(from, to)
		return w.info.readInfo(to - from)
	case idTracks:
		w.read(from, to)
		if err := w.info.readTracks(to - from); err != nil {
			return err
		}
		for _, t := range w.info.tracks[len(w.tracks):] {
			w.tracks = append(w.tracks, &trackTally{number: t.number})
		}
	case idSeekHead, idCues:
		b, err := w.content(from, to)
		if err != nil {
			return err
		}
		return w.collect(b, 2)
	}
	return nil
}

// read makes info read an element's content.
func (w *walker) read(from, to int64) {
	w.info.r, w.info.pos = bufio.NewReader(io.NewSectionReader(w.file.File, from, to-from)), from
}

func (w *walker) content(from, to int64) ([]byte, error) {
	if to-from > maxHeadElement {
		return nil, fmt.Errorf("%w: element of %d bytes", media.ErrDamaged, to-from)
	}
	b := make([]byte, to-from)
	return b, bin.ReadFull(w.file.File, b, from)
}

// collect takes the offsets out of a SeekHead or of Cues, up to depth elements deep.
func (w *walker) collect(b []byte, depth int) error {
	list, err := elements(b)
	if err != nil {
		return fmt.Errorf("%w: SeekHead or Cues: %w", media.ErrDamaged, err)
	}
	seek := seekEntry{id: idCluster, at: -1}
	for _, e := range list {
		switch e.id {
		case idSeekID:
			seek.id = uint32(e.uint())
		case idSeekPosition, idCueClusterSeek:
			seek.at = w.data + int64(min(e.uint(), bin.MaxSize))
		case idSeek, idCuePoint, idCuePositions:
			if depth == 0 {
				continue
			}
			if err := w.collect(e.data, depth-1); err != nil {
				return err
			}
		}
	}
	if seek.at >= 0 {
		w.seeks = append(w.seeks, seek)
	}
	return nil
}

// cluster counts the blocks of a cluster, of which only the headers are read.
func (w *walker) cluster(from, to int64) error {
	now := int64(0)
	return w.each(from, to, func(id uint32, _, from, to int64) error {
		switch id {
		case idTimestamp:
			b, err := w.file.Read(from, min(to-from, 8), w.size-from)
			now = int64(min(element{id, b}.uint(), maxTime))
			return err
		case idBlockGroup:
			return w.each(from, to, func(id uint32, _, from, to int64) error {
				if id != idBlock {
					return nil
				}
				return w.block(from, to, now)
			})
		case idSimpleBlock:
			return w.block(from, to, now)
		}
		return nil
	})
}

// block counts a block in a cluster of the time now.
func (w *walker) block(from, to, now int64) error {
	b, err := w.file.Read(from, min(to-from, 11), w.size-from)
	if err != nil {
		return err
	}
	n := 0
	if len(b) > 0 {
		n = vintLength(b[0])
	}
	if n == 0 || len(b) < n+3 {
		return fmt.Errorf("%w: a block is cut", media.ErrDamaged)
	}
	for _, t := range w.tracks {
		if t.number == uint64(vint(b[:n])) {
			t.add(queuedBlock{time: now + int64(int16(binary.BigEndian.Uint16(b[n:])))})
			return nil
		}
	}
	return fmt.Errorf("%w: a block is of no track", media.ErrDamaged)
}

// check compares the elements that were found with each other.
func (w *walker) check() error {
	for _, s := range w.seeks {
		if w.found[s.at] != s.id {
			return fmt.Errorf("%w: no element %x at byte %d", media.ErrDamaged, s.id, s.at)
		}
	}
	played := 0
	for i, t := range w.tracks {
		if w.info.tracks[i].kind == typeSubtitles {
			continue
		}
		played++
		if t.count == 0 {
			return fmt.Errorf("%w: no blocks of track %d", media.ErrDamaged, i+1)
		}
	}
	if played == 0 {
		return fmt.Errorf("%w: neither video nor sound in the file", media.ErrDamaged)
	}
	return nil
}

func (w *walker) summary() media.Summary {
	s := media.Summary{Size: w.size, Duration: w.info.duration}
	for i, t := range w.tracks {
		entry := w.info.tracks[i]
		if entry.kind == typeSubtitles {
			continue
		}
		kind := map[uint64]string{typeVideo: "video", typeAudio: "audio"}[entry.kind]
		s.Tracks = append(s.Tracks, media.Track{Kind: kind, Codec: codecs[entry.codec], Samples: t.count, Duration: inTime(t.last+t.step-t.first, w.info.scale)})
	}
	return s
}
