package texttrack

import (
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
	"github.com/hilo-app/hilo/core/media/subtitle"
)

// Shape is the size of a picture in 16.16 fixed point; 0 when there is none.
type Shape struct{ Width, Height uint32 }

// Subtitles makes a text track of each of m's subtitles that has
// something to show within the movie (3GPP TS 26.245, timed text; the handler
// sbtl is Apple's, and what players look for). The first one that a human made
// is enabled, so that players show it unless told otherwise; speech recognition
// never is.
func Subtitles(m media.Meta, length time.Duration, picture Shape) []*Track {
	var list []*Track
	shown := false
	for _, s := range m.Subtitles {
		t := newSubtitle(s, length, picture)
		if t == nil {
			continue
		}
		if !s.Generated && !shown {
			shown = true
			t.header.Flags |= bmff.TrackEnabled
		}
		list = append(list, t)
	}
	return list
}

func newSubtitle(s subtitle.Track, length time.Duration, picture Shape) *Track {
	t := &Track{
		// One group: of its tracks, at most one is shown at a time.
		header:  bmff.TrackHeader{Flags: bmff.TrackInMovie, AlternateGroup: 3, Width: picture.Width, Height: picture.Height},
		handler: "sbtl", name: s.Name,
		mediaHeader: func(w *bmff.Builder) { w.Full("nmhd", 0, 0, func() {}) },
		entry:       picture.subtitleEntry,
	}
	t.language, t.tag = subtitle.PackLanguage(s.Language)
	if t.name == "" {
		t.name = "Subtitles"
	}
	end := textEnd(length)
	for _, c := range s.Cues {
		from, to := uint32(c.Start.Milliseconds()), min(uint32(c.End.Milliseconds()), end)
		if from >= to {
			continue
		}
		if from > t.total {
			t.addText("", from-t.total)
		}
		t.addText(c.Text, to-from)
	}
	if len(t.sizes) == 0 {
		return nil
	}
	if t.total < end { // some players show the last text for ever without it
		t.addText("", end-t.total)
	}
	return t
}

// addText appends a sample (TS 26.245 §5.17.1): length and UTF-8. One without
// text shows nothing.
func (t *Track) addText(text string, length uint32) {
	t.add(length, func(w *bmff.Builder) {
		w.U16(uint16(len(text)))
		w.Text(text)
	})
}

// subtitleEntry appends a sample entry (TS 26.245 §5.16): white, centred, at
// the bottom of the picture.
func (p Shape) subtitleEntry(w *bmff.Builder) {
	width, height := min(p.Width>>16, 1<<15-1), min(p.Height>>16, 1<<15-1)
	size := byte(18)
	if n := min(width, height) / 18; n > 0 {
		size = byte(min(max(n, 10), 255))
	}
	w.Box("tx3g", func() {
		w.Zero(6)
		w.U16(1)                                   // data reference
		w.U32(0)                                   // display flags
		w.U8(1, 0xff)                              // centred, bottom
		w.U32(0)                                   // no background
		w.U16(0, 0, uint16(height), uint16(width)) // text box: top, left, bottom, right
		w.U16(0, 0, 1)                             // style of all characters, with font 1
		w.U8(0, size)
		w.U32(0xffffffff)
		w.Box("ftab", func() {
			const font = "Sans-Serif"
			w.U16(1, 1)
			w.U8(byte(len(font)))
			w.Text(font)
		})
	})
}

// SubtitleReserve is an upper bound of what subtitles take.
func SubtitleReserve(list []subtitle.Track) (n int64) {
	for _, s := range list {
		n += 768 + int64(len(s.Name))
		for _, c := range s.Cues {
			n += int64(len(c.Text)) + 2*(2+4+8) // with the gap before it: length, stsz, stts
		}
	}
	return n
}
