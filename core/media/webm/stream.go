package webm

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/opus"
)

const (
	typeVideo = 1 // TrackType (RFC 9559 §5.1.4.1.3)
	typeAudio = 2
)

// codecs are the ones that WebM may hold, with their names in media.Track.
var codecs = map[string]string{
	"V_VP8": "vp8", "V_VP9": "vp9", "V_AV1": "av1", "A_OPUS": "opus", "A_VORBIS": "vorbis",
}

// stream is a source stream whose bytes arrive in sequence.
type stream struct {
	head   []byte
	size   int64
	video  bool
	number byte // of the track in the file
	reader *reader

	from indexPoint    // the start of what the file needs, in time of the file
	to   int64         // offset of its end
	late time.Duration // time of the stream when the file begins
	cuts *blockCuts    // what is left out; nil for nothing

	in    input
	fed   int64 // offset of the next byte to arrive
	done  bool  // the reader has seen the end
	queue []queuedBlock
	tally tally // of what left the queue
}

// indexPoint is where a stream is at what time.
type indexPoint struct {
	time time.Duration
	off  int64
}

// position is a place in a stream where reading can begin.
type position struct {
	pos     int64 // offset of an element
	cluster int64 // see reader
	time    int64 // of the cluster
	done    bool  // there is nothing more
	tally   tally
}

// tally is what Finish needs of the blocks that are in the file.
type tally struct {
	count             int
	first, last, step int64 // times of the first and last block, and how far the last is from the one before
	length            int64 // of the last block, 0 when not known
}

// queuedBlock is a block that waits to be put into a cluster.
type queuedBlock struct {
	from   position
	time   int64
	length int64 // 0 when not known
	key    bool
	raw    []byte // SimpleBlock or BlockGroup as it goes into the file
	at     int    // where in raw the time goes, relative to the cluster's
}

// streamSet is the streams of one file.
type streamSet struct {
	streams []*stream
	main    *stream       // the first with pictures, else the first: what cues are for
	scale   time.Duration // of one unit of time, in all streams and the file
	length  time.Duration // as announced
}

func newStreamSet(heads []media.Head) (*streamSet, error) {
	set := &streamSet{}
	for i, h := range heads {
		s, err := newStream(h)
		if err != nil {
			return nil, fmt.Errorf("%w: stream %d: %w", media.ErrDamaged, i, err)
		}
		if i > 0 && s.reader.scale != set.scale {
			return nil, fmt.Errorf("%w: streams count time in units of %v and %v", media.ErrDamaged, set.scale, s.reader.scale)
		}
		s.number = byte(i + 1)
		set.scale = s.reader.scale
		set.streams = append(set.streams, s)
		if set.main == nil || s.video && !set.main.video {
			set.main = s
		}
	}
	set.measure()
	return set, nil
}

// measure sets the length: that of the longest stream.
func (set *streamSet) measure() {
	set.length = 0
	for _, s := range set.streams {
		set.length = max(set.length, s.reader.duration)
	}
}

// units turns time into units of the scale, rounded down.
func (set *streamSet) units(t time.Duration) int64 { return int64(t / set.scale) }

// stream returns a stream that must have n bytes at off.
func (set *streamSet) stream(track, n int, off int64) (*stream, error) {
	if track < 0 || track >= len(set.streams) {
		return nil, fmt.Errorf("no stream %d", track)
	}
	s := set.streams[track]
	if off < 0 || off+int64(n) > s.size {
		return nil, fmt.Errorf("bytes %d to %d are outside stream %d", off, off+int64(n), track)
	}
	return s, nil
}

func newStream(h media.Head) (*stream, error) {
	if h.Size <= 0 || h.Size > bin.MaxSize {
		return nil, fmt.Errorf("stream of %d bytes", h.Size)
	}
	h.Bytes = h.Bytes[:min(int64(len(h.Bytes)), h.Size)]
	r, err := newReader(bytes.NewReader(h.Bytes), h.Size)
	if err != nil {
		return nil, err
	}
	if len(r.tracks) != 1 {
		return nil, fmt.Errorf("%d tracks in a stream", len(r.tracks))
	}
	t := r.tracks[0]
	prefix := map[uint64]string{typeVideo: "V_", typeAudio: "A_"}[t.kind]
	if codecs[t.codec] == "" || prefix == "" || !strings.HasPrefix(t.codec, prefix) {
		return nil, fmt.Errorf("track of type %d with codec %q", t.kind, t.codec)
	}
	s := &stream{head: h.Bytes, size: h.Size, video: t.kind == typeVideo, reader: r, fed: r.pos}
	r.r, r.buf = &s.in, nil
	s.from, s.to = indexPoint{0, r.pos}, h.Size
	return s, nil
}

func (s *stream) codec() string { return codecs[s.reader.tracks[0].codec] }

func (s *stream) kind() string {
	if s.video {
		return "video"
	}
	return "audio"
}

