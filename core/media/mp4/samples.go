package mp4

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

const maxMoof = 16 << 20 // bytes

// errOutside says that the samples of a run are not together in the file.
var errOutside = errors.New("samples lie outside their fragment")

// samples are the tables of a track, as they go into its stbl (§8.6, §8.7).
type samples struct {
	count    int
	sizes    []byte    // stsz entries
	syncs    []byte    // stss entries
	stts     bmff.Runs // durations
	ctts     bmff.Runs // composition offsets
	chunks   []chunk
	composed bool // some composition offset is not 0
	signed   bool // some composition offset is negative

	first uint64 // decode time of the first sample, in timescale
	next  uint64 // decode time behind the last one
	last  uint32 // duration of the last one, not in stts yet
	begin int64  // earliest composition time, counted from first
	end   int64  // end of the presentation, counted from first

	seen      int         // how many there were, kept or not
	selection *selection  // the samples to keep; nil for all
	edits     []bmff.Edit // how they are shown; nil as they are
	finer     uint32      // how many of the table's units a unit of the stream is; 0 for 1

	runs  []byterange.Range // where they are in the source, in order
	mdats []byterange.Range // where they may be

	visit func(x mp4.Sample, src int64) // if not nil, is told of each sample and its source offset
}

// chunk is samples that lie together in the file.
type chunk struct {
	off int64
	n   uint32
}

func (s *samples) add(x mp4.Sample) {
	if s.count > 0 {
		s.stts.Add(s.last)
	}
	s.count++
	s.sizes = binary.BigEndian.AppendUint32(s.sizes, x.Size)
	s.ctts.Add(uint32(x.CompositionTimeOffset))
	s.composed = s.composed || x.CompositionTimeOffset != 0
	s.signed = s.signed || x.CompositionTimeOffset < 0
	if isSync(x) {
		s.syncs = binary.BigEndian.AppendUint32(s.syncs, uint32(s.count))
	}
	composed := int64(s.next-s.first) + int64(x.CompositionTimeOffset)
	if s.count == 1 || composed < s.begin {
		s.begin = composed
	}
	s.last = x.Dur
	s.next += uint64(x.Dur)
	s.end = max(s.end, int64(s.next-s.first)+int64(x.CompositionTimeOffset))
}

// isSync reports whether a sample can be decoded on its own (§8.8.3.1,
// sample_is_non_sync_sample).
func isSync(x mp4.Sample) bool { return x.Flags&0x10000 == 0 }

// seek makes the next sample start at the decode time t (tfdt, §8.8.12). A gap
// lengthens the sample before it, as a progressive file knows no gaps.
func (s *samples) seek(t uint64) error {
	if s.count == 0 {
		s.first, s.next = t, t
		return nil
	}
	if s.selection != nil && s.seen >= s.selection.to {
		return nil
	}
	last := int64(s.last) + int64(t-s.next)
	if last < 0 || last > math.MaxUint32 {
		return fmt.Errorf("decode time leaps from %d to %d", s.next, t)
	}
	s.last, s.next = uint32(last), t
	return nil
}

// allSync reports whether every sample can be decoded on its own.
func (s *samples) allSync() bool { return len(s.syncs) == 4*s.count }

// addMoof adds the samples of a movie fragment (§8.8.4) that starts at the
// source offset at; boxes is its content.
func (s *samples) addMoof(t *track, boxes []byte, at int64) error {
	list, err := bmff.Split(boxes)
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.Kind == "traf" {
			if err := s.addTraf(t, c.Bytes, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// addTraf adds the runs of a track fragment (§8.8.6 to §8.8.8).
func (s *samples) addTraf(t *track, traf []byte, at int64) error {
	tfhd, err := bmff.Decode[*mp4.TfhdBox](bmff.Find(traf, "tfhd"))
	if err != nil {
		return fmt.Errorf("tfhd: %w", err)
	}
	if tfhd.TrackID != t.id {
		return nil
	}
	if b := bmff.Find(traf, "tfdt"); b != nil {
		tfdt, err := bmff.Decode[*mp4.TfdtBox](b)
		if err != nil {
			return fmt.Errorf("tfdt: %w", err)
		}
		if err := s.seek(min(tfdt.BaseMediaDecodeTime(), 1<<60)); err != nil {
			return err
		}
	}
	base := at
	if tfhd.HasBaseDataOffset() {
		base = int64(min(tfhd.BaseDataOffset, bin.MaxSize))
	}
	list, err := bmff.Split(traf[8:])
	if err != nil {
		return err
	}
	next := base
	for _, c := range list {
		if c.Kind != "trun" {
			continue
		}
		trun, err := bmff.Decode[*mp4.TrunBox](c.Bytes)
		if err != nil {
			return err
		}
		trun.AddSampleDefaultValues(tfhd, t.trex)
		if trun.HasDataOffset() {
			next = base + int64(trun.DataOffset)
		}
		if next, err = s.addRun(t, trun.Samples, next); err != nil {
			return err
		}
	}
	return nil
}

// addRun adds those of the samples that start at the source offset src which are
// to be kept as one chunk, and returns the offset behind all.
func (s *samples) addRun(t *track, run []mp4.Sample, src int64) (int64, error) {
	if len(run) == 0 {
		return src, nil
	}
	if s.seen+len(run) > bmff.MaxSamples {
		return 0, errors.New("too many samples")
	}
	end, first, kept := src, src, uint32(0)
	for _, x := range run {
		switch {
		case s.selection.holds(s.seen):
			if kept == 0 {
				first = end
			}
			kept++
			s.add(s.selection.moved(x, s.seen))
		case s.count == 0:
			s.next += uint64(x.Dur)
			s.first = s.next
		}
		s.seen++
		if s.visit != nil {
			s.visit(x, end)
		}
		end += int64(x.Size)
	}
	out, n := t.place(src)
	if src < 0 || n < end-src || n == 0 {
		return 0, fmt.Errorf("bytes %d to %d: %w", src, end, errOutside)
	}
	if n := len(s.runs); n > 0 && src < s.runs[n-1].To {
		return 0, fmt.Errorf("byte %d is part of two samples", src)
	}
	s.runs = bmff.AppendRange(s.runs, src, end)
	if kept > 0 {
		s.chunks = append(s.chunks, chunk{out + first - src, kept})
	}
	return end, nil
}

// addRows adds what does not depend on times.
func (s *samples) addRows(part *samples) {
	for b := part.syncs; len(b) > 0; b = b[4:] {
		s.syncs = binary.BigEndian.AppendUint32(s.syncs, binary.BigEndian.Uint32(b)+uint32(s.count))
	}
	s.sizes = append(s.sizes, part.sizes...)
	s.chunks = append(s.chunks, part.chunks...)
	s.count += part.count
}
