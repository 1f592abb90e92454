package mp4

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
	"github.com/hilo-app/hilo/core/media/mp4/internal/progressive"
)

const (
	maxHead      = 8 << 20 // bytes up to the end of the moov
	maxAACPacket = 6144    // bytes: 768 for each of up to 8 channels (ISO/IEC 14496-3 §4.5.3.1)
)

// maxWholeMoov bounds the moov of a progressive file, in bytes. That of ten hours
// with 30 pictures a second has about 14 MB.
const maxWholeMoov = 64 << 20

// AACFrame is how many samples a packet of AAC-LC has, of each channel.
const AACFrame = 1024

// AACReader reads the packets of AAC in a fragmented or progressive MP4, each with
// its length in two bytes before it, as the decoder needs them. Fragments are read
// as they arrive, and only their headers are kept.
type AACReader struct {
	in     *bin.GrowingFile
	track  *track
	Config []byte // AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1)

	window  *bin.Window
	pos     int64 // of the next box
	table   *samples
	packets []progressive.Packet // of the current fragment that have not been read
	now     progressive.Packet   // the one read last
	out     []byte               // its bytes that have not been read
	Err     error                // why there are no more packets; io.EOF at the end
	Jumped  bool                 // reading did not begin with the first packet
	whole   bool                 // the file is progressive: packets has all that are left
}

// OpenAAC reads the head of a stream as its bytes arrive.
func OpenAAC(in *bin.GrowingFile) (r *AACReader, err error) {
	r = &AACReader{in: in, window: newAACWindow(in)}
	for r.track == nil {
		h, err := r.box()
		if err != nil {
			return nil, r.damaged(err)
		}
		most := int64(maxHead)
		if h.Kind == "moov" {
			most = maxWholeMoov
		}
		if h.Kind == "moof" || h.Kind == "mdat" || r.pos+h.Size > most {
			return nil, fmt.Errorf("%w: no moov in the first bytes", media.ErrDamaged)
		}
		r.pos += h.Size
		if h.Kind == "moov" {
			b, err := r.read(0, r.pos)
			if err != nil {
				return nil, err
			}
			b = bytes.Clone(b)
			r.window = newAACWindow(r.in) // the other has grown to hold the moov
			if moov := b[r.pos-h.Size:]; bmff.Find(moov, "mvex") == nil {
				err = r.useProgressive(moov)
			} else {
				err = r.readMoov(b)
			}
			if err != nil {
				return nil, fmt.Errorf("%w: %w", media.ErrDamaged, err)
			}
		}
	}
	return r, nil
}

func newAACWindow(in *bin.GrowingFile) *bin.Window { return bin.NewWindow(in.Src, 16<<10) }

// readMoov takes what is needed to decode from the stream's first bytes.
func (r *AACReader) readMoov(head []byte) error {
	s, err := readHead(media.Head{Bytes: head, Size: r.in.To})
	if err == nil {
		err = s.isAAC()
	}
	if err != nil {
		return err
	}
	return r.use(s)
}

// useProgressive makes the reader read the first track of AAC of a progressive
// file, such as YouTube's muxed stream: the moov says where all packets are.
func (r *AACReader) useProgressive(moov []byte) error {
	mvhd, err := bmff.Decode[*mp4.MvhdBox](bmff.Find(moov, "mvhd"))
	if err != nil {
		return fmt.Errorf("mvhd: %w", err)
	}
	list, err := bmff.Split(moov[8:])
	if err != nil {
		return fmt.Errorf("moov: %w", err)
	}
	for _, c := range list {
		s := &streamInfo{size: r.in.To}
		if c.Kind != "trak" || s.readTrak(c.Bytes) != nil || s.isAAC() != nil {
			continue
		}
		if mdhd, err := bmff.Decode[*mp4.MdhdBox](bmff.Find(c.Bytes, "mdia", "mdhd")); err == nil {
			s.duration = bin.Duration(mdhd.Duration, mdhd.Timescale)
		}
		s.readEdits(c.Bytes, mvhd.Timescale)
		if err := r.use(s); err != nil {
			return err
		}
		r.whole = true
		r.packets, err = progressive.Packets(bmff.Find(c.Bytes, "mdia", "minf", "stbl"), r.in.To)
		return err
	}
	return errors.New("no track of AAC")
}

