package webm

import (
	"errors"
	"fmt"
	"io"

	"github.com/hilo-app/hilo/core/media"
)

// remuxer reads streams as their bytes arrive and hands their blocks to clusters. It
// is not safe for concurrent use.
type remuxer struct {
	*streamSet
	*selection
	texts    textTracks
	clusters interleaver
}

// init prepares the remuxing of streams, or a clip of them, without the cuts, into a
// file.
func (m *remuxer) init(f media.File, heads []media.Head, c media.Clip, cuts media.Cuts) (err error) {
	if m.streamSet, err = newStreamSet(heads); err != nil {
		return err
	}
	if m.selection, err = newSelection(m.streamSet, c, cuts); err != nil {
		return err
	}
	m.texts.before = len(m.streams)
	m.clusters = interleaver{streamSet: m.streamSet, file: f, texts: &m.texts, most: maxWaiting}
	return nil
}

// feed takes bytes of a stream at an offset, in sequence; those that were there before
// are ignored.
func (m *remuxer) feed(track int, p []byte, off int64) error {
	s, err := m.stream(track, len(p), off)
	if err != nil {
		return err
	}
	if off > s.fed {
		return fmt.Errorf("bytes %d to %d of a stream that must come in order are left out", s.fed, off)
	}
	p = p[:max(min(int64(len(p)), s.to-off), 0)] // a head may have more
	if known := s.fed - off; known < int64(len(p)) {
		s.take(p[known:])
	}
	if err := m.read(s); err != nil {
		return fmt.Errorf("stream %d: %w", track, err)
	}
	return nil
}

// read puts the blocks that have arrived in full into the queue, and moves what can
// be written from the queues into clusters.
func (m *remuxer) read(s *stream) error {
	for !s.done && s.ready() {
		from := s.here()
		b, ok, err := s.reader.step()
		switch {
		case errors.Is(err, io.EOF):
			if s.done = true; s.in.debt > 0 {
				return s.reader.damaged("stream ends early")
			}
		case err != nil:
			return err
		case ok && b.track == s.reader.tracks[0].number:
			if !m.wants(s, b) {
				break
			}
			w, err := s.rewrite(b)
			if err != nil {
				return err
			}
			w.from = from
			m.clusters.push(s, w)
		}
		if err := m.clusters.emit(); err != nil {
			return err
		}
	}
	return m.clusters.emit() // what could not be written before
}
