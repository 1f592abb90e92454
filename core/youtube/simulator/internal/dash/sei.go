package dash

import (
	"encoding/binary"
	"math/rand/v2"
)

// The SEI message that Repeat writes before a picture is one NAL unit (ITU-T H.264,
// sections 7.3.1 and 7.3.2.3): a length of four bytes, the type (6, SEI), the
// payload's type (5, user_data_unregistered), the payload's size in bytes of at
// most 255, the payload (16 bytes that name its kind, then anything), and a stop
// bit. The payload has no zero bytes, so that no byte needs an escape.

// seiSize returns the size of an SEI message with payload bytes of payload.
func seiSize(payload int) int64 {
	if payload == 0 {
		return 0
	}
	return int64(len(seiHeader(payload)) + payload + 1)
}

// seiHeader returns the bytes before the payload.
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

// seiFilling is pseudorandom bytes without zeros, which payloads repeat.
var seiFilling = func() []byte {
	b := make([]byte, 1<<16)
	_, _ = rand.NewChaCha8([32]byte{}).Read(b)
	for i := range b {
		b[i] |= 1
	}
	return b
}()

// readSEI copies bytes of an SEI message to p, starting at its byte at.
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
