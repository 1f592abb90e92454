package webm

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
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

// interleaver writes the blocks of all streams and the cues of the subtitles into
// clusters, by time.
type interleaver struct {
	*streamSet
	file  media.File
	texts *textTracks
	most  int64 // see maxWaiting
	start int64 // offset of the first cluster

	sums    blockSums // of the clusters in the file; those of an earlier state may have none
	out     int64     // where the next cluster goes
	cluster cluster
	waiting int64 // bytes of blocks in the streams' queues
	cues    []cue
	saved   []position // of each stream, when the cluster before out was written
	known   int        // cues at that time
	marks   markList
}

// begin sets the offset of the first cluster.
func (v *interleaver) begin(at int64) {
	v.start, v.out, v.sums = at, at, blockSums{from: at}
	v.marks = markList{spacing: markSpacing}
	v.checkpoint()
}

// push puts a block into the queue of its stream.
func (v *interleaver) push(s *stream, q queuedBlock) {
	s.queue = append(s.queue, q)
	v.waiting += int64(len(q.raw))
}

// emit moves blocks into clusters by time, until the earliest one could belong to a
// stream that has not reached that time.
func (v *interleaver) emit() error {
	for s := v.earliest(); s != nil; s = v.earliest() {
		if err := v.add(s); err != nil {
			return err
		}
	}
	return nil
}

// earliest returns the stream whose first waiting block is the next one, nil if
// that is not known yet. Of blocks at one time, sound goes first: readers look for
// it while they queue pictures. If too much is waiting, a stream that is behind is
// not waited for; its blocks are then late in the file, which readers accept.
func (v *interleaver) earliest() *stream {
	var best *stream
	complete := true
	for _, s := range v.streams {
		if len(s.queue) == 0 {
			complete = complete && s.done
			continue
		}
		if best == nil || s.queue[0].time < best.queue[0].time ||
			s.queue[0].time == best.queue[0].time && best.video && !s.video {
			best = s
		}
	}
	if !complete && v.waiting <= v.most {
		return nil
	}
	return best
}

// add moves the first waiting block of a stream into the cluster, or into a new
// one.
func (v *interleaver) add(s *stream) error {
	q := &s.queue[0]
	if q.time < math.MinInt16 {
		return fmt.Errorf("%w: block at %v", media.ErrDamaged, time.Duration(q.time)*v.scale)
	}
	if err := v.putTexts(q.time); err != nil {
		return err
	}
	if v.cluster.open && v.full(q) {
		if err := v.closeCluster(); err != nil {
			return err
		}
	}
	c := &v.cluster
	c.begin(q.time)
	if err := v.putTexts(q.time + 1); err != nil { // not into the cluster before
		return err
	}
	if s == v.main && !c.cued && (q.key || !s.video) {
		v.cues = append(v.cues, cue{max(q.time, 0), v.out})
		c.cued = true
	}
	binary.BigEndian.PutUint16(q.raw[q.at:], uint16(int16(q.time-c.time)))
	c.blocks = append(c.blocks, q.raw...)
	s.tally.add(*q)
	v.waiting -= int64(len(q.raw))
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
func (v *interleaver) full(q *queuedBlock) bool {
	c, rel := &v.cluster, q.time-v.cluster.time
	if rel < math.MinInt16 || rel > math.MaxInt16 || rel >= v.units(maxClusterTime) {
		return true
	}
	if len(c.blocks)+len(q.raw) > maxCluster {
		return true
	}
	if !v.main.video || len(v.main.queue) == 0 {
		return false
	}
	// One that began because the last was long, just before a key frame, does
	// not count. But at the start of the file sound may begin a bit early.
	long := rel >= v.units(minClusterTime) || !c.cued && v.out > v.start
	next := &v.main.queue[0]
	return long && next.key && next.time == q.time
}

// closeCluster writes the cluster. A restart continues behind it.
func (v *interleaver) closeCluster() error {
	c := &v.cluster
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
	if _, err := v.file.WriteAt(w.b, v.out); err != nil {
		return err
	}
	v.out += int64(len(w.b))
	v.sums.add(w.b)
	c.open = false
	v.checkpoint()
	return nil
}

// checkpoint records where each stream continues behind the cluster just written.
func (v *interleaver) checkpoint() {
	v.saved = v.saved[:0]
	for _, s := range v.streams {
		v.saved = append(v.saved, s.resume())
	}
	for _, t := range v.texts.list {
		t.saved = t.next
	}
	v.known = len(v.cues)
	if v.marks.due(v.out) {
		v.marks.add(v.mark())
	}
}

// mark is the end of the last cluster in the file.
func (v *interleaver) mark() mark {
	m := mark{out: v.out, streams: slices.Clone(v.saved)}
	for _, t := range v.texts.list {
		m.texts = append(m.texts, t.saved)
	}
	return m
}

// kept returns what is in the file now.
func (v *interleaver) kept() keptFile {
	k := keptFile{sums: v.sums.clone(), marks: slices.Clone(v.marks.list)}
	if k.marks[len(k.marks)-1].out < v.out {
		k.marks = append(k.marks, v.mark())
	}
	return k
}

// putTexts moves the cues that start before a time into clusters.
func (v *interleaver) putTexts(before int64) error {
	for t := v.texts.earliest(); t != nil && v.units(t.Cues[t.next].Start) < before; t = v.texts.earliest() {
		if err := v.putText(t); err != nil {
			return err
		}
	}
	return nil
}

// putText moves the next cue of a track into the cluster, or into a new one.
func (v *interleaver) putText(t *textTrack) error {
	c := &v.cluster
	start, end := v.units(t.Cues[t.next].Start), v.units(t.Cues[t.next].End)
	if rel := start - c.time; c.open && (rel < math.MinInt16 || rel >= v.units(maxClusterTime) || len(c.blocks) > maxCluster) {
		if err := v.closeCluster(); err != nil {
			return err
		}
	}
	c.begin(start)
	w := &ebmlBuilder{b: c.blocks}
	t.appendNext(w, start-c.time, end-start)
	c.blocks = w.b
	return nil
}