func (s *streamInfo) isAAC() error {
	if s.kind != "soun" || s.codec != "mp4a" {
		return fmt.Errorf("stream is %q, not AAC", s.codec)
	}
	return nil
}

// use makes the reader read the stream that s describes.
func (r *AACReader) use(s *streamInfo) error {
	stsd, err := bmff.Decode[*mp4.StsdBox](s.stsd)
	if err != nil {
		return err
	}
	if stsd.Mp4a == nil || stsd.Mp4a.Esds == nil || stsd.Mp4a.Esds.DecConfigDescriptor == nil ||
		stsd.Mp4a.Esds.DecConfigDescriptor.DecSpecificInfo == nil {
		return errors.New("no description of the AAC")
	}
	r.Config = stsd.Mp4a.Esds.DecConfigDescriptor.DecSpecificInfo.DecConfig
	// The stream is stored as it is: an offset in it is the offset in the file.
	r.track = &track{streamInfo: s, placements: []placement{{0, s.size, 0}}}
	r.table = &samples{visit: func(x mp4.Sample, src int64) {
		r.packets = append(r.packets, progressive.Packet{Off: src, Size: x.Size, Time: int64(r.table.next) - int64(x.Dur), Ticks: x.Dur})
	}}
	return nil
}

// Read implements io.Reader: it returns bytes of one packet.
func (r *AACReader) Read(p []byte) (int, error) {
	for len(r.out) == 0 {
		if r.Err == nil {
			r.Err = r.nextPacket()
		}
		if r.Err != nil {
			return 0, r.Err
		}
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}

func (r *AACReader) nextPacket() error {
	for len(r.packets) == 0 {
		if r.whole {
			return io.EOF
		}
		if err := r.nextBox(); err != nil {
			return err
		}
	}
	r.now, r.packets = r.packets[0], r.packets[1:]
	if r.now.Size == 0 || r.now.Size > maxAACPacket {
		return fmt.Errorf("%w: packet of %d bytes", media.ErrDamaged, r.now.Size)
	}
	b, err := r.read(r.now.Off, int64(r.now.Size))
	if err != nil {
		return err
	}
	r.in.Consume(r.now.Off + int64(r.now.Size))
	r.out = append(binary.BigEndian.AppendUint16(r.out[:0], uint16(len(b))), b...)
	return nil
}

// nextBox reads the next box, and if it is a moof the places of its samples.
func (r *AACReader) nextBox() error {
	if r.in.To-r.pos < 8 { // stray bytes at the end
		if r.table.count == 0 {
			return fmt.Errorf("%w: no samples", media.ErrDamaged)
		}
		return io.EOF
	}
	h, err := r.box()
	if err != nil {
		return r.damaged(err)
	}
	switch h.Kind {
	case "sidx":
		err = r.checkIndex(h)
	case "moof":
		if h.Size > maxMoof {
			return fmt.Errorf("%w: moof of %d bytes", media.ErrDamaged, h.Size)
		}
		var b []byte
		if b, err = r.read(r.pos, h.Size); err != nil {
			return err
		}
		r.packets = r.packets[:0]
		if err = r.table.addMoof(r.track, b[h.Head:], r.pos); err != nil {
			err = fmt.Errorf("%w: moof at byte %d: %w", media.ErrDamaged, r.pos, err)
		}
	}
	r.pos += h.Size
	return err
}

// checkIndex returns an error for a stream that ends before its index does, as one
// that was cut between two fragments.
func (r *AACReader) checkIndex(h bmff.Header) error {
	if h.Size > maxHead {
		return fmt.Errorf("%w: sidx of %d bytes", media.ErrDamaged, h.Size)
	}
	b, err := r.read(r.pos, h.Size)
	if err != nil {
		return err
	}
	sidx, err := bmff.Decode[*mp4.SidxBox](b)
	if err != nil {
		return nil //nolint:nilerr // nothing is placed by the index here
	}
	end := r.pos + h.Size
	for _, ref := range sidx.SidxRefs {
		end += int64(ref.ReferencedSize)
	}
	if end > r.in.To {
		return fmt.Errorf("%w: stream of %d bytes ends before its index does at %d", media.ErrDamaged, r.in.To, end)
	}
	return nil
}

// box reads the header of the next box.
func (r *AACReader) box() (bmff.Header, error) {
	left := r.in.To - r.pos
	b, err := r.read(r.pos, min(16, left))
	if err != nil {
		return bmff.Header{}, err
	}
	return bmff.ReadHeader(b, left)
}

// read waits for bytes and returns them, valid until the next call.
func (r *AACReader) read(off, n int64) ([]byte, error) {
	to, err := r.in.Wait(off + n)
	if err != nil {
		return nil, err
	}
	return r.window.Read(off, n, to-off)
}

// damaged adds the class to an error of a box header.
func (r *AACReader) damaged(err error) error {
	if r.in.Failure() != nil || errors.Is(err, media.ErrDamaged) {
		return err
	}
	return fmt.Errorf("%w: at byte %d: %w", media.ErrDamaged, r.pos, err)
}

// units turns units of the timescale into samples, to the nearest.
func (r *AACReader) units(ticks uint64, rate int) uint64 {
	return (bin.Scale(ticks, 2*uint64(rate), uint64(r.track.timescale)) + 1) / 2
}

// samples turns units of the timescale into samples at a rate.
func (r *AACReader) samples(ticks int64, rate int) int64 {
	return int64(min(r.units(uint64(max(ticks, 0)), rate), math.MaxInt64/4))
}

// Skipped is how many samples at a rate are before the sound, by the edit list.
func (r *AACReader) Skipped(rate int) int64 { return r.samples(r.track.mediaTime, rate) }

// Position is how many samples at a rate are before the packet read last, by the
// times of the fragments.
func (r *AACReader) Position(rate int) int64 { return r.samples(r.now.Time, rate) }

// Length is how many samples of the packet read last are to be heard: all, unless
// it ends a fragment whose header says that it is shorter by more than rounding to
// the timescale explains.
func (r *AACReader) Length(rate int) int {
	n := r.units(uint64(r.now.Ticks), rate)
	rounded := rate != int(r.track.timescale) && n+r.units(1, rate) > AACFrame
	if len(r.packets) > 0 || rounded || n > AACFrame {
		return AACFrame
	}
	return int(n)
}

// AACClip is what of a stream of AAC a clip needs.
type AACClip struct {
	byterange.Range // its bytes
	stream          *streamInfo
	time            time.Duration // of the first byte, by the index
}

// FindAAC finds a clip by the sidx in its stream's head. What is before it is
// needed to decode its start. Without a sidx the error is ErrNoIndex, and for a
// clip that begins behind the end it wraps ErrOutside.
func FindAAC(h media.Head, c media.Clip) (*AACClip, error) {
	s, err := readHead(h)
	if err == nil {
		err = s.isAAC()
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", media.ErrDamaged, err)
	}
	if s.frags == nil {
		return nil, media.ErrNoIndex
	}
	if err := c.Validate(s.duration); err != nil {
		return nil, err
	}
	// A packet is half of what it overlaps with. Whether the index counts the
	// encoder's delay is not always as it should be.
	preroll := min(bin.Duration(2*AACFrame, s.timescale), 256*time.Millisecond)
	late := bin.Duration(uint64(max(s.mediaTime-s.delay, 0)), s.timescale)
	a := &AACClip{Range: byterange.Range{From: s.frags[0].src, To: s.size}, stream: s}
	for _, f := range s.frags {
		switch {
		case f.start <= c.From-preroll:
			a.From, a.time = f.src, f.start
		case c.To > 0 && f.start >= c.To+late+preroll:
			a.To = f.src
			return a, nil
		}
	}
	return a, nil
}

// Open returns what reads the packets of the clip.
func (c *AACClip) Open(in *bin.GrowingFile) (*AACReader, error) {
	r := &AACReader{in: in, window: newAACWindow(in)}
	if err := r.use(c.stream); err != nil {
		return nil, fmt.Errorf("%w: %w", media.ErrDamaged, err)
	}
	r.pos, r.Jumped = c.From, c.From > c.stream.frags[0].src
	if r.Jumped { // where the fragments do not say at what time they are
		return r, r.table.seek(bin.Scale(uint64(c.time), uint64(c.stream.timescale), uint64(time.Second)))
	}
	return r, nil
}