// here is the position of the reader.
func (s *stream) here() position {
	return position{pos: s.reader.pos, cluster: s.reader.cluster, time: s.reader.time, done: s.done}
}

// resume is where reading must begin to get all blocks that are not in a cluster
// yet.
func (s *stream) resume() position {
	p := s.here()
	if len(s.queue) > 0 {
		p = s.queue[0].from
	}
	p.tally = s.tally
	return p
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

// take passes the next bytes to the reader.
func (s *stream) take(p []byte) {
	s.fed += int64(len(p))
	if !s.done {
		s.in.add(p)
	}
}

// ready reports whether the reader can take its next step without waiting for
// bytes. An error counts as a step.
func (s *stream) ready() bool {
	r := s.reader
	between := r.cluster != unknownSize && r.pos >= r.cluster
	if s.fed >= s.to || between && r.segment != unknownSize && r.pos >= r.segment {
		return true
	}
	id, size, n := peekElement(s.in.b)
	if n <= 0 {
		return n < 0
	}
	switch id {
	case idTimestamp, idSimpleBlock, idBlockGroup, idInfo:
		if size > maxBlock {
			return true
		}
		return int64(len(s.in.b)-n) >= size
	}
	return true
}

// rewrite prepares a block for its track in the file. Only the track's number and
// the time change.
func (s *stream) rewrite(b block) (queuedBlock, error) {
	earlier, _ := s.cuts.moves(b.time, s.video, s.reader.scale)
	q := queuedBlock{time: b.time - int64(s.late/s.reader.scale) - earlier, key: b.key, length: s.lengthOf(b)}
	w := &ebmlBuilder{b: make([]byte, 0, len(b.data)+16)}
	block := func(id uint32) {
		w.head(id, int64(len(b.data)+4))
		w.b = append(w.b, 0x80|s.number)
		q.at = len(w.b)
		w.b = append(w.b, 0, 0, b.flags)
		w.b = append(w.b, b.data...)
	}
	if b.group == nil {
		block(idSimpleBlock)
		q.raw = w.b
		return q, nil
	}
	list, err := elements(b.group)
	if err != nil {
		return q, fmt.Errorf("%w: block group: %w", media.ErrDamaged, err)
	}
	for _, e := range list {
		switch e.id {
		case idBlock:
			block(idBlock)
		case idCRC32, idVoid:
		default:
			w.bytes(e.id, e.data)
		}
	}
	group := &ebmlBuilder{}
	group.bytes(idBlockGroup, w.b)
	q.at += len(group.b) - len(w.b)
	q.raw = group.b
	return q, nil
}

// lengthOf returns how long a block lasts in units of time, 0 if it does not say.
func (s *stream) lengthOf(b block) int64 {
	if s.codec() != "opus" {
		return b.duration
	}
	samples, err := opus.Samples(b.data)
	if err != nil {
		return b.duration
	}
	d := time.Duration(samples)*time.Second/48000 - max(b.discard, 0)
	return int64(max(d, 0) / s.reader.scale)
}

// add counts a block that goes into the file.
func (t *tally) add(q queuedBlock) {
	if t.count == 0 {
		t.first, t.last = q.time, q.time
	}
	t.count++
	t.step, t.last, t.length = max(q.time-t.last, 0), q.time, q.length
}

// end is the time behind the last block: the announced one if it is plausible, else
// an estimate by the length of the last block.
func (s *stream) end() int64 {
	t := s.tally
	length := max(t.length, 0)
	if length == 0 {
		length = t.step
	}
	announced := int64((s.reader.duration - s.cuts.removed()) / s.reader.scale)
	if announced > t.last && announced <= t.last+2*max(length, t.step) {
		return announced
	}
	return t.last + length
}

// input is the byteSource of the bytes that have arrived so far.
type input struct {
	b    []byte // not read yet
	buf  []byte // the whole buffer, of which b is the end
	debt int64  // bytes to discard as they arrive
}

func (in *input) add(p []byte) {
	n := min(in.debt, int64(len(p)))
	in.debt -= n
	p = p[n:]
	if need := len(in.b) + len(p); cap(in.b) < need {
		if cap(in.buf) < need {
			in.buf = make([]byte, 0, 2*need)
		}
		in.b = append(in.buf[:0], in.b...)
	}
	in.b = append(in.b, p...)
}

func (in *input) Read(p []byte) (int, error) {
	if len(in.b) == 0 {
		return 0, io.EOF
	}
	n := copy(p, in.b)
	in.b = in.b[n:]
	return n, nil
}

func (in *input) ReadByte() (byte, error) {
	if len(in.b) == 0 {
		return 0, io.EOF
	}
	c := in.b[0]
	in.b = in.b[1:]
	return c, nil
}

// Discard always succeeds: what has not arrived is dropped when it arrives.
func (in *input) Discard(n int) (int, error) {
	k := min(n, len(in.b))
	in.b = in.b[k:]
	in.debt += int64(n - k)
	return n, nil
}
