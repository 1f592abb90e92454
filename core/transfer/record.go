package transfer

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
)

// A journal file is the magic, whose last byte is the version, and then
// records:
//
//	uint32  length of kind and payload, little endian
//	uint32  CRC-32C of the length, kind and payload
//	uint8   kind
//	...     payload
//
// The first record is the identity (JSON), then comes one head a stream (raw
// bytes, empty when there is none), then any number of checkpoints:
//
//	uint8   1 when a state follows the ranges, 0 when the last state stays
//	uint32  number of ranges
//	per range: uint32 stream, uint64 from, uint64 to
//	...     state
//
// The ranges of a checkpoint add to those before it and never overlap them.
const (
	magic        = "hilojnl\x01"
	recordHeader = 8
	// maxRecord is far beyond any head or state; what claims to be longer is
	// damage and must not be allocated.
	maxRecord = 64 << 20
	// maxSize keeps offsets far from overflow: 1 PiB a stream.
	maxSize    = 1 << 50
	maxStreams = 64
)

const (
	kindIdentity = 1 + iota
	kindHead
	kindCheckpoint
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// ledger is what a journal says.
type ledger struct {
	identity Identity
	heads    [][]byte
	done     []spans // one a stream
	state    []byte
}

// encode writes the ledger as a fresh journal file.
func (l *ledger) encode() ([]byte, error) {
	id, err := json.Marshal(l.identity)
	if err != nil {
		return nil, err
	}
	b := appendRecord([]byte(magic), kindIdentity, id)
	for _, h := range l.heads {
		b = appendRecord(b, kindHead, h)
	}
	if c := encodeCheckpoint(l.done, l.state, l.state != nil); c != nil {
		b = appendRecord(b, kindCheckpoint, c)
	}
	return b, nil
}

// parse reads a journal file. whole is how many of its bytes are good; what
// follows is the torn last record of an interrupted write, or was damaged since:
// the checkpoints before it are true all the same. Any other flaw is ErrJournal.
func parse(b []byte) (l *ledger, whole int64, err error) {
	version := len(magic) - 1
	if len(b) < len(magic) || string(b[:version]) != magic[:version] {
		return nil, 0, fmt.Errorf("%w: not a journal", ErrJournal)
	}
	if b[version] != magic[version] {
		return nil, 0, fmt.Errorf("%w: version %d is not known", ErrJournal, b[version])
	}
	l = &ledger{}
	for off := len(magic); ; {
		rec, torn, err := cutRecord(b[off:])
		started := l.identity.Streams != nil && len(l.heads) == len(l.identity.Streams)
		switch {
		case started && (err != nil || torn || rec == nil):
			return l, int64(off), nil
		case err != nil:
			return nil, 0, fmt.Errorf("%w: at byte %d: %w", ErrJournal, off, err)
		case torn || rec == nil:
			return nil, 0, fmt.Errorf("%w: it ends before its checkpoints", ErrJournal)
		}
		if err := l.apply(rec[0], rec[1:]); err != nil {
			return nil, 0, fmt.Errorf("%w: at byte %d: %w", ErrJournal, off, err)
		}
		off += recordHeader + len(rec)
	}
}

// cutRecord returns the kind and payload of the record at the front of b, nil
// at the end of the file.
func cutRecord(b []byte) (rec []byte, torn bool, err error) {
	if len(b) < recordHeader {
		return nil, len(b) > 0, nil
	}
	n := int64(binary.LittleEndian.Uint32(b))
	if n == 0 || n > maxRecord {
		// After a power cut some file systems show zeros where bytes were
		// on their way.
		if allZero(b) {
			return nil, true, nil
		}
		return nil, false, fmt.Errorf("record of %d bytes", n)
	}
	if n > int64(len(b)-recordHeader) {
		return nil, true, nil
	}
	rec = b[recordHeader : recordHeader+n]
	if checksum(b[:4], rec) != binary.LittleEndian.Uint32(b[4:]) {
		if recordHeader+int(n) == len(b) {
			return nil, true, nil
		}
		return nil, false, fmt.Errorf("wrong checksum")
	}
	return rec, false, nil
}

func (l *ledger) apply(kind byte, p []byte) error {
	switch {
	case l.identity.Streams == nil:
		if kind != kindIdentity {
			return fmt.Errorf("record of kind %d before the identity", kind)
		}
		if err := json.Unmarshal(p, &l.identity); err != nil {
			return fmt.Errorf("identity: %w", err)
		}
		if err := l.identity.check(); err != nil {
			return err
		}
		l.done = make([]spans, len(l.identity.Streams))
		return nil
	case len(l.heads) < len(l.identity.Streams):
		if kind != kindHead {
			return fmt.Errorf("record of kind %d before the heads", kind)
		}
		l.heads = append(l.heads, append([]byte(nil), p...))
		return nil
	case kind == kindCheckpoint:
		return l.checkpoint(p)
	}
	return fmt.Errorf("record of kind %d after the heads", kind)
}

func (l *ledger) checkpoint(p []byte) error {
	const head, each = 5, 20
	if len(p) < head || p[0] > 1 {
		return fmt.Errorf("checkpoint has no head")
	}
	n := int64(binary.LittleEndian.Uint32(p[1:]))
	rest := p[head:]
	if n*each > int64(len(rest)) || p[0] == 0 && n*each != int64(len(rest)) {
		return fmt.Errorf("checkpoint of %d ranges in %d bytes", n, len(rest))
	}
	for ; n > 0; n-- {
		stream := binary.LittleEndian.Uint32(rest)
		from, to := binary.LittleEndian.Uint64(rest[4:]), binary.LittleEndian.Uint64(rest[12:])
		rest = rest[each:]
		if int64(stream) >= int64(len(l.done)) {
			return fmt.Errorf("range of stream %d of %d", stream, len(l.done))
		}
		if from >= to || to > uint64(l.identity.Streams[stream].Size) {
			return fmt.Errorf("range %d-%d of stream %d", from, to, stream)
		}
		if l.done[stream].overlaps(int64(from), int64(to)) {
			return fmt.Errorf("range %d-%d of stream %d is there twice", from, to, stream)
		}
		l.done[stream].add(int64(from), int64(to))
	}
	if p[0] == 1 {
		l.state = append([]byte{}, rest...)
	}
	return nil
}

// encodeCheckpoint returns nil when there is nothing to say.
func encodeCheckpoint(done []spans, state []byte, withState bool) []byte {
	var n int
	for _, s := range done {
		n += len(s)
	}
	if n == 0 && !withState {
		return nil
	}
	b := make([]byte, 0, 5+20*n+len(state))
	if withState {
		b = append(b, 1)
	} else {
		b = append(b, 0)
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(n))
	for stream, s := range done {
		for _, v := range s {
			b = binary.LittleEndian.AppendUint32(b, uint32(stream))
			b = binary.LittleEndian.AppendUint64(b, uint64(v.from))
			b = binary.LittleEndian.AppendUint64(b, uint64(v.to))
		}
	}
	if withState {
		b = append(b, state...)
	}
	return b
}

func appendRecord(b []byte, kind byte, payload []byte) []byte {
	length := binary.LittleEndian.AppendUint32(nil, uint32(1+len(payload)))
	rec := append([]byte{kind}, payload...)
	b = append(b, length...)
	b = binary.LittleEndian.AppendUint32(b, checksum(length, rec))
	return append(b, rec...)
}

func checksum(length, rec []byte) uint32 {
	return crc32.Update(crc32.Checksum(length, castagnoli), castagnoli, rec)
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}
