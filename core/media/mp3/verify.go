package mp3

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/convert"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// Verify checks a finished MP3 file of the given size: it visits the frames from the
// end of the ID3 tag to the end of the file, compares them with the first, which
// says how many there are, and the file with want (see media.Compare). Errors that
// are not of reading wrap ErrDamaged.
func Verify(r io.ReaderAt, size int64, want media.Summary) error {
	got, err := inspect(r, size)
	if err != nil {
		return err
	}
	return media.Compare(got, want)
}

func inspect(r io.ReaderAt, size int64) (s media.Summary, err error) {
	defer bin.RecoverDamage(&err)
	at, err := id3Size(r, size)
	if err != nil {
		return s, damagedUnlessReading(err)
	}
	w := bin.NewWindow(r, 64<<10)
	first, frame, err := frameAt(w, at, size)
	if err != nil {
		return s, err
	}
	x, err := readXing(frame)
	if err != nil {
		return s, fmt.Errorf("%w: %w", media.ErrDamaged, err)
	}
	if x.bytes != size-at {
		return s, fmt.Errorf("%w: file has %d bytes of sound instead of %d", media.ErrDamaged, size-at, x.bytes)
	}
	frames := 0
	for at += int64(first.size); at < size; frames++ {
		h, _, err := frameAt(w, at, size)
		if err != nil {
			return s, err
		}
		if h.rate != first.rate || h.channels != first.channels || h.samples != first.samples {
			return s, fmt.Errorf("%w: frame at byte %d is of another kind", media.ErrDamaged, at)
		}
		at += int64(h.size)
	}
	if frames != x.frames {
		return s, fmt.Errorf("%w: file has %d frames instead of %d", media.ErrDamaged, frames, x.frames)
	}
	length := bin.SampleTime(int64(frames)*int64(first.samples)-int64(x.delay+x.padding), first.rate)
	return convert.Summary(size, length, "mp3", frames), nil
}

// damagedUnlessReading adds the class to errors of what was read.
func damagedUnlessReading(err error) error {
	if errors.Is(err, errNoID3) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", media.ErrDamaged, err)
	}
	return err
}

// frameHeader is a frame header of MPEG audio, layer III (ISO/IEC 11172-3 §2.4.2.3,
// ISO/IEC 13818-3).
type frameHeader struct {
	rate, channels int
	samples        int // of each channel
	size           int // bytes
	side           int // bytes of header and side information, behind which LAME's tag is
}

// frameAt reads the header of a frame that must end within the file, and
// returns its bytes too.
func frameAt(w *bin.Window, at, size int64) (h frameHeader, b []byte, err error) {
	if size-at < 4 {
		return h, nil, fmt.Errorf("%w: file ends at byte %d in the middle of a frame", media.ErrDamaged, size)
	}
	if b, err = w.Read(at, 4, size-at); err != nil {
		return h, nil, err
	}
	h, ok := readFrameHeader(binary.BigEndian.Uint32(b))
	if !ok {
		return h, nil, fmt.Errorf("%w: no frame at byte %d", media.ErrDamaged, at)
	}
	if int64(h.size) > size-at {
		return h, nil, fmt.Errorf("%w: file ends in the frame at byte %d", media.ErrDamaged, at)
	}
	b, err = w.Read(at, int64(h.size), size-at)
	return h, b, err
}

var (
	bitrates = [2][16]int{ // kbit/s of MPEG 1 and 2
		{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0},
		{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0},
	}
	sampleRates = [3]int{44100, 48000, 32000} // of MPEG 1; 2 has halves, 2.5 quarters
)

func readFrameHeader(v uint32) (h frameHeader, ok bool) {
	version, layer := v>>19&3, v>>17&3 // 3 is MPEG 1, 2 is 2, 0 is 2.5; 1 is layer III
	bitrate, rate := v>>12&15, v>>10&3
	if v>>21 != 0x7ff || version == 1 || layer != 1 || rate == 3 {
		return h, false
	}
	h = frameHeader{rate: sampleRates[rate], channels: 2}
	if v>>6&3 == 3 {
		h.channels = 1
	}
	table := 0
	if version == 3 {
		h.samples, h.side = 1152, 4+[2]int{17, 32}[h.channels-1]
	} else {
		table, h.samples, h.side = 1, 576, 4+[2]int{9, 17}[h.channels-1]
		h.rate /= 2
		if version == 0 {
			h.rate /= 2
		}
	}
	kbits := bitrates[table][bitrate]
	if kbits == 0 {
		return h, false
	}
	h.size = h.samples/8*kbits*1000/h.rate + int(v>>9&1)
	return h, h.size >= h.side
}

// xing is LAME's tag in the first frame (gabriel.mp3-tech.org, "MP3 Info Tag
// revision 1").
type xing struct {
	frames         int   // without this one
	bytes          int64 // with this one
	delay, padding int   // samples at either end that are not to be heard
}

func readXing(frame []byte) (x xing, err error) {
	none := errors.New("no Xing header")
	if len(frame) < 4 {
		return x, none
	}
	h, ok := readFrameHeader(binary.BigEndian.Uint32(frame))
	if !ok || len(frame) < h.side+144 {
		return x, none
	}
	b := frame[h.side:]
	const all = 0xf // frames, bytes, table and quality are there
	if s := string(b[:4]); s != "Xing" && s != "Info" || binary.BigEndian.Uint32(b[4:])&all != all {
		return x, none
	}
	gapless := int(b[141])<<16 | int(b[142])<<8 | int(b[143])
	return xing{
		frames: int(binary.BigEndian.Uint32(b[8:])), bytes: int64(binary.BigEndian.Uint32(b[12:])),
		delay: gapless >> 12, padding: gapless & 0xfff,
	}, nil
}
