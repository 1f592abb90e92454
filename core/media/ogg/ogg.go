package ogg

import (
	"bufio"
	"errors"
	"hash/crc32"
	"io"
	"math"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/convert"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
	"github.com/hilo-app/hilo/core/media/internal/opus"
	"github.com/hilo-app/hilo/core/media/webm"
)

// New returns a media.Converter that stores one WebM stream with Opus in file
// and makes an Ogg Opus file of it (RFC 7845) in Options.Output: the same packets,
// exactly as long. A clip, too, begins and ends at the sample: a few more packets
// are in front for the decoder, which players do not play. Cuts leave out whole packets
// of 20 ms: nothing but the beginning and the end of a stream can be cut at the sample
// (RFC 7845 §4), and the decoder continues from what it has of the packet before the cut.
//
// The head's Bytes are only read for a clip; the caller passes them to WriteAt as
// well. Errors of the stream wrap ErrDamaged, and for a clip ErrNoIndex or
// ErrOutside.
func New(file media.File, heads []media.Head, o media.Options) (media.Layout, error) {
	e, err := convert.NewSource(heads, o)
	if err != nil {
		return nil, err
	}
	return convert.Start(file, e, &encoder{source: e, out: o.Output, reserve: int(min(max(o.Reserve, metadata.MinReserve), bin.MaxReserve))}), nil
}

// encoder makes an Ogg Opus file:
//
//	page with OpusHead | pages with OpusTags, padded to a size known before | pages with sound
type encoder struct {
	source  *convert.Source
	out     media.File
	reserve int // bytes of the OpusTags packet

	skip    int64 // samples in front of the video, in the stream
	serial  uint32
	tagsAt  int64
	end     int64
	packets int
	length  time.Duration
}

// Run implements convert.Encoder.
func (o *encoder) Run(in *bin.GrowingFile) error {
	r, err := o.source.OpenOpus(in)
	if err != nil {
		return err
	}
	p, end, err := o.first(r)
	if errors.Is(err, io.EOF) {
		return o.source.SilenceError()
	}
	if err != nil {
		return err
	}
	// The same stream makes the same file.
	o.serial = crc32.ChecksumIEEE(r.Head.Bytes) + uint32(o.source.Size)
	head := headerPages(r.Head.Bytes, flagFirst, o.serial, 0)
	if _, err := o.out.WriteAt(head, 0); err != nil {
		return err
	}
	o.tagsAt = int64(len(head))
	pages := o.reserve/maxPageBytes + 1
	o.end = o.tagsAt + int64(o.reserve+o.reserve/255+1+pages*pageHeader)
	w := bin.NewTailWriter(o.out, &o.end)
	buffered := bufio.NewWriterSize(w, 64<<10)
	ogg := &packetWriter{w: buffered, page: page{serial: o.serial, sequence: uint32(1 + pages)}}
	cutter := newPacketCutter(o.source.Cuts, o.source.Clip, o.skip)
	for err == nil && p.At < end {
		if cutter.drops(p) {
			p, err = r.Next()
			continue
		}
		late := p.At + int64(p.Samples) - end
		p.Trim = max(p.Trim, int(max(late, 0)))
		if err := ogg.packet(p); err != nil {
			return err
		}
		if late >= 0 {
			break
		}
		p, err = r.Next()
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if err := ogg.close(); err != nil {
		return err
	}
	o.packets = ogg.packets
	if ogg.granule <= uint64(r.Head.PreSkip) {
		return o.source.SilenceError()
	}
	o.length = bin.SampleTime(int64(ogg.granule)-int64(r.Head.PreSkip), opus.Rate)
	return buffered.Flush()
}

// first returns the first packet to keep, and the sample before which the sound
// ends. It sets the pre-skip of the reader's head to what comes before the sound.
func (o *encoder) first(r *webm.OpusReader) (p webm.OpusPacket, end int64, err error) {
	clip, skip := o.source.Clip, int64(r.Head.PreSkip)
	o.skip = skip
	if end = math.MaxInt64 / 2; clip.To > 0 {
		end = bin.SamplesIn(clip.To, opus.Rate) + skip
	}
	if p, err = r.Next(); err != nil || clip.From == 0 {
		return p, end, err
	}
	begin := bin.SamplesIn(clip.From, opus.Rate) + skip
	for err == nil && p.At+int64(p.Samples) <= begin-bin.SamplesIn(opus.Preroll, opus.Rate) {
		p, err = r.Next()
	}
	if err == nil && p.At > begin {
		err = convert.ErrLate
	}
	r.Head = r.Head.WithPreSkip(int(min(max(begin-p.At, 0), math.MaxUint16)))
	return p, end, err
}

// Finish implements convert.Encoder.
func (o *encoder) Finish(m media.Meta) (s media.Summary, err error) {
	tags := headerPages(opusTags(m, o.reserve, o.length), 0, o.serial, 1)
	if _, err := o.out.WriteAt(tags, o.tagsAt); err != nil {
		return s, err
	}
	if err := bin.Truncate(o.out, o.end); err != nil {
		return s, err
	}
	return convert.Summary(o.end, o.length, "opus", o.packets), nil
}
