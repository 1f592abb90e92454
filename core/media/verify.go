package media

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"
)

const (
	maxTopBoxes = 1 << 16
	maxMoov     = 256 << 20 // bytes
)

// Verify checks a finished MP4 file of the given size, without reading the
// media: that its sample tables are complete and point into its mdat, and that
// it is what want says. The tracks must be those of want, with as many samples
// and the same durations, give or take a second; what is zero in want is not
// compared. Errors that are not of reading wrap ErrDamaged.
func Verify(r io.ReaderAt, size int64, want Summary) error {
	got, err := Inspect(r, size)
	if err != nil {
		return err
	}
	return compare(got, want)
}

// compare says in what a file is not what was wanted, see Verify.
func compare(got, want Summary) error {
	if want.Size != 0 && got.Size != want.Size {
		return fmt.Errorf("%w: file has %d bytes instead of %d", ErrDamaged, got.Size, want.Size)
	}
	if !near(got.Duration, want.Duration) {
		return fmt.Errorf("%w: file lasts %v instead of %v", ErrDamaged, got.Duration, want.Duration)
	}
	if len(want.Tracks) != 0 && len(got.Tracks) != len(want.Tracks) {
		return fmt.Errorf("%w: file has %d tracks instead of %d", ErrDamaged, len(got.Tracks), len(want.Tracks))
	}
	for i, w := range want.Tracks {
		g := got.Tracks[i]
		if w.Kind != "" && g.Kind != w.Kind || w.Codec != "" && g.Codec != w.Codec {
			return fmt.Errorf("%w: track %d is %s %s instead of %s %s", ErrDamaged, i, g.Kind, g.Codec, w.Kind, w.Codec)
		}
		if w.Samples != 0 && g.Samples != w.Samples || !near(g.Duration, w.Duration) {
			return fmt.Errorf("%w: %s has %d samples in %v instead of %d in %v", ErrDamaged, g.Kind, g.Samples, g.Duration, w.Samples, w.Duration)
		}
	}
	return nil
}

func near(got, want time.Duration) bool {
	return want == 0 || (got-want).Abs() <= time.Second
}

// Inspect checks a finished MP4 file as Verify does and says what is in it.
func Inspect(r io.ReaderAt, size int64) (s Summary, err error) {
	defer catch(&err)
	f, err := readTop(r, size)
	if err != nil {
		return s, err
	}
	list, err := split(f.moov[8:])
	if err != nil {
		return s, fmt.Errorf("%w: moov: %w", ErrDamaged, err)
	}
	s.Size = size
	for _, c := range list {
		switch c.kind {
		case "mvhd":
			b, err := decode[*mp4.MvhdBox](c.bytes)
			if err != nil {
				return s, fmt.Errorf("%w: mvhd: %w", ErrDamaged, err)
			}
			s.Duration = duration(b.Duration, b.Timescale)
		case "trak":
			t, err := f.inspectTrak(c.bytes)
			if err != nil {
				return s, fmt.Errorf("%w: %s track: %w", ErrDamaged, t.Kind, err)
			}
			if t.Kind == "video" || t.Kind == "audio" {
				s.Tracks = append(s.Tracks, t)
			}
		}
	}
	if len(s.Tracks) == 0 {
		return s, fmt.Errorf("%w: neither video nor sound in the file", ErrDamaged)
	}
	return s, nil
}

// finished is the top level of a file.
type finished struct {
	moov   []byte
	moovAt int64
	media  []extent // what is inside the mdat boxes
}

type extent struct{ from, to int64 }

