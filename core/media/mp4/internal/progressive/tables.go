package progressive

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// inspectTrak checks a track's tables against each other and the file. The
// timescale of the movie is that of edit lists.
func (f *File) inspectTrak(trak []byte, movie uint32) (media.Track, error) {
	t := media.Track{Kind: "unknown"}
	hdlr := bmff.Find(trak, "mdia", "hdlr")
	mdhd, err := bmff.Decode[*mp4.MdhdBox](bmff.Find(trak, "mdia", "mdhd"))
	if err != nil || len(hdlr) < 20 {
		return t, errors.New("header is missing")
	}
	switch t.Kind = string(hdlr[16:20]); t.Kind {
	case "vide", "soun":
		t.Kind = bmff.TrackKind(t.Kind)
	}
	table := bmff.Find(trak, "mdia", "minf", "stbl")
	if t.Codec, err = bmff.SampleEntry(bmff.Find(table, "stsd")); err != nil {
		return t, err
	}
	t.Coding = bmff.Coding(bmff.Find(table, "stsd"))
	stsz, err := bmff.Decode[*mp4.StszBox](bmff.Find(table, "stsz"))
	if err != nil {
		return t, fmt.Errorf("stsz: %w", err)
	}
	t.Samples = int(stsz.SampleNumber)
	if t.Samples == 0 {
		return t, errors.New("no samples")
	}
	times, err := checkTimes(table, stsz.SampleNumber)
	if err != nil {
		return t, err
	}
	length := bin.Duration(times.units, mdhd.Timescale)
	if (length - bin.Duration(mdhd.Duration, mdhd.Timescale)).Abs() > time.Second {
		return t, errors.New("duration is not that of its samples")
	}
	var edits []bmff.Edit
	if elst, err := bmff.Decode[*mp4.ElstBox](bmff.Find(trak, "edts", "elst")); err == nil {
		for _, e := range elst.Entries {
			edits = append(edits, bmff.Edit{Length: e.SegmentDuration, Media: e.MediaTime})
		}
	}
	t.Duration = bmff.Played(edits, movie, times.begin, times.end, mdhd.Timescale)
	media := 0
	for _, e := range edits {
		if e.Media >= 0 {
			media++
		}
	}
	used, err := f.checkChunks(table, stsz)
	if err == nil && media > 1 {
		used, err = withoutRepeats(used)
	}
	for _, r := range used {
		f.used = bmff.AppendRange(f.used, r.From, r.To)
	}
	return t, err
}

