package texttrack

import (
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
	"github.com/hilo-app/hilo/core/media/subtitle"
)

// Chapters makes the chapter track of a movie as QuickTime has them: text
// samples that the first track refers to (QuickTime File Format, "Chapter
// Lists"). It is nil if m has no chapters that start within the movie.
func Chapters(m media.Meta, length time.Duration) *Track {
	t := &Track{
		header:   bmff.TrackHeader{Flags: bmff.TrackInMovie, AlternateGroup: 2},
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
func (t *Track) addTitle(title string, length uint32) {
	t.add(length, func(w *bmff.Builder) {
		w.U16(uint16(len(title)))
		w.Text(title)
		w.Box("encd", func() { w.U32(0x100) })
	})
}

// chapterHeader appends the media header of text (QuickTime File Format, "Base
// Media Information Header Atoms" and "Text Media Information Atom").
func chapterHeader(w *bmff.Builder) {
	w.Box("gmhd", func() {
		w.Full("gmin", 0, 0, func() { w.U16(0x40, 0x8000, 0x8000, 0x8000, 0, 0) })
		w.Box("text", func() { w.U16(1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x4000, 0, 0) })
	})
}

// chapterEntry appends the "Text Sample Description": all defaults.
func chapterEntry(w *bmff.Builder) {
	w.Box("text", func() {
		w.Zero(6)
		w.U16(1)    // data reference
		w.U32(1, 1) // flags, justification
		w.Zero(6 + 8 + 8 + 2 + 2 + 1 + 2 + 6 + 1)
	})
}