func readTop(r io.ReaderAt, size int64) (*finished, error) {
	f := &finished{}
	err := walk(r, size, func(pos int64, h header, _ []byte) error {
		switch h.kind {
		case "mdat":
			f.media = append(f.media, extent{pos + h.head, pos + h.size})
		case "moov":
			if f.moov != nil || h.size > maxMoov {
				return fmt.Errorf("%w: moov twice or too large", ErrDamaged)
			}
			f.moov, f.moovAt = make([]byte, h.size), pos
			return readFull(r, f.moov, pos)
		}
		return nil
	})
	if err == nil && (f.moov == nil || len(f.media) == 0) {
		err = fmt.Errorf("%w: no moov or no mdat in the file", ErrDamaged)
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// walk visits the boxes of a file's top level, with their offsets and first
// bytes, 16 at most.
func walk(r io.ReaderAt, size int64, visit func(pos int64, h header, b []byte) error) error {
	w := window{file: r, buf: make([]byte, 16)}
	if err := hasEnd(r, size); err != nil {
		return err
	}
	for pos, n := int64(0), 0; pos < size; n++ {
		b, err := w.read(pos, min(16, size-pos), size-pos)
		if err != nil {
			return err
		}
		h, err := readHeader(b, size-pos)
		if err != nil {
			return fmt.Errorf("%w: at byte %d: %w", ErrDamaged, pos, err)
		}
		if (n == 0) != (h.kind == "ftyp") || n > maxTopBoxes {
			return fmt.Errorf("%w: not an MP4 file", ErrDamaged)
		}
		if err := visit(pos, h, b); err != nil {
			return err
		}
		pos += h.size
	}
	return nil
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

// inspectTrak checks a track's tables against each other and the file.
func (f *finished) inspectTrak(trak []byte) (Track, error) {
	t := Track{Kind: "unknown"}
	hdlr := find(trak, "mdia", "hdlr")
	mdhd, err := decode[*mp4.MdhdBox](find(trak, "mdia", "mdhd"))
	if err != nil || len(hdlr) < 20 {
		return t, errors.New("header is missing")
	}
	switch t.Kind = string(hdlr[16:20]); t.Kind {
	case "vide", "soun":
		t.Kind = kindName(t.Kind)
	}
	table := find(trak, "mdia", "minf", "stbl")
	if t.Codec, err = sampleEntry(find(table, "stsd")); err != nil {
		return t, err
	}
	stsz, err := decode[*mp4.StszBox](find(table, "stsz"))
	if err != nil {
		return t, fmt.Errorf("stsz: %w", err)
	}
	t.Samples = int(stsz.SampleNumber)
	if t.Samples == 0 {
		return t, errors.New("no samples")
	}
	units, err := checkTimes(table, stsz.SampleNumber)
	if err != nil {
		return t, err
	}
	t.Duration = duration(units, mdhd.Timescale)
	if units != mdhd.Duration && !near(duration(mdhd.Duration, mdhd.Timescale), t.Duration) {
		return t, errors.New("duration is not that of its samples")
	}
	return t, f.checkChunks(table, stsz)
}

// checkTimes compares the numbers of samples in the time tables with n, and
// returns the sum of the durations.
func checkTimes(table []byte, n uint32) (units uint64, err error) {
	stts, err := decode[*mp4.SttsBox](find(table, "stts"))
	if err != nil {
		return 0, fmt.Errorf("stts: %w", err)
	}
	count := uint64(0)
	for i, c := range stts.SampleCount {
		count += uint64(c)
		units += uint64(c) * uint64(stts.SampleTimeDelta[i])
	}
	if count != uint64(n) {
		return 0, fmt.Errorf("%d durations for %d samples", count, n)
	}
	if b := find(table, "ctts"); b != nil {
		ctts, err := decode[*mp4.CttsBox](b)
		if err != nil {
			return 0, fmt.Errorf("ctts: %w", err)
		}
		if last := ctts.EndSampleNr[len(ctts.EndSampleNr)-1]; last != n {
			return 0, fmt.Errorf("%d composition offsets for %d samples", last, n)
		}
	}
	if b := find(table, "stss"); b != nil {
		stss, err := decode[*mp4.StssBox](b)
		if err != nil {
			return 0, fmt.Errorf("stss: %w", err)
		}
		last := uint32(0)
		for _, nr := range stss.SampleNumber {
			if nr <= last || nr > n {
				return 0, errors.New("sync samples are out of order")
			}
			last = nr
		}
	}
	return units, nil
}

// checkChunks checks that all samples lie inside mdat boxes.
func (f *finished) checkChunks(table []byte, stsz *mp4.StszBox) error {
	offsets, err := readOffsets(table)
	if err != nil {
		return err
	}
	stsc, err := decode[*mp4.StscBox](find(table, "stsc"))
	if err != nil {
		return fmt.Errorf("stsc: %w", err)
	}
	if len(stsc.Entries) == 0 || stsc.Entries[0].FirstChunk != 1 {
		return errors.New("chunks do not begin with the first")
	}
	sample, entry := uint32(0), 0
	for i, off := range offsets {
		for entry+1 < len(stsc.Entries) && stsc.Entries[entry+1].FirstChunk <= uint32(i+1) {
			entry++
		}
		n := stsc.Entries[entry].SamplesPerChunk
		if n > stsz.SampleNumber-sample {
			return errors.New("chunks hold more samples than there are")
		}
		size := uint64(n) * uint64(stsz.SampleUniformSize)
		if stsz.SampleUniformSize == 0 {
			for _, s := range stsz.SampleSize[sample : sample+n] {
				size += uint64(s)
			}
		}
		if !f.holds(off, size) {
			return fmt.Errorf("samples at byte %d lie outside the media", off)
		}
		sample += n
	}
	if sample != stsz.SampleNumber {
		return fmt.Errorf("chunks hold %d of %d samples", sample, stsz.SampleNumber)
	}
	return nil
}

func readOffsets(table []byte) ([]uint64, error) {
	if b := find(table, "co64"); b != nil {
		co64, err := decode[*mp4.Co64Box](b)
		if err != nil {
			return nil, fmt.Errorf("co64: %w", err)
		}
		return co64.ChunkOffset, nil
	}
	stco := find(table, "stco")
	if len(stco) < 16 || uint64(binary.BigEndian.Uint32(stco[12:]))*4 != uint64(len(stco)-16) {
		return nil, errors.New("chunk offsets are missing")
	}
	offsets := make([]uint64, 0, len(stco)/4-4)
	for b := stco[16:]; len(b) > 0; b = b[4:] {
		offsets = append(offsets, uint64(binary.BigEndian.Uint32(b)))
	}
	return offsets, nil
}

func (f *finished) holds(off, size uint64) bool {
	for _, e := range f.media {
		if off >= uint64(e.from) && off <= uint64(e.to) && size <= uint64(e.to)-off {
			return true
		}
	}
	return false
}
