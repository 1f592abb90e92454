package mp4

import (
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/subtitle"
	"github.com/hilo-app/hilo/core/plaintext"
)

// chpl appends the chapters as Nero's players have them: a count of one byte,
// then for each the start in units of 100 ns and a title of at most 255 bytes.
// A list that is too long is left out, as half of it would contradict the text
// track.
func chpl(w *builder, m media.Meta) {
	if len(m.Chapters) == 0 || len(m.Chapters) > 255 {
		return
	}
	w.full("chpl", 1, 0, func() {
		w.u32(0)
		w.u8(byte(len(m.Chapters)))
		for _, c := range m.Chapters {
			title := plaintext.Truncate(c.Title, 255)
			w.u64(uint64(c.Start / 100))
			w.u8(byte(len(title)))
			w.text(title)
		}
	})
}

// newChapterTrack makes the chapter track of a movie as QuickTime has them: text
// samples that the first track refers to (QuickTime File Format, "Chapter
// Lists"). It is nil if m has no chapters that start within the movie.
func newChapterTrack(m media.Meta, length time.Duration) *textTrack {
	t := &textTrack{
		header:   trackHeader{flags: trackInMovie, group: 2},
		language: subtitle.Undetermined, handler: "text", name: "Chapters",
		mediaHeader: chapterHeader, entry: chapterEntry,
	}
	end := textEnd(length)
	for i, c := range m.Chapters {
		from, to := uint32(c.Start.Milliseconds()), end
		if i+1 < len(m.Chapters) {
			to = min(to, uint32(m.Chapters[i+1].Start.Milliseconds()))
		}
		if from >= to {
			continue
		}
		if from > t.total { // the list must begin at 0
			t.addTitle(m.Title, from-t.total)
		}
		t.addTitle(c.Title, to-from)
	}
	if len(t.sizes) == 0 {
		return nil
	}
	return t
}

// addTitle appends a sample: length, text, and an encd box that says UTF-8.
func (t *textTrack) addTitle(title string, length uint32) {
	t.add(length, func(w *builder) {
		w.u16(uint16(len(title)))
		w.text(title)
		w.box("encd", func() { w.u32(0x100) })
	})
}

// chapterHeader appends the media header of text (QuickTime File Format, "Base
// Media Information Header Atoms" and "Text Media Information Atom").
func chapterHeader(w *builder) {
	w.box("gmhd", func() {
		w.full("gmin", 0, 0, func() { w.u16(0x40, 0x8000, 0x8000, 0x8000, 0, 0) })
		w.box("text", func() { w.u16(1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x4000, 0, 0) })
	})
}

// chapterEntry appends the "Text Sample Description": all defaults.
func chapterEntry(w *builder) {
	w.box("text", func() {
		w.zero(6)
		w.u16(1)    // data reference
		w.u32(1, 1) // flags, justification
		w.zero(6 + 8 + 8 + 2 + 2 + 1 + 2 + 6 + 1)
	})
}
