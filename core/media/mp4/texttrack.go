package mp4

import (
	"encoding/binary"
	"time"

	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// textTrack is a track of text that no stream has: chapters or subtitles. All samples are in one chunk.
type textTrack struct {
	data  []byte // all samples
	sizes []uint32
	times runs   // durations in milliseconds
	total uint32 // milliseconds

	header        trackHeader // without what trak adds
	language      uint16      // as in mdhd
	tag           string      // BCP 47, where it says more than language does
	handler, name string
	mediaHeader   func(*builder)
	entry         func(*builder) // the sample entry in stsd
}

// textEnd is where a text track ends, in milliseconds.
func textEnd(length time.Duration) uint32 { return uint32(min(length.Milliseconds(), 1<<31)) }

// add appends a sample of so many milliseconds.
func (t *textTrack) add(length uint32, sample func(*builder)) {
	w := &builder{b: t.data}
	sample(w)
	t.sizes = append(t.sizes, uint32(len(w.b)-len(t.data)))
	t.data = w.b
	t.times.add(length)
	t.total += length
}

// trak appends the track of a movie whose timescale is given, and returns
// where its 64-bit chunk offset is in w.
func (t *textTrack) trak(w *builder, id uint32, timescale uint32) (offsetAt int) {
	h := t.header
	h.id, h.duration = id, bin.Scale(uint64(t.total), uint64(timescale), movieScale)
	w.box("trak", func() {
		tkhd(w, h)
		w.box("mdia", func() {
			mdhd(w, movieScale, t.language, uint64(t.total))
			w.full("hdlr", 0, 0, func() {
				w.u32(0)
				w.text(t.handler)
				w.zero(12)
				w.text(t.name + "\x00")
			})
			if t.tag != "" {
				w.full("elng", 0, 0, func() { w.text(t.tag + "\x00") }) // §8.4.6
			}
			w.box("minf", func() {
				t.mediaHeader(w)
				w.box("dinf", func() {
					w.full("dref", 0, 0, func() {
						w.u32(1)
						w.full("url ", 0, 1, func() {})
					})
				})
				w.box("stbl", func() { offsetAt = t.stbl(w) })
			})
		})
	})
	return offsetAt
}

func (t *textTrack) stbl(w *builder) (offsetAt int) {
	w.full("stsd", 0, 0, func() { w.u32(1); t.entry(w) })
	w.full("stts", 0, 0, func() { w.u32(uint32(t.times.n)); w.bytes(t.times.b) })
	w.full("stsc", 0, 0, func() { w.u32(1, 1, uint32(len(t.sizes)), 1) })
	w.full("stsz", 0, 0, func() { w.u32(0, uint32(len(t.sizes))); w.u32(t.sizes...) })
	w.full("co64", 0, 0, func() {
		w.u32(1)
		offsetAt = len(w.b)
		w.u64(0)
	})
	return offsetAt
}

// placeTexts returns the mdat of the samples of text tracks, which the caller
// writes directly behind the moov; nil when there are none. It sets the chunk
// offsets of the moov, which are at offsets in it, for a moov at byte at.
func placeTexts(moov []byte, offsets []int, texts []*textTrack, at int64) (mdat []byte) {
	if len(texts) == 0 {
		return nil
	}
	w := &builder{}
	w.box("mdat", func() {
		for i, t := range texts {
			binary.BigEndian.PutUint64(moov[offsets[i]:], uint64(at)+uint64(len(moov)+len(w.b)))
			w.bytes(t.data)
		}
	})
	return w.b
}
