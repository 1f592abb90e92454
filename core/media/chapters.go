package media

import (
	"time"
)

// chpl appends the chapters as Nero's players have them: a count of one byte,
// then for each the start in units of 100 ns and a title of at most 255 bytes.
// A list that is too long is left out, as half of it would contradict the text
// track.
func (m Meta) chpl(w *builder) {
	if len(m.Chapters) == 0 || len(m.Chapters) > 255 {
		return
	}
	w.full("chpl", 1, 0, func() {
		w.u32(0)
		w.u8(byte(len(m.Chapters)))
		for _, c := range m.Chapters {
			title := cut(c.Title, 255)
			w.u64(uint64(c.Start / 100))
			w.u8(byte(len(title)))
			w.text(title)
		}
	})
}

// textTrack holds the chapters as QuickTime has them: a track of text samples
// that the first track refers to (QuickTime File Format, "Chapter Lists").
type textTrack struct {
	data  []byte // all samples
	sizes []uint32
	times runs   // durations in milliseconds
	total uint32 // milliseconds
}

// newTextTrack makes the chapter track of a movie, or nil if m has no chapters
// that start within it.
func newTextTrack(m Meta, length time.Duration) *textTrack {
	t := &textTrack{}
	end := uint32(min(length.Milliseconds(), 1<<31))
	for i, c := range m.Chapters {
		from, to := uint32(c.Start.Milliseconds()), end
		if i+1 < len(m.Chapters) {
			to = min(to, uint32(m.Chapters[i+1].Start.Milliseconds()))
		}
		if from >= to {
			continue
		}
		if from > t.total { // the list must begin at 0
			t.add(m.Title, from-t.total)
		}
		t.add(c.Title, to-from)
	}
	if len(t.sizes) == 0 {
		return nil
	}
	return t
}

// add appends a sample: length, text, and an encd box that says UTF-8.
func (t *textTrack) add(title string, length uint32) {
	w := &builder{b: t.data}
	w.u16(uint16(len(title)))
	w.text(title)
	w.box("encd", func() { w.u32(0x100) })
	t.sizes = append(t.sizes, uint32(len(w.b)-len(t.data)))
	t.data = w.b
	t.times.add(length)
	t.total += length
}

// trak appends the track and returns where its 64-bit chunk offset is in w.
func (t *textTrack) trak(w *builder, id uint32) (offsetAt int) {
	const undetermined = 0x55c4 // language "und" (ISO/IEC 14496-12 §8.4.2.3)
	w.box("trak", func() {
		tkhd(w, trackHeader{id: id, flags: 2, duration: uint64(t.total), group: 2}) // in the movie, not shown
		w.box("mdia", func() {
			mdhd(w, movieScale, undetermined, uint64(t.total))
			w.full("hdlr", 0, 0, func() {
				w.u32(0)
				w.text("text")
				w.zero(12)
				w.text("Chapters\x00")
			})
			w.box("minf", func() {
				textHeader(w)
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

// textHeader appends the media header of text (QuickTime File Format, "Base
// Media Information Header Atoms" and "Text Media Information Atom").
func textHeader(w *builder) {
	w.box("gmhd", func() {
		w.full("gmin", 0, 0, func() { w.u16(0x40, 0x8000, 0x8000, 0x8000, 0, 0) })
		w.box("text", func() { w.u16(1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x4000, 0, 0) })
	})
}

func (t *textTrack) stbl(w *builder) (offsetAt int) {
	w.full("stsd", 0, 0, func() {
		w.u32(1)
		w.box("text", func() { // "Text Sample Description": all defaults
			w.zero(6)
			w.u16(1)    // data reference
			w.u32(1, 1) // flags, justification
			w.zero(6 + 8 + 8 + 2 + 2 + 1 + 2 + 6 + 1)
		})
	})
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
