package mp4

import (
	"fmt"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
	"github.com/hilo-app/hilo/core/media/mp4/internal/texttrack"
)

// Finish implements media.Layout. It reads the fragments' headers back and writes
// the moov with the sample tables and the tags in the reserve, or behind the media
// if it does not fit. It may be called again, also after it failed.
//
// Errors wrap ErrIndex if an index does not describe the bytes, and ErrDamaged if
// the bytes are not media or not all there.
func (m *layout) Finish(meta media.Meta) (s media.Summary, err error) {
	defer bin.RecoverDamage(&err)
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := bin.HasEnd(m.file, m.plan.end); err != nil {
		return s, err
	}
	var tables []*samples
	scale := timescaleOf(m.tracks, len(m.parts))
	for i, t := range m.tracks {
		if m.sequential && (t.next < t.size || t.placed() < t.size) {
			return s, fmt.Errorf("%w: stream %d is not complete", media.ErrDamaged, i)
		}
		table, err := fragmentReader{m.file, m.sequential}.readSamples(t, m.parts, uint64(scale))
		if err != nil {
			return s, fmt.Errorf("stream %d: %w", i, err)
		}
		tables = append(tables, table)
	}
	meta = m.cuts.Meta(metadata.Normalize(meta))
	if m.clip != (media.Clip{}) {
		part := m.cuts.Clip(m.clip)
		meta = metadata.Clip(meta, part.From, part.To)
	}
	v := newMovie(m.tracks, tables, meta, scale)
	size, err := m.writeMovie(v)
	if err != nil {
		return s, err
	}
	if err := bin.Truncate(m.file, size); err != nil { // an earlier Finish may have left more
		return s, err
	}
	s = v.summary(size)
	s.Start, s.Cuts = m.clip.From, m.cuts
	return s, nil
}

// writeMovie writes the moov and returns the size of the file.
func (m *layout) writeMovie(v *movie) (int64, error) {
	moov, offsets := v.build()
	text := texttrack.Place(moov, offsets, v.texts, int64(len(m.plan.ftyp)))
	at, size := int64(len(m.plan.ftyp)), m.plan.end
	gap := m.plan.reserve - int64(len(moov)+len(text))
	fits := gap == 0 || gap >= 8 // what is left becomes a free box, which takes 8 bytes at least
	if !fits {
		at, size = m.plan.end, m.plan.end+int64(len(moov)+len(text))
		texttrack.Place(moov, offsets, v.texts, at)
	}
	w := &bmff.Builder{B: append(moov, text...)}
	if fits && gap > 0 {
		w.U32(uint32(gap))
		w.Text("free")
		w.Bytes(m.padding(gap - 8))
	}
	if _, err := m.file.WriteAt(w.B, at); err != nil {
		return 0, err
	}
	if !fits { // an earlier Finish may have written to the reserve
		free := &bmff.Builder{}
		free.U32(uint32(m.plan.reserve))
		free.Text("free")
		free.Bytes(m.padding(m.plan.reserve - 8))
		if _, err := m.file.WriteAt(free.B, int64(len(m.plan.ftyp))); err != nil {
			return 0, err
		}
	}
	return size, nil
}

// padding returns what fills n bytes of a free box. Nobody writes zeros to a new
// file. In one of an earlier start there may be anything.
func (m *layout) padding(n int64) []byte {
	if !m.resumed {
		return nil
	}
	return make([]byte, n)
}

func (v *movie) summary(size int64) media.Summary {
	s := media.Summary{Size: size, Duration: v.duration()}
	for i, t := range v.tracks {
		edits, _ := v.edits(i)
		track := media.Track{
			Kind:     bmff.TrackKind(t.kind),
			Codec:    t.codec,
			Coding:   bmff.Coding(t.stsd),
			Samples:  v.samples[i].count,
			Duration: bmff.Played(edits, v.scale, v.samples[i].begin, v.samples[i].end, v.timescale(i)),
		}
		if t.parts == nil {
			track.Announced = t.duration
		}
		s.Tracks = append(s.Tracks, track)
	}
	return s
}
