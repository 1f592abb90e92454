package webm

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// Elements that are written and not read (RFC 9559 §5.1, RFC 8794 §11).
const (
	idEBMLVersion     = 0x4286
	idEBMLReadVersion = 0x42F7
	idDocTypeVersion  = 0x4287
	idDocTypeRead     = 0x4285
	idVoid            = 0xEC
	idCRC32           = 0xBF

	idSeek         = 0x4DBB
	idSeekID       = 0x53AB
	idSeekPosition = 0x53AC

	idTitle      = 0x7BA9
	idMuxingApp  = 0x4D80
	idWritingApp = 0x5741

	idTrackUID      = 0x73C5
	idFlagDefault   = 0x88
	idFlagLacing    = 0x9C
	idTrackName     = 0x536E
	idLanguage      = 0x22B59C
	idLanguageBCP47 = 0x22B59D

	idCuePoint       = 0xBB
	idCueTime        = 0xB3
	idCuePositions   = 0xB7
	idCueTrack       = 0xF7
	idCueClusterSeek = 0xF1

	idEditionEntry = 0x45B9
	idChapterAtom  = 0xB6
	idChapterUID   = 0x73C4
	idChapterStart = 0x91
	idChapterEnd   = 0x92
	idChapterShown = 0x80
	idChapterText  = 0x85
	idChapterLang  = 0x437C

	idTag         = 0x7373
	idTargets     = 0x63C0
	idSimpleTag   = 0x67C8
	idTagName     = 0x45A3
	idTagLanguage = 0x447A
	idTagString   = 0x4487
)

// ebmlBuilder appends elements to one buffer.
type ebmlBuilder struct{ b []byte }

func (w *ebmlBuilder) id(id uint32) {
	for shift := (bits.Len32(id) - 1) / 8 * 8; shift >= 0; shift -= 8 {
		w.b = append(w.b, byte(id>>shift))
	}
}

// size appends an element's size in n bytes, in as few as it takes if n is 0.
func (w *ebmlBuilder) size(v int64, n int) {
	if n == 0 {
		n = 1
		for v >= 1<<(7*n)-1 { // all ones are reserved
			n++
		}
	}
	v |= 1 << (7 * n)
	for n--; n >= 0; n-- {
		w.b = append(w.b, byte(v>>(8*n)))
	}
}

func (w *ebmlBuilder) head(id uint32, size int64) {
	w.id(id)
	w.size(size, 0)
}

func (w *ebmlBuilder) bytes(id uint32, data []byte) {
	w.head(id, int64(len(data)))
	w.b = append(w.b, data...)
}

func (w *ebmlBuilder) text(id uint32, s string) { w.bytes(id, []byte(s)) }

func (w *ebmlBuilder) uint(id uint32, v uint64) {
	b := binary.BigEndian.AppendUint64(nil, v)
	w.bytes(id, b[min(bits.LeadingZeros64(v)/8, 7):])
}

func (w *ebmlBuilder) float(id uint32, v float64) {
	w.bytes(id, binary.BigEndian.AppendUint64(nil, math.Float64bits(v)))
}

// master appends an element whose content is what body appends.
func (w *ebmlBuilder) master(id uint32, body func(w *ebmlBuilder)) {
	content := &ebmlBuilder{}
	body(content)
	w.bytes(id, content.b)
}

// void appends a Void element of n bytes in all, which readers skip. n must not be 1.
func (w *ebmlBuilder) void(n int64) {
	switch {
	case n == 0:
	case n < voidHead:
		w.id(idVoid)
		w.size(n-2, 1)
		w.b = append(w.b, make([]byte, n-2)...)
	default:
		w.voidHead(n)
		w.b = append(w.b, make([]byte, n-voidHead)...)
	}
}

// voidHead is the size of the header of a Void of any size.
const voidHead = 9

// voidHead appends the header of a void of n bytes.
func (w *ebmlBuilder) voidHead(n int64) {
	w.id(idVoid)
	w.size(n-voidHead, 8)
}
