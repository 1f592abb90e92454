package webm

import (
	"math"
	"time"

	"github.com/hilo-app/hilo/core/media"
)

// selection is the part of the streams that the file has.
type selection struct {
	clip media.Clip
	from int64 // of a clip: time of the streams when the file begins
	till int64 // and when it ends

	wished media.Cuts // what the file was to leave out
	cuts   blockCuts  // what it leaves out
}

// newSelection limits the streams to a clip without the cuts.
func newSelection(set *streamSet, c media.Clip, cuts media.Cuts) (*selection, error) {
	x, err := newClip(set, c)
	if err == nil && len(cuts) > 0 {
		err = x.setCuts(set, cuts)
	}
	return &x, err
}

func newClip(set *streamSet, c media.Clip) (x selection, err error) {
	if x.clip = c; c == (media.Clip{}) {
		return x, nil
	}
	if err := c.Validate(set.length); err != nil {
		return x, err
	}
	x.from, x.till = set.units(c.From), math.MaxInt64
	if set.main.video { // its cues are of key frames
		key, _, err := set.main.between(c.From, 0)
		if err != nil {
			return x, err
		}
		x.from = set.units(key.time)
	}
	if c.To > 0 {
		x.till = set.units(c.To + set.scale - 1)
	}
	for _, s := range set.streams {
		if err := s.cut(inTime(x.from, set.scale), c.To); err != nil {
			return x, err
		}
	}
	set.measure()
	return x, nil
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
func (x *selection) wants(s *stream, b block) bool {
	if _, out := s.cuts.moves(b.time, s.video, s.reader.scale); out {
		return false
	}
	if x.clip == (media.Clip{}) {
		return true
	}
	begun := s.tally.count > 0 || len(s.queue) > 0
	return b.time >= x.from && b.time < x.till && (begun || b.key || !s.video)
}

// noBlocksError is the class of the error when a stream has no blocks.
func (x *selection) noBlocksError() error {
	if x.from > 0 {
		return media.ErrOutside
	}
	return media.ErrDamaged
}

// setCuts determines what the file leaves out. A part that is kept begins with the last
// key frame that is not behind the end of the cut, as a WebM file cannot hide what is
// before. The part in front of it ends so that what is left out is a number of packets of
// sound: within 10 ms of where the cut begins.
func (x *selection) setCuts(set *streamSet, cuts media.Cuts) error {
	x.wished, x.cuts.begin = cuts, x.from
	begin, sum, end := x.from, int64(0), inTime(x.from, set.scale)+set.length
	for _, c := range cuts {
		from, to := max(set.units(c.From), begin), set.units(c.To)
		switch {
		case set.length > 0 && c.To >= end: // nothing is behind it
			to = math.MaxInt64 / 2
		case set.main.video:
			key, _, err := set.main.between(c.To, 0)
			if err != nil {
				return err
			}
			to = set.units(key.time)
		}
		if grain := set.units(packetTime); grain > 0 && to < math.MaxInt64/2 && from > begin {
			from = max(begin, to-(to-from+grain/2)/grain*grain)
		}
		if to <= from {
			continue
		}
		x.cuts.list = append(x.cuts.list, blockCut{from, to, sum})
		x.cuts.left = append(x.cuts.left, media.Clip{From: inTime(from, set.scale), To: inTime(min(to, max(set.units(end), from+1)), set.scale)})
		sum, begin = sum+to-from, to
	}
	for _, s := range set.streams {
		s.cuts = &x.cuts
	}
	return nil
}
