package dash

import (
	"bytes"
	"encoding/binary"
	"errors"
)

var errFragments = errors.New("not a DASH MP4 of one track with one run a fragment")

// track is a parsed stream.
type track struct {
	head      []byte // ftyp and moov
	timescale uint32
	loop      []fragment
}

// parse parses the fragments of a stream.
func parse(b []byte) (*track, error) {
	init, _, ok := Ranges(bytes.NewReader(b))
	if !ok || string(b[4:8]) != "ftyp" {
		return nil, errFragments
	}
	t := &track{head: bytes.Clone(b[:init[1]+1])}
	mdhd := findBox(b[:init[1]+1], "moov", "trak", "mdia", "mdhd")
	if len(mdhd) < 24 {
		return nil, errFragments
	}
	t.timescale = binary.BigEndian.Uint32(mdhd[12:])
	for at := int64(0); at < int64(len(b)); {
		size, kind, err := boxAt(bytes.NewReader(b), at)
		if err != nil || at+size > int64(len(b)) {
			return nil, errFragments
		}
		if kind == "moof" {
			f, err := parseMoof(b[at:at+size], at)
			if err != nil {
				return nil, err
			}
			t.loop = append(t.loop, f)
		}
		at += size
	}
	if len(t.loop) == 0 {
		return nil, errFragments
	}
	return t, nil
}

// findBox returns the content of the first box at a path, nil when there is none.
func findBox(b []byte, path ...string) []byte {
	for len(b) >= 8 {
		size := binary.BigEndian.Uint32(b)
		if size < 8 || int(size) > len(b) {
			return nil
		}
		if string(b[4:8]) == path[0] {
			if len(path) == 1 {
				return b[8:size]
			}
			return findBox(b[8:size], path[1:]...)
		}
		b = b[size:]
	}
	return nil
}

// wordReader reads 32-bit words from a box's content.
type wordReader struct {
	b   []byte
	bad bool
}

func (r *wordReader) next() uint32 {
	if len(r.b) < 4 {
		r.bad = true
		return 0
	}
	v := binary.BigEndian.Uint32(r.b)
	r.b = r.b[4:]
	return v
}

// parseMoof parses tfhd and trun of the moof at an offset (ISO/IEC 14496-12,
// sections 8.8.7 and 8.8.8).
func parseMoof(moof []byte, at int64) (fragment, error) {
	var f fragment
	head := wordReader{b: findBox(moof, "moof", "traf", "tfhd")}
	flags := head.next()
	head.next() // track
	if flags&0x1 != 0 || flags&0x2 != 0 {
		return f, errFragments // base offset or another sample description
	}
	var ticks, size, sampleFlags uint32
	for _, d := range []struct {
		flag uint32
		to   *uint32
	}{{0x8, &ticks}, {0x10, &size}, {0x20, &sampleFlags}} {
		if flags&d.flag != 0 {
			*d.to = head.next()
		}
	}
	run := wordReader{b: findBox(moof, "moof", "traf", "trun")}
	flags = run.next()
	f.version = uint8(flags >> 24)
	f.offsets = flags&0x800 != 0
	count := run.next()
	if flags&0x1 == 0 {
		return f, errFragments
	}
	data := at + int64(run.next())
	first := sampleFlags
	if flags&0x4 != 0 {
		first = run.next()
	}
	for i := range count {
		s := sample{at: data, ticks: ticks, size: int64(size), flags: sampleFlags}
		if i == 0 {
			s.flags = first
		}
		if flags&0x100 != 0 {
			s.ticks = run.next()
		}
		if flags&0x200 != 0 {
			s.size = int64(run.next())
		}
		if flags&0x400 != 0 {
			s.flags = run.next()
		}
		if f.offsets {
			s.offset = run.next()
		}
		data += s.size
		f.samples = append(f.samples, s)
	}
	if head.bad || run.bad || count == 0 {
		return f, errFragments
	}
	return f, nil
}
