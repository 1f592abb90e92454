package ogg

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/convert"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
	"github.com/hilo-app/hilo/core/media/internal/opus"
)

// Verify checks a finished Ogg Opus file of the given size: it reads all pages,
// compares their checksums, numbers and granule positions with their content, and
// the file with want (see media.Compare). Errors that are not of reading wrap
// ErrDamaged.
func Verify(r io.ReaderAt, size int64, want media.Summary) error {
	got, err := inspect(r, size)
	if err != nil {
		return err
	}
	return media.Compare(got, want)
}

// pageReader reads the pages of a file of one stream.
type pageReader struct {
	window   *bin.Window
	size, at int64
	sequence uint32 // of the next page
	serial   uint32
}

func newPageReader(r io.ReaderAt, size int64) *pageReader {
	return &pageReader{window: bin.NewWindow(r, 128<<10), size: size}
}

// next returns the next page, valid until the next call, or io.EOF.
func (o *pageReader) next() (p page, err error) {
	left := o.size - o.at
	if left == 0 {
		return p, io.EOF
	}
	if left < pageHeader {
		return p, o.damaged("page is cut")
	}
	b, err := o.window.Read(o.at, pageHeader, left)
	if err != nil {
		return p, err
	}
	if string(b[:5]) != "OggS\x00" {
		return p, o.damaged("no page")
	}
	n := int64(pageHeader) + int64(b[26])
	if n > left {
		return p, o.damaged("page is cut")
	}
	if b, err = o.window.Read(o.at, n, left); err != nil {
		return p, err
	}
	head := n
	for _, s := range b[pageHeader:n] {
		n += int64(s)
	}
	if n > left {
		return p, o.damaged("page is cut")
	}
	if b, err = o.window.Read(o.at, n, left); err != nil {
		return p, err
	}
	sum := checksum(checksum(checksum(0, b[:22]), make([]byte, 4)), b[26:])
	if sum != binary.LittleEndian.Uint32(b[22:]) {
		return p, o.damaged("checksum is wrong")
	}
	p = page{
		flags: b[5], granule: binary.LittleEndian.Uint64(b[6:]), serial: binary.LittleEndian.Uint32(b[14:]),
		sequence: binary.LittleEndian.Uint32(b[18:]), segments: b[pageHeader:head], body: b[head:n],
	}
	if o.at == 0 {
		o.serial = p.serial
	}
	if p.sequence != o.sequence || p.serial != o.serial || (p.flags&flagFirst != 0) != (o.at == 0) {
		return p, o.damaged("page is not in its place")
	}
	o.sequence++
	o.at += n
	return p, nil
}

func (o *pageReader) damaged(format string, a ...any) error {
	return fmt.Errorf("%w: at byte %d: "+format, append([]any{media.ErrDamaged, o.at}, a...)...)
}

// packets visits the packets that end on a page. rest is the start of the first one,
// from the pages before; it returns the start of the one that does not end.
func (p *page) packets(rest []byte, visit func([]byte) error) ([]byte, error) {
	body, n := p.body, 0
	for _, s := range p.segments {
		n += int(s)
		if s == 255 {
			continue
		}
		packet := body[:n]
		if len(rest) > 0 {
			packet = append(rest, packet...)
			rest = nil
		}
		if err := visit(packet); err != nil {
			return nil, err
		}
		body, n = body[n:], 0
	}
	return append(rest, body...), nil
}

func inspect(r io.ReaderAt, size int64) (s media.Summary, err error) {
	defer bin.RecoverDamage(&err)
	o := newPageReader(r, size)
	var head opus.Head
	var rest []byte
	var granule uint64
	packets, last := 0, false
	for {
		p, err := o.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return s, err
		}
		if last || (p.flags&flagContinued != 0) != (len(rest) > 0) {
			return s, o.damaged("page does not continue the one before")
		}
		last = p.flags&flagLast != 0
		before := packets
		rest, err = p.packets(rest, func(b []byte) (err error) {
			switch packets++; packets {
			case 1:
				head, err = opus.ReadHead(bytes.Clone(b))
			case 2:
				if !bytes.HasPrefix(b, []byte("OpusTags")) {
					err = o.damaged("no OpusTags")
				}
			default:
				n, problem := opus.Samples(b)
				if problem != nil {
					err = o.damaged("%w", problem)
				}
				granule += uint64(n)
			}
			return err
		})
		if err != nil {
			return s, err
		}
		if len(rest) > bin.MaxReserve+1 {
			return s, o.damaged("packet is too large")
		}
		if packets == before {
			continue
		}
		if last && p.granule <= granule && granule-p.granule <= opus.MaxPacket {
			granule = p.granule
		}
		if p.granule != granule {
			return s, o.damaged("granule position is %d instead of %d", p.granule, granule)
		}
	}
	if !last || len(rest) > 0 || packets < 3 || granule < uint64(head.PreSkip) {
		return s, o.damaged("file is not complete")
	}
	return convert.Summary(size, bin.SampleTime(int64(granule)-int64(head.PreSkip), opus.Rate), "opus", packets-2), nil
}

// Source returns the Meta.Source of a finished Ogg Opus file of the given size. A file
// of another kind, or not made by this program, is an error.
func Source(r io.ReaderAt, size int64) (source string, err error) {
	defer bin.RecoverDamage(&err)
	o := newPageReader(r, size)
	if _, err := o.next(); err != nil {
		return "", err
	}
	p, err := o.next() // the tag is near the start, before all that is long
	if err != nil {
		return "", err
	}
	if source, ok := commentOf(p.body, metadata.SourceKey); ok {
		return source, nil
	}
	return "", media.ErrNoSource
}
