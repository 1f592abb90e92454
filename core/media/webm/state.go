package webm

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"

	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// stateVersion is the first byte of a saved state.
const stateVersion = 0x82

// State implements media.Layout. It says where the last cluster in the file ends, and
// of each stream at which byte the first block begins that is not in it, in some
// 8 bytes for each cluster. It may be called at any moment, also during WriteAt,
// and covers any bytes that were passed to WriteAt by then: those behind what it
// names are fetched again, see New.
func (m *muxer) State() []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	b := []byte{stateVersion}
	put := func(list ...int64) {
		for _, v := range list {
			b = binary.AppendVarint(b, v)
		}
	}
	put(m.media, int64(len(m.savedTexts)), int64(crc32.ChecksumIEEE(m.savedTexts)), m.from, m.till, m.out)
	for i, s := range m.streams {
		p := m.saved[i]
		done := int64(0)
		if p.done {
			done = 1
		}
		put(s.size, p.pos, p.cluster, p.time, done)
		put(int64(p.tally.count), p.tally.first, p.tally.last, p.tally.step, p.tally.length)
	}
	for _, t := range m.texts {
		put(int64(t.saved))
	}
	put(int64(m.known))
	last := cue{}
	for _, c := range m.cues[:m.known] {
		put(c.time-last.time, c.cluster-last.cluster)
		last = c
	}
	return b
}

// restore plans the file and continues from what State returned for the same layout.
func (m *muxer) restore(state []byte, reserve int64) error {
	r := bin.NewStateReader(state)
	if r.Byte() != stateVersion {
		return errors.New("of another version")
	}
	media := r.Signed(0, math.MaxInt64/2)
	if err := m.getTexts(media, r.Signed(0, maxSavedTexts), uint32(r.Signed(0, math.MaxUint32))); err != nil {
		return err
	}
	m.plan(reserve)
	if media != m.media || r.Signed(0, math.MaxInt64) != m.from || r.Signed(0, math.MaxInt64) != m.till {
		return errors.New("of another file")
	}
	m.out = r.Signed(m.media, math.MaxInt64/2)
	for _, s := range m.streams {
		if r.Signed(0, bin.MaxSize) != s.size {
			return errors.New("of another stream")
		}
		p := position{pos: r.Signed(s.from.off, s.to)}
		p.cluster = r.Signed(unknownSize, math.MaxInt64/2)
		p.time = r.Signed(0, maxTime)
		p.done = r.Signed(0, 1) == 1
		const most = 2 * maxTime
		p.tally = tally{int(r.Signed(0, math.MaxInt32)), r.Signed(-most, most), r.Signed(-most, most), r.Signed(0, 2*most), r.Signed(0, most)}
		s.goTo(p)
	}
	for _, t := range m.texts {
		t.next = int(r.Signed(0, int64(len(t.Cues))))
	}
	var last cue
	for n := r.Signed(0, int64(len(state))); n > 0 && r.Err == nil; n-- {
		last = cue{last.time + r.Signed(-maxTime, maxTime), last.cluster + r.Signed(0, bin.MaxSize)}
		if last.cluster < m.media || last.cluster >= m.out || last.time < 0 {
			return errors.New("a cue is out of bounds")
		}
		m.cues = append(m.cues, last)
	}
	if err := r.End(); err != nil {
		return err
	}
	m.checkpoint()
	if m.out == m.media {
		return nil
	}
	if err := bin.HasEnd(m.file, m.out); err != nil {
		return err
	}
	return bin.Truncate(m.file, m.out) // what is fetched again is written again
}

// goTo makes the reader continue at a position.
func (s *stream) goTo(p position) {
	r := s.reader
	r.pos, r.cluster, r.time = p.pos, p.cluster, p.time
	s.fed, s.done, s.tally = p.pos, p.done, p.tally
	if s.done {
		s.fed = s.to
	}
	s.in = input{}
}