// withoutRepeats returns where the samples of a track are of which parts are left out.
// What decodes one part may be decoded for another again: then it is a sample of both,
// with the same bytes.
func withoutRepeats(samples []byterange.Range) ([]byterange.Range, error) {
	slices.SortFunc(samples, func(a, b byterange.Range) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	samples = slices.Compact(samples)
	for i := 1; i < len(samples); i++ {
		if samples[i].From < samples[i-1].To {
			return nil, fmt.Errorf("byte %d is part of two samples", samples[i].From)
		}
	}
	return samples, nil
}

// sampleTimes is the sum of the time tables, in units of the timescale.
type sampleTimes struct {
	units      uint64 // sum of the durations
	begin, end int64  // of what is shown
}

// checkTimes compares the numbers of samples in the time tables with n.
func checkTimes(table []byte, n uint32) (t sampleTimes, err error) {
	stts, err := bmff.Decode[*mp4.SttsBox](bmff.Find(table, "stts"))
	if err != nil {
		return t, fmt.Errorf("stts: %w", err)
	}
	count := uint64(0)
	for _, c := range stts.SampleCount {
		count += uint64(c)
	}
	if count != uint64(n) {
		return t, fmt.Errorf("%d durations for %d samples", count, n)
	}
	ctts := &mp4.CttsBox{EndSampleNr: []uint32{0, n}, SampleOffset: []int32{0}}
	if b := bmff.Find(table, "ctts"); b != nil {
		if ctts, err = bmff.Decode[*mp4.CttsBox](b); err != nil {
			return t, fmt.Errorf("ctts: %w", err)
		}
		if last := ctts.EndSampleNr[len(ctts.EndSampleNr)-1]; last != n {
			return t, fmt.Errorf("%d composition offsets for %d samples", last, n)
		}
	}
	if t, err = addTimes(stts, ctts); err != nil {
		return t, err
	}
	if b := bmff.Find(table, "stss"); b != nil {
		stss, err := bmff.Decode[*mp4.StssBox](b)
		if err != nil {
			return t, fmt.Errorf("stss: %w", err)
		}
		last := uint32(0)
		for _, nr := range stss.SampleNumber {
			if nr <= last || nr > n {
				return t, errors.New("sync samples are out of order")
			}
			last = nr
		}
	}
	return t, nil
}

// addTimes adds up durations and composition offsets, which are of as many
// samples.
func addTimes(stts *mp4.SttsBox, ctts *mp4.CttsBox) (t sampleTimes, err error) {
	run, left, first := 0, uint32(0), true // of the composition offsets
	for i, n := range stts.SampleCount {
		for n > 0 {
			for ; left == 0 && run < len(ctts.SampleOffset); run++ {
				left = ctts.EndSampleNr[run+1] - ctts.EndSampleNr[run]
			}
			if left == 0 {
				return t, errors.New("composition offsets are missing")
			}
			both := min(n, left)
			n, left = n-both, left-both
			offset := int64(ctts.SampleOffset[run-1])
			if at := int64(t.units) + offset; first || at < t.begin {
				t.begin, first = at, false
			}
			t.units += uint64(both) * uint64(stts.SampleTimeDelta[i])
			if t.units > 1<<62 {
				return t, errors.New("durations are too long")
			}
			t.end = max(t.end, int64(t.units)+offset)
		}
	}
	return t, nil
}

// checkChunks checks that all samples lie inside mdat boxes, and returns where.
func (f *File) checkChunks(table []byte, stsz *mp4.StszBox) (used []byterange.Range, err error) {
	offsets, err := readOffsets(table)
	if err != nil {
		return nil, err
	}
	stsc, err := bmff.Decode[*mp4.StscBox](bmff.Find(table, "stsc"))
	if err != nil {
		return nil, fmt.Errorf("stsc: %w", err)
	}
	if len(stsc.Entries) == 0 || stsc.Entries[0].FirstChunk != 1 {
		return nil, errors.New("chunks do not begin with the first")
	}
	sample, entry := uint32(0), 0
	for i, off := range offsets {
		for entry+1 < len(stsc.Entries) && stsc.Entries[entry+1].FirstChunk <= uint32(i+1) {
			entry++
		}
		n := stsc.Entries[entry].SamplesPerChunk
		if n > stsz.SampleNumber-sample {
			return nil, errors.New("chunks hold more samples than there are")
		}
		size, at := uint64(0), off
		for i := range n {
			length := uint64(stsz.SampleUniformSize)
			if length == 0 {
				length = uint64(stsz.SampleSize[sample+i])
			}
			size += length
			if length > 0 && at <= bin.MaxSize && length <= bin.MaxSize {
				used = append(used, byterange.Range{From: int64(at), To: int64(at + length)})
			}
			at += length
		}
		if off > bin.MaxSize || size > bin.MaxSize || !bmff.InRanges(byterange.Range{From: int64(off), To: int64(off + size)}, f.sampleRanges) {
			return nil, fmt.Errorf("samples at byte %d lie outside the media", off)
		}
		sample += n
	}
	if sample != stsz.SampleNumber {
		return nil, fmt.Errorf("chunks hold %d of %d samples", sample, stsz.SampleNumber)
	}
	return used, nil
}

func readOffsets(table []byte) ([]uint64, error) {
	if b := bmff.Find(table, "co64"); b != nil {
		co64, err := bmff.Decode[*mp4.Co64Box](b)
		if err != nil {
			return nil, fmt.Errorf("co64: %w", err)
		}
		return co64.ChunkOffset, nil
	}
	stco := bmff.Find(table, "stco")
	if len(stco) < 16 || uint64(binary.BigEndian.Uint32(stco[12:]))*4 != uint64(len(stco)-16) {
		return nil, errors.New("chunk offsets are missing")
	}
	offsets := make([]uint64, 0, len(stco)/4-4)
	for b := stco[16:]; len(b) > 0; b = b[4:] {
		offsets = append(offsets, uint64(binary.BigEndian.Uint32(b)))
	}
	return offsets, nil
}
