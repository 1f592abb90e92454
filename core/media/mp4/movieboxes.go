package mp4

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// head returns ftyp and moov.
func (m *Movie) head() ([]byte, error) {
	first := m.tracks[0]
	moov, scale := mp4.NewMoovBox(), first.moov.Mvhd.Timescale
	mvhd := *first.moov.Mvhd
	mvhd.Duration, mvhd.NextTrackID = 0, m.id(0)+m.id(len(m.tracks)-1)
	moov.AddChild(&mvhd)
	mvex := mp4.NewMvexBox()
	mvex.AddChild(&mp4.MehdBox{FragmentDuration: int64(min(bin.Scale(uint64(m.Duration()), uint64(scale), uint64(time.Second)), 1<<31-1))})
	for i, t := range m.tracks {
		trak, trex := t.moov.Trak, t.moov.Mvex.Trex
		if trak.Edts != nil {
			for _, list := range trak.Edts.Elst {
				for k := range list.Entries {
					d := &list.Entries[k].SegmentDuration
					*d = bin.Scale(*d, uint64(scale), uint64(max(1, t.moov.Mvhd.Timescale)))
				}
			}
		}
		if trak.Tkhd == nil {
			return nil, fmt.Errorf("%w: no tkhd", media.ErrDamaged)
		}
		trak.Tkhd.TrackID, trex.TrackID = m.id(i), m.id(i)
		moov.AddChild(trak)
		mvex.AddChild(trex)
	}
	moov.AddChild(mvex)
	var b bytes.Buffer
	if err := mp4.NewFtyp("iso6", 0, []string{"iso6", "iso5", "mp41"}).Encode(&b); err != nil {
		return nil, err
	}
	if err := moov.Encode(&b); err != nil {
		return nil, fmt.Errorf("%w: moov: %w", media.ErrDamaged, err)
	}
	return b.Bytes(), nil
}

// index returns the sidx (§8.16.3) of one track over all cells, in units of the
// track's media; so many bytes of other indexes follow it. Its subsegments lead from one
// fragment of the track to the next, over those of the other.
func (m *Movie) index(number int, behind int64) []byte {
	t, frags, last := m.tracks[number], m.tracks[0].frags, len(m.cells)-1
	w := &bmff.Builder{}
	w.Full("sidx", 1, 0, func() {
		w.U32(m.id(number), t.timescale)
		w.U64(t.scaled(frags[0].start))
		w.U64(uint64(behind + m.placeOf(0, number) - m.cells[0].at))
		w.U16(0, uint16(len(m.cells)))
		for i := range m.cells {
			next, end := m.size, frags[i].end
			if i < last {
				next = m.placeOf(i+1, number)
			} else if number == 1 { // sound may last longer
				end = max(end, m.Duration())
			}
			w.U32(uint32(next-m.placeOf(i, number)), uint32(t.scaled(end)-t.scaled(frags[i].start)))
			w.U32(9 << 28) // begins with a stream access point of type 1
		}
	})
	return w.B
}

// accessTable appends the mfra (§8.8.9), the index at the end that VLC asks for before it
// jumps.
func (m *Movie) accessTable(w *bmff.Builder) {
	at := len(w.B)
	w.Box("mfra", func() {
		for i, t := range m.tracks {
			w.Full("tfra", 1, 0, func() {
				w.U32(m.id(i), 0, uint32(len(m.cells)))
				for k := range m.cells {
					w.U64(t.scaled(m.tracks[0].frags[k].start))
					w.U64(uint64(m.placeOf(k, i)))
					w.U8(1, 1, 1)
				}
			})
		}
		w.Full("mfro", 0, 0, func() { w.U32(uint32(len(w.B) - at + 4)) })
	})
}

// soundTables returns the moof of the packets of a cell, and the header of its mdat,
// which lasts up to the pictures.
func (m *Movie) soundTables(sound []packet, number int) []byte {
	w := &bmff.Builder{}
	offset := -1
	w.Box("moof", func() {
		w.Full("mfhd", 0, 0, func() { w.U32(uint32(number + 1)) })
		if len(sound) == 0 {
			return
		}
		w.Box("traf", func() {
			w.Full("tfhd", 0, 0x020000, func() { w.U32(m.id(1)) })
			w.Full("tfdt", 1, 0, func() { w.U64(sound[0].decode) })
			w.Full("trun", 1, 0xf01, func() {
				w.U32(uint32(len(sound)))
				offset = len(w.B)
				w.U32(0)
				for _, x := range sound {
					w.U32(x.Dur, x.Size, x.Flags, uint32(x.CompositionTimeOffset))
				}
			})
		})
	})
	if offset >= 0 {
		binary.BigEndian.PutUint32(w.B[offset:], uint32(len(w.B)+8))
	}
	moof := len(w.B)
	w.Box("mdat", func() {})
	binary.BigEndian.PutUint32(w.B[moof:], uint32(m.cells[number].size-m.tracks[0].frags[number].size-int64(moof)))
	return w.B
}
