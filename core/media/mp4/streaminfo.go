package mp4

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// streamInfo is what the first bytes of a fragmented stream say about its track.
type streamInfo struct {
	kind      string // handler: "vide" or "soun" (ISO/IEC 14496-12 §8.4.3)
	codec     string
	id        uint32 // track id
	timescale uint32 // units per second
	width     mp4.Fixed32
	height    mp4.Fixed32
	volume    mp4.Fixed16
	language  uint16
	trex      *mp4.TrexBox  // sample defaults; may be nil
	mediaTime int64         // media time at which presentation begins, in timescale
	delay     int64         // presentation before it (empty edits), in timescale
	duration  time.Duration // as announced; 0 when not

	// These boxes go into the finished file byte by byte, so that nothing of
	// the codec's configuration can be lost.
	stsd, hdlr []byte
	mediaInfo  [][]byte // vmhd or smhd, dinf

	head  []byte
	size  int64      // bytes of the stream
	begin int64      // offset of the first byte after the moov
	frags []fragment // by the index; nil when that is not to be trusted
}

// fragment is a moof with its mdat (§8.8) as the sidx describes it.
type fragment struct {
	src, size  int64
	start, end time.Duration // as the index counts
	key        bool          // begins with a key frame, as far as the index says
	rest       bool          // is the bytes behind all that the index describes
}

// readHead reads a stream's moov and, if it is usable, its sidx.
func readHead(h media.Head) (*streamInfo, error) {
	if h.Size <= 0 {
		return nil, errors.New("size of the stream is not known")
	}
	if int64(len(h.Bytes)) > h.Size {
		h.Bytes = h.Bytes[:h.Size]
	}
	s := &streamInfo{head: h.Bytes, size: h.Size}
	var index []byte
	indexes, indexEnd := 0, int64(0)
	for pos := int64(0); ; {
		box, err := bmff.ReadHeader(s.head[pos:], s.size-pos)
		if errors.Is(err, bmff.ErrShort) || err == nil && pos+box.Size > int64(len(s.head)) || box.Kind == "moof" {
			break
		}
		if err != nil {
			return nil, err
		}
		end := pos + box.Size
		switch box.Kind {
		case "moov":
			if s.begin > 0 {
				return nil, errors.New("more than one moov")
			}
			if err := s.readMoov(s.head[pos:end]); err != nil {
				return nil, err
			}
			s.begin = end
		case "sidx":
			indexes++
			index, indexEnd = s.head[pos:end], end
		}
		pos = end
	}
	if s.begin == 0 {
		return nil, errors.New("no moov in the first bytes")
	}
	if indexes == 1 { // more than one: each describes a part, or they lead to each other
		s.frags = s.readIndex(index, indexEnd)
	}
	return s, nil
}

func (s *streamInfo) readMoov(moov []byte) error {
	list, err := bmff.Split(moov[8:])
	if err != nil {
		return fmt.Errorf("moov: %w", err)
	}
	var trak []byte
	for _, c := range list {
		if c.Kind != "trak" {
			continue
		}
		if trak != nil {
			return errors.New("more than one track in a stream")
		}
		trak = c.Bytes
	}
	if trak == nil {
		return errors.New("moov without a track")
	}
	if bmff.Find(moov, "mvex") == nil {
		return errors.New("stream is not fragmented")
	}
	mvhd, err := bmff.Decode[*mp4.MvhdBox](bmff.Find(moov, "mvhd"))
	if err != nil {
		return fmt.Errorf("mvhd: %w", err)
	}
	if err := s.readTrak(trak); err != nil {
		return err
	}
	s.readEdits(trak, mvhd.Timescale)
	s.readDuration(moov, mvhd)
	for _, trex := range defaults(moov) {
		if trex.TrackID == s.id {
			s.trex = trex
		}
	}
	return nil
}

// defaults are the sample defaults of a moov's tracks (§8.8.3).
func defaults(moov []byte) []*mp4.TrexBox {
	var all []*mp4.TrexBox
	mvex := bmff.Find(moov, "mvex")
	list, err := bmff.Split(mvex[8:])
	if err != nil {
		return nil
	}
	for _, c := range list {
		if c.Kind == "trex" {
			if b, err := bmff.Decode[*mp4.TrexBox](c.Bytes); err == nil {
				all = append(all, b)
			}
		}
	}
	return all
}

func (s *streamInfo) readTrak(trak []byte) error {
	tkhd, err := bmff.Decode[*mp4.TkhdBox](bmff.Find(trak, "tkhd"))
	if err != nil {
		return fmt.Errorf("tkhd: %w", err)
	}
	mdhd, err := bmff.Decode[*mp4.MdhdBox](bmff.Find(trak, "mdia", "mdhd"))
	if err != nil {
		return fmt.Errorf("mdhd: %w", err)
	}
	if mdhd.Timescale == 0 {
		return errors.New("timescale is 0")
	}
	s.id, s.width, s.height, s.volume = tkhd.TrackID, tkhd.Width, tkhd.Height, tkhd.Volume
	s.timescale, s.language = mdhd.Timescale, mdhd.Language

	s.hdlr = bmff.Find(trak, "mdia", "hdlr")
	if len(s.hdlr) < 20 {
		return errors.New("hdlr is missing")
	}
	s.kind = string(s.hdlr[16:20])
	if s.kind != "vide" && s.kind != "soun" {
		return fmt.Errorf("track is neither video nor sound but %q", s.kind)
	}
	minf := bmff.Find(trak, "mdia", "minf")
	s.stsd = bmff.Find(minf, "stbl", "stsd")
	if s.codec, err = bmff.SampleEntry(s.stsd); err != nil {
		return err
	}
	if s.codec == "encv" || s.codec == "enca" {
		return errors.New("stream is encrypted")
	}
	list, err := bmff.Split(minf[8:])
	if err != nil {
		return fmt.Errorf("minf: %w", err)
	}
	for _, c := range list {
		if c.Kind != "stbl" {
			s.mediaInfo = append(s.mediaInfo, c.Bytes)
		}
	}
	return nil
}

