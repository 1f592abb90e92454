package media

import (
	"bufio"
	"errors"
	"hash/crc32"
	"io"
	"math"
	"time"
)

// NewOpus returns a media.Converter that stores one WebM stream with Opus in file
// and makes an Ogg Opus file of it (RFC 7845) in Options.Output: the same packets,
// exactly as long. A clip, too, begins and ends at the sample: a few packets more
// come first, for the decoder, which players do not play.
//
// The head's Bytes are only read for a clip; the caller passes them to WriteAt as
// well. Errors of the stream wrap ErrDamaged, and for a clip ErrNoIndex or
// ErrOutside.
func NewOpus(file File, heads []Head, o Options) (Layout, error) {
	e, err := newClipSource(heads, o)
	if err != nil {
		return nil, err
	}
	return newConverter(file, e, &oggEncoder{source: e, out: o.Output, reserve: int(min(max(o.Reserve, minReserve), maxReserve))}), nil
}

// oggEncoder makes an Ogg Opus file:
//
//	page with OpusHead | pages with OpusTags, padded to a size known before | pages with sound
type oggEncoder struct {
	source  *clipSource
	out     File
	reserve int // bytes of the OpusTags packet

	serial  uint32
	tagsAt  int64
	end     int64
	packets int
	length  time.Duration
}

// Run implements maker.
func (o *oggEncoder) Run(in *growingFile) error {
	r, err := o.source.openOpus(in)
	if err != nil {
		return err
	}
	p, end, err := o.first(r)
	if errors.Is(err, io.EOF) {
		return o.source.silenceError()
	}
	if err != nil {
		return err
	}
	// The same stream makes the same file.
	o.serial = crc32.ChecksumIEEE(r.head.bytes) + uint32(o.source.size)
	head := oggPages(r.head.bytes, oggFirst, o.serial, 0)
	if _, err := o.out.WriteAt(head, 0); err != nil {
		return err
	}
	o.tagsAt = int64(len(head))
	pages := o.reserve/oggPageBytes + 1
	o.end = o.tagsAt + int64(o.reserve+o.reserve/255+1+pages*oggHeader)
	w := newTailWriter(o.out, &o.end)
	buffered := bufio.NewWriterSize(w, 64<<10)
	ogg := &packetWriter{w: buffered, page: oggPage{serial: o.serial, sequence: uint32(1 + pages)}}
	for err == nil && p.at < end {
		late := p.at + int64(p.samples) - end
		p.trim = max(p.trim, int(max(late, 0)))
		if err := ogg.packet(p); err != nil {
			return err
		}
		if late >= 0 {
			break
		}
		p, err = r.next()
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if err := ogg.close(); err != nil {
		return err
	}
	o.packets = ogg.packets
	if ogg.granule <= uint64(r.head.preSkip) {
		return o.source.silenceError()
	}
	o.length = lengthOf(int64(ogg.granule)-int64(r.head.preSkip), opusRate)
	return buffered.Flush()
}

// first returns the first packet to be kept, and before which sample the music
// ends. What is not music before it, it notes in the reader's head.
func (o *oggEncoder) first(r *opusReader) (p opusPacket, end int64, err error) {
	clip, skip := o.source.clip, int64(r.head.preSkip)
	if end = math.MaxInt64 / 2; clip.To > 0 {
		end = samplesIn(clip.To, opusRate) + skip
	}
	if p, err = r.next(); err != nil || clip.From == 0 {
		return p, end, err
	}
	begin := samplesIn(clip.From, opusRate) + skip
	for err == nil && p.at+int64(p.samples) <= begin-samplesIn(opusPreroll, opusRate) {
		p, err = r.next()
	}
	if err == nil && p.at > begin {
		err = errLate
	}
	r.head = r.head.withPreSkip(int(min(max(begin-p.at, 0), math.MaxUint16)))
	return p, end, err
}

// Finish implements maker.
func (o *oggEncoder) Finish(m Meta) (s Summary, err error) {
	tags := oggPages(opusTags(m, o.reserve, o.length), 0, o.serial, 1)
	if _, err := o.out.WriteAt(tags, o.tagsAt); err != nil {
		return s, err
	}
	if err := truncate(o.out, o.end); err != nil {
		return s, err
	}
	return soundSummary(o.end, o.length, "opus", o.packets), nil
}
