package webm

import (
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// sliceTime is how much of each stream is fetched in one go, less where that is more
// than bin.SliceSize bytes.
const sliceTime = 5 * time.Second

const maxSlices = 1 << 20

// cues reads the stream's Cues from its head. Entries that contradict others are
// left out: Cues only determine in which order the streams are fetched, and which
// bytes of them a clip needs.
func (s *stream) cues() []indexPoint {
	pos, data, inside := int64(0), int64(0), false
	for pos < int64(len(s.head)) {
		id, size, n := peekElement(s.head[pos:])
		if n <= 0 || id == idCluster {
			return nil
		}
		pos += int64(n)
		if id == idSegment && !inside {
			inside, data = true, pos
			continue
		}
		if size < 0 || size > int64(len(s.head))-pos {
			return nil
		}
		if id == idCues && inside {
			return s.readCues(s.head[pos:pos+size], data)
		}
		pos += size
	}
	return nil
}

// readCues reads the content of Cues (RFC 9559 §5.1.5); data is where the
// Segment's content begins.
func (s *stream) readCues(b []byte, data int64) []indexPoint {
	var all []indexPoint
	last := indexPoint{off: s.reader.first}
	points, _ := elements(b)
	for _, p := range points {
		fields, _ := elements(p.data)
		at := indexPoint{off: -1}
		for _, f := range fields {
			switch f.id {
			case idCueTime:
				at.time = time.Duration(min(f.uint(), maxTime/uint64(s.reader.scale))) * s.reader.scale
			case idCuePositions:
				positions, _ := elements(f.data)
				for _, x := range positions {
					if x.id == idCueClusterSeek {
						at.off = data + int64(min(x.uint(), bin.MaxSize))
					}
				}
			}
		}
		if at.off >= last.off && at.off < s.size && (at.time > last.time || len(all) == 0) {
			all = append(all, at)
			last = at
		}
	}
	return all
}

// between returns the last point of the stream's Cues that is not behind from, and
// the end of the cluster that holds what is directly before to. A to of 0 is the
// end of the stream.
func (s *stream) between(from, to time.Duration) (first indexPoint, end int64, err error) {
	cues := s.cues()
	if len(cues) == 0 {
		return first, 0, media.ErrNoIndex
	}
	first, end = indexPoint{0, s.reader.first}, s.size
	last := first.off // where the cluster begins that is before end
	for _, c := range cues {
		switch {
		case to <= 0 || c.time < to:
			last = c.off
		case c.off > last:
			return first, c.off, nil
		}
		if c.time <= from {
			first = c
		}
	}
	return first, end, nil
}

// index returns points of what the file needs of the stream, from start to end, in
// times of the file, whose length is given. Between two points the bytes are assumed
// to be spread evenly.
func (s *stream) index(length time.Duration) []indexPoint {
	all := []indexPoint{s.from}
	end := s.reader.duration
	for _, c := range s.cues() {
		c.time -= s.late
		if last := all[len(all)-1]; c.time > last.time && c.off >= last.off && c.off < s.to {
			all = append(all, c)
			end = max(end, c.time)
		}
	}
	if end == 0 {
		end = length
	}
	return append(all, indexPoint{end, s.to})
}

// offset returns the byte of the stream at a time.
func offset(index []indexPoint, at time.Duration) int64 {
	for i := 1; i < len(index); i++ {
		from, to := index[i-1], index[i]
		if at < to.time {
			return from.off + int64(bin.Scale(uint64(to.off-from.off), uint64(max(at-from.time, 0)), uint64(to.time-from.time)))
		}
	}
	return index[len(index)-1].off
}

// slices interleaves the streams by time, in parts that last each or less. The
// streams then advance together, and few blocks wait for another stream.
func (set *streamSet) slices(each time.Duration) []media.Range {
	length := set.length
	if length <= 0 {
		length = time.Hour // any value: the slices are then proportional to bytes
	}
	var total int64
	indexes := make([][]indexPoint, len(set.streams))
	for i, s := range set.streams {
		indexes[i] = s.index(length)
		total += s.to - s.from.off
	}
	n := (total + bin.SliceSize - 1) / bin.SliceSize
	if set.length > 0 {
		n = max(n, min(int64((length+each-1)/each), total>>14)) // not for bytes that are few
	}
	n = min(max(n, 1), maxSlices)
	var list []media.Range
	for k := range n {
		till := time.Duration(bin.Scale(uint64(length), uint64(k+1), uint64(n)))
		for _, video := range []bool{false, true} {
			for i, s := range set.streams {
				if s.video != video {
					continue
				}
				r := media.Range{Track: i, From: s.from.off, To: s.to}
				if k > 0 {
					r.From = offset(indexes[i], time.Duration(bin.Scale(uint64(length), uint64(k), uint64(n))))
				}
				if k < n-1 {
					r.To = offset(indexes[i], till)
				}
				if r.From < r.To {
					list = bin.AppendRange(list, r)
				}
			}
		}
	}
	return list
}