// readEdits takes the start of presentation from the edit list (§8.6.6). A
// stream without one, or with one that cannot be read, starts at 0.
func (s *streamInfo) readEdits(trak []byte, movieScale uint32) {
	elst, err := bmff.Decode[*mp4.ElstBox](bmff.Find(trak, "edts", "elst"))
	if err != nil {
		return
	}
	for _, e := range elst.Entries {
		switch {
		case e.MediaTime < 0: // empty edit, its length in units of the movie
			s.delay += int64(min(bin.Scale(e.SegmentDuration, uint64(s.timescale), uint64(movieScale)), 1<<40))
		case e.MediaTime < 1<<40:
			s.mediaTime = e.MediaTime
			return
		}
	}
}

// readDuration takes the first duration that is announced, of the fragments
// (mehd, §8.8.2) or of the whole.
func (s *streamInfo) readDuration(moov []byte, mvhd *mp4.MvhdBox) {
	units := mvhd.Duration
	if mehd, err := bmff.Decode[*mp4.MehdBox](bmff.Find(moov, "mvex", "mehd")); err == nil && mehd.FragmentDuration > 0 {
		units = uint64(mehd.FragmentDuration)
	}
	if units != math.MaxUint32 && units != math.MaxUint64 { // all ones: not known
		s.duration = bin.Duration(units, mvhd.Timescale)
	}
}

// maxKeySAP is the last type of stream access point at which decoding can begin
// with a picture that is whole (ISO/IEC 14496-12 annex I); 0 is one of any type.
const maxKeySAP = 3

// readIndex returns the fragments that a sidx (§8.16.3) describes, or nil if
// it leads to further indexes, covers a part only, or contradicts the bytes.
func (s *streamInfo) readIndex(box []byte, end int64) []fragment {
	sidx, err := bmff.Decode[*mp4.SidxBox](box)
	if err != nil || sidx.Timescale == 0 || sidx.FirstOffset > uint64(s.size) {
		return nil
	}
	var frags []fragment
	pos := end + int64(sidx.FirstOffset)
	start := sidx.EarliestPresentationTime
	for _, r := range sidx.SidxRefs {
		size := int64(r.ReferencedSize)
		if r.ReferenceType != 0 || pos+size > s.size {
			return nil
		}
		next := start + uint64(r.SubSegmentDuration)
		if size > 0 {
			frags = append(frags, fragment{
				src: pos, size: size, start: bin.Duration(start, sidx.Timescale), end: bin.Duration(next, sidx.Timescale),
				key: r.StartsWithSAP == 1 && r.SAPType <= maxKeySAP,
			})
		}
		pos, start = pos+size, next
	}
	// Behind the fragments there may be an mfra box, of some 28 bytes for each
	// of them. It is placed like a fragment, so that nothing is lost if it is
	// something else.
	rest := s.size - pos
	if len(frags) == 0 || rest > 64<<10+64*int64(len(frags)) {
		return nil
	}
	if rest > 0 {
		end := bin.Duration(start, sidx.Timescale)
		frags = append(frags, fragment{src: pos, size: rest, start: end, end: end, rest: true})
	}
	length := bin.Duration(start-sidx.EarliestPresentationTime, sidx.Timescale)
	if s.duration > 0 && length < s.duration*9/10 {
		return nil
	}
	if s.duration == 0 {
		s.duration = length
	}
	if !s.agrees(frags) {
		return nil
	}
	return frags
}

// agrees reports whether the fragments that have begun within the head are made
// of boxes as their sizes say.
func (s *streamInfo) agrees(frags []fragment) bool {
	for _, f := range frags {
		moof := false
		for pos := f.src; pos < f.src+f.size; {
			if pos >= int64(len(s.head)) {
				return true
			}
			box, err := bmff.ReadHeader(s.head[pos:], f.src+f.size-pos)
			if errors.Is(err, bmff.ErrShort) && pos+16 > int64(len(s.head)) {
				return true
			}
			if err != nil || box.Kind == "mdat" && !moof {
				return false
			}
			moof = moof || box.Kind == "moof"
			pos += box.Size
		}
	}
	return true
}

// firstMoof returns the stream's first moof if all of it is in the head.
func (s *streamInfo) firstMoof() []byte {
	for pos := s.begin; pos < int64(len(s.head)); {
		box, err := bmff.ReadHeader(s.head[pos:], s.size-pos)
		if err != nil || pos+box.Size > int64(len(s.head)) {
			return nil
		}
		if box.Kind == "moof" && binary.BigEndian.Uint32(s.head[pos:]) > 1 {
			return s.head[pos : pos+box.Size]
		}
		pos += box.Size
	}
	return nil
}

// units turns time, which is not negative, into units of the timescale, to the
// nearest.
func (s *streamInfo) units(d time.Duration) int64 {
	return int64(bin.Scale(2*uint64(d), uint64(s.timescale), uint64(time.Second))+1) / 2
}

// time turns units of the timescale into time.
func (s *streamInfo) time(units int64) time.Duration {
	if units < 0 {
		return -bmff.Bounded(bin.Duration(uint64(-units), s.timescale))
	}
	return bmff.Bounded(bin.Duration(uint64(units), s.timescale))
}
