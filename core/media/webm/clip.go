package webm

import (
	"math"
	"time"

	"github.com/hilo-app/hilo/core/media"
)

// cut limits the file to a part of the streams.
func (m *muxer) cut(c media.Clip) error {
	if m.clip = c; c == (media.Clip{}) {
		return nil
	}
	length := time.Duration(0)
	for _, s := range m.streams {
		length = max(length, s.reader.duration)
	}
	if err := c.Validate(length); err != nil {
		return err
	}
	m.from, m.till = m.units(c.From), math.MaxInt64
	if m.main.video { // its cues are of key frames
		key, _, err := m.main.between(c.From, 0)
		if err != nil {
			return err
		}
		m.from = m.units(key.time)
	}
	if c.To > 0 {
		m.till = m.units(c.To + m.scale - 1)
	}
	for _, s := range m.streams {
		if err := s.cut(inTime(m.from, m.scale), c.To); err != nil {
			return err
		}
	}
	return nil
}

// cut limits the stream to what a clip needs.
func (s *stream) cut(from, to time.Duration) (err error) {
	if s.from, s.to, err = s.between(from, to); err != nil {
		return err
	}
	s.goTo(position{pos: s.from.off})
	r := s.reader
	if s.to < s.size {
		r.segment = s.to
	}
	if to > 0 && (r.duration == 0 || to < r.duration) {
		r.duration = to
	}
	r.duration = max(r.duration-from, 0)
	s.late = from
	s.from.time -= from
	return nil
}

// wants reports whether a block belongs to the file.
func (m *muxer) wants(s *stream, b block) bool {
	if m.clip == (media.Clip{}) {
		return true
	}
	begun := s.tally.count > 0 || len(s.queue) > 0
	return b.time >= m.from && b.time < m.till && (begun || b.key || !s.video)
}

// noBlocksError is the class of the error when a stream has no blocks.
func (m *muxer) noBlocksError() error {
	if m.from > 0 {
		return media.ErrOutside
	}
	return media.ErrDamaged
}
