package simulator

import "encoding/binary"

// The message that LongAt puts in front of a picture is one NAL unit (ITU-T
// H.264, sections 7.3.1 and 7.3.2.3): a length of four bytes, the type (6, SEI),
// the payload's type (5, user_data_unregistered), the payload's size in bytes of
// at most 255, the payload (16 bytes that name its kind, then anything), and a
// stop bit. The payload has no zero bytes, so nothing in it must be escaped.

// messageSize is the size of a message with so many bytes of payload.
func seiSize(payload int) int64 {
	if payload == 0 {
		return 0
	}
	return int64(len(seiHeader(payload)) + payload + 1)
}

// messageHead is what stands in front of the payload.
func seiHeader(payload int) []byte {
	sizes := payload/255 + 1
	b := make([]byte, 0, 6+sizes)
	b = binary.BigEndian.AppendUint32(b, uint32(2+sizes+payload+1))
	b = append(b, 6, 5)
	for range sizes - 1 {
		b = append(b, 255)
	}
	return append(b, byte(payload%255))
}

// filling is a payload's worth of bytes without zeros.
var seiFilling = func() []byte {
	b := make([]byte, 1<<16)
	for i := range b {
		b[i] = byte(splitmix(uint64(i))) | 1
	}
	return b
}()

// readMessage copies from a message, from its byte at on.
func readSEI(p []byte, payload int, at int64) int {
	head := seiHeader(payload)
	end := int64(len(head) + payload)
	n := 0
	if at < int64(len(head)) {
		n = copy(p, head[at:])
		at += int64(n)
	}
	for n < len(p) && at < end {
		from := (at - int64(len(head))) % int64(len(seiFilling))
		m := copy(p[n:], seiFilling[from:min(int64(len(seiFilling)), from+end-at)])
		n += m
		at += int64(m)
	}
	if n < len(p) && at == end {
		p[n] = 0x80
		n++
	}
	return n
}

// padFor is the payload that brings l near a bitrate, 0 when it has that much.
func seiPayload(l *long, bitrate int) int {
	var bytes, ticks, samples int64
	for _, f := range l.loop {
		for _, s := range f.samples {
			bytes += s.size
			ticks += int64(s.ticks)
			samples++
		}
	}
	want := int64(float64(bitrate) / 8 * float64(ticks) / float64(l.timescale))
	each := (want - bytes) / samples
	payload := each - each/256 - 8
	if payload < 16 {
		return 0
	}
	return int(payload)
}
