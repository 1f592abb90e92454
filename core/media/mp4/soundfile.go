package mp4

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

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
		info.size += int64(p.Size)
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
		f.table.add(mp4.Sample{Size: r.now.Size, Dur: r.now.Ticks})
		off += int64(r.now.Size)
		if _, err := w.Write(r.out[2:]); err != nil { // behind the length that the decoder needs
			return nil, err
		}
	}
	f.table.stts.Add(f.table.last)
	return f, w.Flush()
}

// Finish writes the moov with the tags. It may be called again.
func (f *SoundFile) Finish(m media.Meta) (s media.Summary, err error) {
	defer bin.RecoverDamage(&err)
	v := newMovie(f.tracks, []*samples{&f.table}, m, bmff.MovieScale)
	size, err := f.writeMovie(v)
	if err != nil {
		return s, err
	}
	return v.summary(size), bin.Truncate(f.file, size)
}
