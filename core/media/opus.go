package media

import (
	"bufio"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"time"
)

// NewOpus follows a WebM stream with Opus, of the given size and stored in src,
// and makes an Ogg Opus file of it (RFC 7845) in out: the same packets, exactly
// as long. Room bytes are kept for tags, cover and chapters, see RoomOpus.
// Errors of the stream wrap ErrDamaged.
func NewOpus(src File, size int64, out File, room int64) (Follower, error) {
	return follow(src, size, &opusMaker{out: out, room: int(min(max(room, minRoom), maxRoom))})
}

// minRoom holds all but long chapters, a long description and a cover.
const minRoom = 24 << 10

// opusMaker makes an Ogg Opus file:
//
//	page with OpusHead | pages with OpusTags, padded to a size known before | pages with sound
type opusMaker struct {
	out  File
	room int // bytes of the OpusTags packet

	serial  uint32
	tagsAt  int64
	end     int64
	packets int
	length  time.Duration
}

// run implements maker.
func (o *opusMaker) run(in *arrival) error {
	webm, err := isWebM(in)
	if err != nil {
		return err
	}
	if !webm {
		return fmt.Errorf("%w: sound is not Opus in WebM", ErrDamaged)
	}
	r, err := newOpusReader(in, in.size)
	if err != nil {
		return err
	}
	// The same stream makes the same file.
	o.serial = crc32.ChecksumIEEE(r.head.bytes) + uint32(in.size)
	head := oggPages(r.head.bytes, oggFirst, o.serial, 0)
	if _, err := o.out.WriteAt(head, 0); err != nil {
		return err
	}
	o.tagsAt = int64(len(head))
	pages := o.room/oggPageBytes + 1
	o.end = o.tagsAt + int64(o.room+o.room/255+1+pages*oggHeader)
	w := &tail{out: o.out, at: &o.end}
	buffered := bufio.NewWriterSize(w, 64<<10)
	ogg := &oggWriter{w: buffered, page: oggPage{serial: o.serial, sequence: uint32(1 + pages)}}
	for {
		p, err := r.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if err := ogg.packet(p); err != nil {
			return err
		}
	}
	if err := ogg.close(); err != nil {
		return err
	}
	in.used.Store(in.size)
	o.packets = ogg.packets
	if o.packets == 0 || ogg.granule <= uint64(r.head.preSkip) {
		return fmt.Errorf("%w: no sound", ErrDamaged)
	}
	o.length = lengthOf(int64(ogg.granule)-int64(r.head.preSkip), opusRate)
	return buffered.Flush()
}

// finish implements maker.
func (o *opusMaker) finish(m Meta) (s Summary, err error) {
	tags := oggPages(m.opusTags(o.room, o.length), 0, o.serial, 1)
	if _, err := o.out.WriteAt(tags, o.tagsAt); err != nil {
		return s, err
	}
	if err := truncate(o.out, o.end); err != nil {
		return s, err
	}
	return audioSummary(o.end, o.length, "opus", o.packets), nil
}

func audioSummary(size int64, length time.Duration, codec string, samples int) Summary {
	return Summary{Size: size, Duration: length, Tracks: []Track{
		{Kind: "audio", Codec: codec, Samples: samples, Duration: length},
	}}
}

// tail writes at the end of what it has written.
type tail struct {
	out io.WriterAt
	at  *int64
}

func (t *tail) Write(p []byte) (int, error) {
	n, err := t.out.WriteAt(p, *t.at)
	*t.at += int64(n)
	return n, err
}
