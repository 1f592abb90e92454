package webm

import (
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"github.com/hilo-app/hilo/core/media"
)

// Bounds of a cluster. RFC 9559 §25.1 recommends at most 5 s and 5 MB; times in a
// cluster have 16 bits. minClusterTime is what a cluster with a key frame lasts at
// least before another one begins with the next key frame.
const (
	maxClusterTime = 5 * time.Second
	minClusterTime = time.Second
	maxCluster     = 5 << 20 // bytes, but for a block that is larger
)

// maxWaiting is how many bytes of blocks wait for another stream to reach their
// time.
const maxWaiting = 32 << 20

// cluster is the cluster that blocks go into.
type cluster struct {
	open   bool
	time   int64
	cued   bool
	blocks []byte
}

// cue says where a time is (RFC 9559 §5.1.5.1).
type cue struct {
	time    int64
	cluster int64 // offset in the file
}

// emit moves blocks into clusters by time, until the earliest one could belong to a
// stream that has not reached that time.
func (m *muxer) emit() error {
	for s := m.earliest(); s != nil; s = m.earliest() {
		if err := m.add(s); err != nil {
			return err
		}
	}
	return nil
}

// earliest returns the stream whose first waiting block is the next one, nil if
// that is not known yet. Of blocks at one time, sound goes first: readers look for
// it while they queue pictures. If too much is waiting, a stream that is behind is
// not waited for; its blocks are then late in the file, which readers accept.
func (m *muxer) earliest() *stream {
	var best *stream
	complete := true
	for _, s := range m.streams {
		if len(s.queue) == 0 {
			complete = complete && s.done
			continue
		}
		if best == nil || s.queue[0].time < best.queue[0].time ||
			s.queue[0].time == best.queue[0].time && best.video && !s.video {
			best = s
		}
	}
	if !complete && m.waiting <= m.most {
		return nil
	}
	return best
}

// add moves the first waiting block of a stream into the cluster, or into a new
// one.
func (m *muxer) add(s *stream) error {
	q := &s.queue[0]
	if q.time < math.MinInt16 {
		return fmt.Errorf("%w: block at %v", media.ErrDamaged, time.Duration(q.time)*m.scale)
	}
	if err := m.putTexts(q.time); err != nil {
		return err
	}
	if m.cluster.open && m.full(q) {
		if err := m.closeCluster(); err != nil {
			return err
		}
	}
	c := &m.cluster
	c.begin(q.time)
	if err := m.putTexts(q.time + 1); err != nil { // not into the cluster before
		return err
	}
	if s == m.main && !c.cued && (q.key || !s.video) {
		m.cues = append(m.cues, cue{max(q.time, 0), m.out})
		c.cued = true
	}
	binary.BigEndian.PutUint16(q.raw[q.at:], uint16(int16(q.time-c.time)))
	c.blocks = append(c.blocks, q.raw...)
	s.tally.add(*q)
	m.waiting -= int64(len(q.raw))
	*q = queuedBlock{}
	s.queue = s.queue[1:]
	return nil
}

// begin opens the cluster unless it is open.
func (c *cluster) begin(time int64) {
	if !c.open {
		*c = cluster{open: true, time: max(time, 0), blocks: c.blocks[:0]}
	}
}

// full reports whether a block must begin a new cluster. A cluster that begins with
// a key frame also has all sound from that time on.
func (m *muxer) full(q *queuedBlock) bool {
	c, rel := &m.cluster, q.time-m.cluster.time
	if rel < math.MinInt16 || rel > math.MaxInt16 || rel >= m.units(maxClusterTime) {
		return true
	}
	if len(c.blocks)+len(q.raw) > maxCluster {
		return true
	}
	if !m.main.video || len(m.main.queue) == 0 {
		return false
	}
	// One that began because the last was long, just before a key frame, does
	// not count. But at the start of the file sound may begin a bit early.
	long := rel >= m.units(minClusterTime) || !c.cued && m.out > m.media
	next := &m.main.queue[0]
	return long && next.key && next.time == q.time
}

// closeCluster writes the cluster. A restart continues behind it.
func (m *muxer) closeCluster() error {
	c := &m.cluster
	if !c.open {
		return nil
	}
	w := &ebmlBuilder{}
	w.uint(idTimestamp, uint64(c.time))
	stamp := w.b
	w = &ebmlBuilder{b: make([]byte, 0, len(c.blocks)+32)}
	w.id(idCluster)
	w.size(int64(len(stamp)+len(c.blocks)), 4)
	w.b = append(append(w.b, stamp...), c.blocks...)
	if _, err := m.file.WriteAt(w.b, m.out); err != nil {
		return err
	}
	m.out += int64(len(w.b))
	c.open = false
	m.checkpoint()
	return nil
}

// checkpoint records where each stream continues behind the cluster just written.
func (m *muxer) checkpoint() {
	m.saved = m.saved[:0]
	for _, s := range m.streams {
		m.saved = append(m.saved, s.resume())
	}
	for _, t := range m.texts {
		t.saved = t.next
	}
	m.known = len(m.cues)
}
