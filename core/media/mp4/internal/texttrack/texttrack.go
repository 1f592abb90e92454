package texttrack

import (
	"encoding/binary"
	"time"

	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// Track is a track of text that no stream has: chapters or subtitles. All samples are in one chunk.
type Track struct {
	data  []byte // all samples
	sizes []uint32
	times bmff.Runs // durations in milliseconds
	total uint32    // milliseconds

	header        bmff.TrackHeader // without what AppendTrak adds
	language      uint16           // as in mdhd
	tag           string           // BCP 47, where it says more than language does
	handler, name string
	mediaHeader   func(*bmff.Builder)
	entry         func(*bmff.Builder) // the sample entry in stsd
}

// EstimatedSize is about how many bytes AppendTrak appends.
func (t *Track) EstimatedSize() int { return 1024 + 4*len(t.sizes) + len(t.times.B) }

// textEnd is where a text track ends, in milliseconds.
func textEnd(length time.Duration) uint32 { return uint32(min(length.Milliseconds(), 1<<31)) }

// add appends a sample of so many milliseconds.
func (t *Track) add(length uint32, sample func(*bmff.Builder)) {
	w := &bmff.Builder{B: t.data}
	sample(w)
	t.sizes = append(t.sizes, uint32(len(w.B)-len(t.data)))
	t.data = w.B
	t.times.Add(length)
	t.total += length
}

// AppendTrak appends the track of a movie whose timescale is given, and returns
// where its 64-bit chunk offset is in w.
func (t *Track) AppendTrak(w *bmff.Builder, id uint32, timescale uint32) (offsetAt int) {
	h := t.header
	h.ID, h.Duration = id, bin.Scale(uint64(t.total), uint64(timescale), bmff.MovieScale)
	w.Box("trak", func() {
		bmff.AppendTkhd(w, h)
		w.Box("mdia", func() {
			bmff.AppendMdhd(w, bmff.MovieScale, t.language, uint64(t.total))
			w.Full("hdlr", 0, 0, func() {
				w.U32(0)
				w.Text(t.handler)
				w.Zero(12)
				w.Text(t.name + "\x00")
			})
			if t.tag != "" {
				w.Full("elng", 0, 0, func() { w.Text(t.tag + "\x00") }) // §8.4.6
			}
			w.Box("minf", func() {
				t.mediaHeader(w)
				w.Box("dinf", func() {
					w.Full("dref", 0, 0, func() {
						w.U32(1)
						w.Full("url ", 0, 1, func() {})
					})
				})
				w.Box("stbl", func() { offsetAt = t.stbl(w) })
			})
		})
	})
	return offsetAt
}

func (t *Track) stbl(w *bmff.Builder) (offsetAt int) {
	w.Full("stsd", 0, 0, func() { w.U32(1); t.entry(w) })
	w.Full("stts", 0, 0, func() { w.U32(uint32(t.times.N)); w.Bytes(t.times.B) })
	w.Full("stsc", 0, 0, func() { w.U32(1, 1, uint32(len(t.sizes)), 1) })
	w.Full("stsz", 0, 0, func() { w.U32(0, uint32(len(t.sizes))); w.U32(t.sizes...) })
	w.Full("co64", 0, 0, func() {
		w.U32(1)
		offsetAt = len(w.B)
		w.U64(0)
	})
	return offsetAt
}

// Place returns the mdat of the samples of text tracks, which the caller
// writes directly behind the moov; nil when there are none. It sets the chunk
// offsets of the moov, which are at offsets in it, for a moov at byte at.
func Place(moov []byte, offsets []int, texts []*Track, at int64) (mdat []byte) {
	if len(texts) == 0 {
		return nil
	}
	w := &bmff.Builder{}
	w.Box("mdat", func() {
		for i, t := range texts {
			binary.BigEndian.PutUint64(moov[offsets[i]:], uint64(at)+uint64(len(moov)+len(w.B)))
			w.Bytes(t.data)
		}
	})
	return w.B
}
