package webm

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"
	"time"

	"github.com/hilo-app/hilo/core/media/internal/bin"
)

const (
	maxBlock = 32 << 20 // bytes of a block
	maxTime  = 1 << 56  // in units of the scale
)

// reader reads a WebM stream forward, from a source that may block until bytes
// arrive: newReader reads the head, next one block after the other. It holds no
// more than one block. Its errors wrap ErrDamaged, or are those of the source.
type reader struct {
	scale    time.Duration // of one unit of time
	duration time.Duration // as announced; 0 when not
	tracks   []trackEntry

	elementReader
	first   int64 // offset of the first cluster
	segment int64 // offset of its end, or unknownSize
	cluster int64 // the same; 0 between clusters
	time    int64 // of the cluster
	unknown bool  // a cluster had an element that is not known
}

// trackEntry is a TrackEntry (RFC 9559 §5.1.4.1).
type trackEntry struct {
	number      uint64
	kind        uint64 // 1 video, 2 audio
	codec       string // such as "A_OPUS"
	private     []byte
	codecDelay  time.Duration
	seekPreRoll time.Duration
	entry       []byte // the whole content, to be copied
}

// block is one frame. Its slices are valid until the next one is read.
type block struct {
	track    uint64
	time     int64 // in units of the scale
	key      bool
	flags    byte // of the Block or SimpleBlock
	data     []byte
	duration int64         // in units of the scale; 0 when not given
	discard  time.Duration // sound to drop at the end, or if negative at the start (DiscardPadding)
	group    []byte        // content of the BlockGroup it is in, nil if it is a SimpleBlock
}

// newReader reads the head of a stream of the given size. It returns at the
// first cluster.
func newReader(r io.Reader, size int64) (*reader, error) {
	w := &reader{elementReader: elementReader{r: bufio.NewReaderSize(r, 16<<10)}, scale: time.Millisecond}
	if err := w.readHead(size); err != nil {
		return nil, err
	}
	return w, nil
}

func (w *reader) readHead(size int64) error {
	id, n, err := w.header()
	if err != nil {
		return w.cut(err)
	}
	if id != idEBML {
		return w.damaged("not a WebM stream")
	}
	if err := w.readEBML(n); err != nil {
		return err
	}
	if id, n, err = w.header(); err != nil {
		return w.cut(err)
	}
	if id != idSegment {
		return w.damaged("no segment")
	}
	w.segment = unknownSize
	if n != unknownSize {
		if w.segment = w.pos + n; w.segment > size {
			return w.damaged("stream of %d bytes ends before its segment does at %d", size, w.segment)
		}
	}
	for w.cluster == 0 {
		w.first = w.pos
		if err := w.readTop(); errors.Is(err, io.EOF) {
			return w.damaged("no media")
		} else if err != nil {
			return err
		}
	}
	if len(w.tracks) == 0 {
		return w.damaged("no tracks before the media")
	}
	return nil
}

func (w *reader) readEBML(size int64) error {
	list, err := w.master(size)
	if err != nil {
		return err
	}
	for _, e := range list {
		switch e.id {
		case idDocType:
			if d := string(e.data); d != "webm" && d != "matroska" {
				return w.damaged("document is a %q", d)
			}
		case idMaxIDLength, idMaxSizeLength:
			if e.uint() > 8 || e.id == idMaxIDLength && e.uint() > 4 {
				return w.damaged("long element headers")
			}
		}
	}
	return nil
}

// readTop reads an element of the segment, or of a cluster only the header. io.EOF
// says that the segment has ended.
func (w *reader) readTop() error {
	if w.segment != unknownSize && w.pos >= w.segment {
		return io.EOF
	}
	id, size, err := w.header()
	if errors.Is(err, io.EOF) && w.segment == unknownSize {
		return io.EOF
	}
	if err != nil {
		return w.cut(err)
	}
	return w.enterTop(id, size)
}

// enterTop reads an element of the segment whose header has been read.
func (w *reader) enterTop(id uint32, size int64) error {
	if id == idCluster {
		w.cluster, w.time = unknownSize, 0
		if size != unknownSize {
			w.cluster = w.pos + size
		}
		return w.fits(id, size, w.segment)
	}
	if size == unknownSize {
		return w.damaged("element %x has no size", id)
	}
	if err := w.fits(id, size, w.segment); err != nil {
		return err
	}
	switch id {
	case idInfo:
		return w.readInfo(size)
	case idTracks:
		if len(w.tracks) == 0 {
			return w.readTracks(size)
		}
	}
	return w.skip(size)
}

func (w *reader) readInfo(size int64) error {
	list, err := w.master(size)
	if err != nil {
		return err
	}
	units := 0.0
	for _, e := range list {
		switch e.id {
		case idTimestampScale:
			if e.uint() == 0 || e.uint() > uint64(time.Hour) {
				return w.damaged("timestamp scale of %d ns", e.uint())
			}
			w.scale = time.Duration(e.uint())
		case idDuration:
			units = e.float()
		}
	}
	if d := units * float64(w.scale); d > 0 && d < math.MaxInt64/2 {
		w.duration = time.Duration(d)
	}
	return nil
}

