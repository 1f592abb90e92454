package mp4

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// maxWholeMoov bounds the moov of a progressive file, in bytes. That of ten hours
// with 30 pictures a second has about 14 MB.
const maxWholeMoov = 64 << 20

// useProgressive makes the reader read the first track of AAC of a progressive
// file, such as YouTube's muxed stream: the moov says where all packets are.
func (r *AACReader) useProgressive(moov []byte) error {
	mvhd, err := decode[*mp4.MvhdBox](find(moov, "mvhd"))
	if err != nil {
		return fmt.Errorf("mvhd: %w", err)
	}
	list, err := split(moov[8:])
	if err != nil {
		return fmt.Errorf("moov: %w", err)
	}
	for _, c := range list {
		s := &streamInfo{size: r.in.To}
		if c.kind != "trak" || s.readTrak(c.bytes) != nil || s.isAAC() != nil {
			continue
		}
		if mdhd, err := decode[*mp4.MdhdBox](find(c.bytes, "mdia", "mdhd")); err == nil {
			s.duration = bin.Duration(mdhd.Duration, mdhd.Timescale)
		}
		s.readEdits(c.bytes, mvhd.Timescale)
		if err := r.use(s); err != nil {
			return err
		}
		r.whole = true
		r.packets, err = packetsOf(find(c.bytes, "mdia", "minf", "stbl"), r.in.To)
		return err
	}
	return errors.New("no track of AAC")
}

// packetsOf returns the packets that the tables of a track describe (§8.6.1.2,
// §8.7), in their order, all within the first size bytes of the file.
func packetsOf(table []byte, size int64) ([]aacPacket, error) {
	stsz, err := decode[*mp4.StszBox](find(table, "stsz"))
	if err != nil {
		return nil, fmt.Errorf("stsz: %w", err)
	}
	stsc, err := decode[*mp4.StscBox](find(table, "stsc"))
	if err != nil {
		return nil, fmt.Errorf("stsc: %w", err)
	}
	offsets, err := readOffsets(table)
	if err != nil {
		return nil, err
	}
	n := stsz.SampleNumber
	if n == 0 || n > maxSamples || len(stsc.Entries) == 0 || stsc.Entries[0].FirstChunk != 1 {
		return nil, fmt.Errorf("%d samples in chunks that do not begin with the first", n)
	}
	all := make([]aacPacket, 0, n)
	entry := 0
	for i, off := range offsets {
		for entry+1 < len(stsc.Entries) && stsc.Entries[entry+1].FirstChunk <= uint32(i+1) {
			entry++
		}
		in := stsc.Entries[entry].SamplesPerChunk
		if in > n-uint32(len(all)) || off > uint64(size) {
			return nil, fmt.Errorf("chunk %d is not in the file", i)
		}
		for range in {
			bytes := stsz.SampleUniformSize
			if bytes == 0 {
				bytes = stsz.SampleSize[len(all)]
			}
			if int64(off)+int64(bytes) > size {
				return nil, fmt.Errorf("packet %d ends behind the file", len(all))
			}
			all = append(all, aacPacket{off: int64(off), size: bytes})
			off += uint64(bytes)
		}
	}
	if uint32(len(all)) != n {
		return nil, fmt.Errorf("chunks hold %d of %d samples", len(all), n)
	}
	return all, setTimes(all, table)
}

// setTimes sets when each packet is to be heard.
func setTimes(all []aacPacket, table []byte) error {
	stts, err := decode[*mp4.SttsBox](find(table, "stts"))
	if err != nil {
		return fmt.Errorf("stts: %w", err)
	}
	i, now := 0, int64(0)
	for k, count := range stts.SampleCount {
		if int64(count) > int64(len(all)-i) {
			return errors.New("more durations than samples")
		}
		for range count {
			all[i].time, all[i].ticks = now, stts.SampleTimeDelta[k]
			now += int64(all[i].ticks)
			i++
		}
	}
	if i != len(all) {
		return fmt.Errorf("%d durations for %d samples", i, len(all))
	}
	return nil
}

// SoundFile is an M4A file that is made of the sound of a progressive file:
//
//	ftyp | reserve for the moov, a free box until Finish | mdat: the packets as they are
type SoundFile struct {
	layout
	table samples
}

// packetsPerChunk is how many packets lie in a chunk of the tables: about a second.
const packetsPerChunk = 43

// CopySound writes the sound of a progressive file, whose bytes arrive in in, into
// out, and returns when the last packet is written. reserve is the number of bytes
// to keep for tags. Errors of the bytes wrap media.ErrDamaged.
func CopySound(in *bin.GrowingFile, out media.File, reserve int64) (*SoundFile, error) {
	r, err := OpenAAC(in)
	if err != nil {
		return nil, err
	}
	if !r.whole {
		return nil, fmt.Errorf("%w: stream is fragmented", media.ErrDamaged)
	}
	info := *r.track.streamInfo
	info.size = 0
	for _, p := range r.packets {
		info.size += int64(p.size)
	}
	f := &SoundFile{layout: layout{file: out, sequential: true, tracks: []*track{{streamInfo: &info}}}}
	f.plan = newPlan(f.tracks, true, max(0, min(reserve, bin.MaxReserve)))
	if err := f.writeFront(false); err != nil {
		return nil, err
	}
	at := f.plan.data
	w := bufio.NewWriterSize(bin.NewTailWriter(out, &at), 64<<10)
	for off := f.plan.data; ; {
		err := r.nextPacket()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if f.table.count%packetsPerChunk == 0 {
			f.table.chunks = append(f.table.chunks, chunk{off: off})
		}
		f.table.chunks[len(f.table.chunks)-1].n++
		f.table.add(mp4.Sample{Size: r.now.size, Dur: r.now.ticks})
		off += int64(r.now.size)
		if _, err := w.Write(r.out[2:]); err != nil { // behind the length that the decoder needs
			return nil, err
		}
	}
	f.table.stts.add(f.table.last)
	return f, w.Flush()
}

// Finish writes the moov with the tags. It may be called again.
func (f *SoundFile) Finish(m media.Meta) (s media.Summary, err error) {
	defer bin.RecoverDamage(&err)
	v := newMovie(f.tracks, []*samples{&f.table}, m)
	size, err := f.writeMovie(v)
	if err != nil {
		return s, err
	}
	return v.summary(size), bin.Truncate(f.file, size)
}
