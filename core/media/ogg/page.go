package ogg

import (
	"encoding/binary"
	"io"

	"github.com/hilo-app/hilo/core/media/internal/opus"
	"github.com/hilo-app/hilo/core/media/webm"
)

// Pages of Ogg (RFC 3533 §6).
const (
	pageHeader    = 27         // bytes before the segment table
	maxSegments   = 255        // most of a page
	maxPageBytes  = 255 * 255  // most of a page's packets
	flagContinued = 1          // flag: begins in the middle of a packet
	flagFirst     = 2          // flag
	flagLast      = 4          // flag
	noGranule     = ^uint64(0) // granule position of a page on which no packet ends
	pageSamples   = opus.Rate  // samples of a page, one second as opusenc has it
)

// page is one page. A granule position counts samples of 48 kHz to the end of
// the last packet that ends on the page.
type page struct {
	flags    byte
	granule  uint64
	serial   uint32
	sequence uint32
	segments []byte
	body     []byte
}

// append appends the page to b, with its checksum.
func (p *page) append(b []byte) []byte {
	at := len(b)
	b = append(b, "OggS\x00"...)
	b = append(b, p.flags)
	b = binary.LittleEndian.AppendUint64(b, p.granule)
	b = binary.LittleEndian.AppendUint32(b, p.serial)
	b = binary.LittleEndian.AppendUint32(b, p.sequence)
	b = append(b, 0, 0, 0, 0, byte(len(p.segments)))
	b = append(b, p.segments...)
	b = append(b, p.body...)
	binary.LittleEndian.PutUint32(b[at+22:], checksum(0, b[at:]))
	return b
}

// checksumTable has the checksums of single bytes with k zeros behind them.
var checksumTable = func() (t [4][256]uint32) {
	const poly = 0x04c11db7
	for i := range t[0] {
		c := uint32(i) << 24
		for range 8 {
			c = c<<1 ^ poly*(c>>31)
		}
		t[0][i] = c
	}
	for k := 1; k < len(t); k++ {
		for i := range t[k] {
			c := t[k-1][i]
			t[k][i] = c<<8 ^ t[0][c>>24]
		}
	}
	return t
}()

// checksum continues the checksum c with b, four bytes at a time.
func checksum(c uint32, b []byte) uint32 {
	for ; len(b) >= 4; b = b[4:] {
		c ^= binary.BigEndian.Uint32(b)
		c = checksumTable[3][c>>24] ^ checksumTable[2][c>>16&0xff] ^ checksumTable[1][c>>8&0xff] ^ checksumTable[0][c&0xff]
	}
	for _, x := range b {
		c = c<<8 ^ checksumTable[0][byte(c>>24)^x]
	}
	return c
}

// headerPages puts a header packet on pages of its own, with a granule position of 0.
func headerPages(packet []byte, flags byte, serial, sequence uint32) []byte {
	var out []byte
	for last := false; !last; sequence++ {
		n := min(len(packet), maxPageBytes)
		p := page{flags: flags, granule: noGranule, serial: serial, sequence: sequence, body: packet[:n]}
		p.segments = lacing(nil, n)
		if last = len(p.segments) <= maxSegments; last {
			p.granule = 0
		} else {
			p.segments = p.segments[:maxSegments] // the packet continues on the next page
		}
		out, packet, flags = p.append(out), packet[n:], flagContinued
	}
	return out
}

// lacing appends the segments of a packet of n bytes: as many of 255 as it takes
// and a shorter one, which ends it.
func lacing(b []byte, n int) []byte {
	for ; n >= 255; n -= 255 {
		b = append(b, 255)
	}
	return append(b, byte(n))
}

// packetWriter writes packets to pages of one second.
type packetWriter struct {
	w       io.Writer
	page    page
	out     []byte
	samples int    // of the page
	packets int    // in all
	granule uint64 // after the last packet
	trim    int    // samples to cut off the last packet
}

// packet adds a packet. A page is written only when there is another packet behind
// it, as the last page must say that it is the last.
func (o *packetWriter) packet(p webm.OpusPacket) error {
	if len(o.page.segments)+len(p.Data)/255+1 > maxSegments || o.samples+p.Samples > pageSamples {
		if err := o.flush(); err != nil {
			return err
		}
	}
	o.page.segments = lacing(o.page.segments, len(p.Data))
	o.page.body = append(o.page.body, p.Data...)
	o.packets++
	o.samples += p.Samples
	o.granule += uint64(p.Samples)
	o.trim = p.Trim
	o.page.granule = o.granule
	return nil
}

func (o *packetWriter) flush() error {
	if len(o.page.segments) == 0 {
		return nil
	}
	o.out = o.page.append(o.out[:0])
	o.page.segments, o.page.body, o.samples = o.page.segments[:0], o.page.body[:0], 0
	o.page.sequence++
	_, err := o.w.Write(o.out)
	return err
}

// close writes the last page, the granule position of which cuts off what is
// not to be heard (RFC 7845 §4.4).
func (o *packetWriter) close() error {
	o.granule -= uint64(o.trim)
	o.page.granule = o.granule
	o.page.flags |= flagLast
	return o.flush()
}