func (w *reader) readTracks(size int64) error {
	list, err := w.master(size)
	if err != nil {
		return err
	}
	for _, e := range list {
		if e.id != idTrackEntry {
			continue
		}
		fields, err := elements(e.data)
		if err != nil {
			return w.damaged("track: %w", err)
		}
		t := trackEntry{entry: e.data}
		for _, f := range fields {
			switch f.id {
			case idTrackNumber:
				t.number = f.uint()
			case idTrackType:
				t.kind = f.uint()
			case idCodecID:
				t.codec = string(f.data)
			case idCodecPrivate:
				t.private = f.data
			case idCodecDelay:
				t.codecDelay = time.Duration(min(f.uint(), math.MaxInt64))
			case idSeekPreRoll:
				t.seekPreRoll = time.Duration(min(f.uint(), math.MaxInt64))
			case idContentEncodings:
				return w.damaged("track is compressed or encrypted")
			}
		}
		w.tracks = append(w.tracks, t)
	}
	return nil
}

// next returns the next block of any track, or io.EOF behind the last one.
func (w *reader) next() (b block, err error) {
	for {
		if b, ok, err := w.step(); ok || err != nil {
			return b, err
		}
	}
}

// step reads one element, or the header of a cluster; ok says that it is a block.
func (w *reader) step() (b block, ok bool, err error) {
	if w.cluster != unknownSize && w.pos >= w.cluster || w.segment != unknownSize && w.pos >= w.segment {
		w.cluster = 0
	}
	if w.cluster == 0 {
		return b, false, w.readTop()
	}
	id, size, err := w.header()
	if errors.Is(err, io.EOF) && w.cluster == unknownSize && w.segment == unknownSize {
		return b, false, io.EOF
	}
	if err != nil {
		return b, false, w.cut(err)
	}
	if w.cluster == unknownSize && inSegment(id) {
		w.cluster = 0
		return b, false, w.enterTop(id, size)
	}
	return w.readInCluster(id, size)
}

// inSegment reports whether an element is one of the segment's, which ends a
// cluster of unknown size.
func inSegment(id uint32) bool {
	switch id {
	case idSeekHead, idInfo, idTracks, idCues, idChapters, idTags, idAttachments, idCluster:
		return true
	}
	return false
}

func (w *reader) readInCluster(id uint32, size int64) (b block, ok bool, err error) {
	if size == unknownSize {
		return b, false, w.damaged("element %x has no size", id)
	}
	end := w.cluster
	if end == unknownSize {
		end = w.segment
	}
	if err := w.fits(id, size, end); err != nil {
		return b, false, err
	}
	switch id {
	case idTimestamp, idSimpleBlock, idBlockGroup:
	case idVoid, idCRC32, idPosition, idPrevSize:
		return b, false, w.skip(size)
	default:
		w.unknown = true
		return b, false, w.skip(size)
	}
	data, err := w.read(size, maxBlock)
	if err != nil {
		return b, false, err
	}
	switch id {
	case idTimestamp:
		w.time = int64(min(element{id, data}.uint(), maxTime))
		return b, false, nil
	case idBlockGroup:
		b, err = w.blockGroup(data)
	default:
		b, err = w.block(data)
		b.key = b.flags&0x80 != 0
	}
	return b, true, err
}

func (w *reader) blockGroup(data []byte) (b block, err error) {
	list, err := elements(data)
	if err != nil {
		return b, w.damaged("block group: %w", err)
	}
	duration, discard, key, found := int64(0), time.Duration(0), true, false
	for _, e := range list {
		switch e.id {
		case idBlock:
			if b, err = w.block(e.data); err != nil {
				return b, err
			}
			found = true
		case idBlockDuration:
			duration = int64(min(e.uint(), maxTime))
		case idDiscardPadding:
			discard = time.Duration(e.int())
		case idReferenceBlock:
			key = false
		}
	}
	if !found {
		return b, w.damaged("block group without a block")
	}
	b.duration, b.discard, b.key, b.group = duration, discard, key, data
	return b, nil
}

// block reads a Block or SimpleBlock (RFC 9559 §10.1, §10.2).
func (w *reader) block(data []byte) (b block, err error) {
	if len(data) == 0 {
		return b, w.damaged("block is empty")
	}
	n := vintLength(data[0])
	if n == 0 || len(data) < n+3 {
		return b, w.damaged("block is cut")
	}
	if data[n+2]&0x06 != 0 {
		return b, w.damaged("laced blocks are not supported")
	}
	return block{
		track: uint64(vint(data[:n])),
		time:  w.time + int64(int16(binary.BigEndian.Uint16(data[n:]))),
		flags: data[n+2],
		data:  data[n+3:],
	}, nil
}

// hasTrack reports whether the head has a track of that number.
func (w *reader) hasTrack(number uint64) bool {
	return slices.ContainsFunc(w.tracks, func(t trackEntry) bool { return t.number == number })
}

// inTime turns units of a scale into time.
func inTime(units int64, unit time.Duration) time.Duration {
	return time.Duration(min(bin.Scale(uint64(max(units, 0)), uint64(unit), 1), math.MaxInt64/2))
}
