package journal

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/crcrecord"
)

// A journal file is the magic, whose last byte is the version, and then records
// (see crcrecord), whose body is
//
//	uint8   kind
//	...     payload
//
// The first record is the identity (JSON), then comes one head for each stream
// (raw bytes, empty when there is none), then any number of checkpoints:
//
//	uint8   1 when a state follows the ranges, 0 when the last state stays
//	uint32  number of ranges
//	per range: uint32 stream, uint64 from, uint64 to
//	...     state
//
// Numbers are little endian. The ranges of a checkpoint add to those before it
// and never overlap them.
const (
	magic = "hilojnl\x01"
	// maxRecord, in bytes, is far beyond any head or state; what claims to be
	// longer is damage and must not be allocated.
	maxRecord = 64 << 20
	maxFile   = 8 * maxRecord // bytes of a file that are read
)

// The kinds of records.
const (
	kindIdentity = 1 + iota
	kindHead
	kindCheckpoint
)

// Sizes of the parts of a checkpoint, in bytes.
const (
	checkpointHeader = 5
	checkpointRange  = 20
)

// contents is what a journal says.
type contents struct {
	identity Identity
	heads    [][]byte
	done     []byterange.Set // one for each stream
	state    []byte
}

// encode returns the contents as a journal file with one checkpoint at most.
func (c *contents) encode() ([]byte, error) {
	id, err := json.Marshal(c.identity)
	if err != nil {
		return nil, err
	}
	b := appendRecord([]byte(magic), kindIdentity, id)
	for _, h := range c.heads {
		b = appendRecord(b, kindHead, h)
	}
	if payload := encodeCheckpoint(c.done, c.state, c.state != nil); payload != nil {
		b = appendRecord(b, kindCheckpoint, payload)
	}
	return b, nil
}

func appendRecord(b []byte, kind byte, payload []byte) []byte {
	return crcrecord.Append(b, []byte{kind}, payload)
}

// encodeCheckpoint returns nil when there is nothing to record.
func encodeCheckpoint(done []byterange.Set, state []byte, withState bool) []byte {
	var ranges int
	for stream := range done {
		ranges += done[stream].Len()
	}
	if ranges == 0 && !withState {
		return nil
	}
	b := make([]byte, 0, checkpointHeader+checkpointRange*ranges+len(state))
	if withState {
		b = append(b, 1)
	} else {
		b = append(b, 0)
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(ranges))
	for stream := range done {
		for r := range done[stream].All() {
			b = binary.LittleEndian.AppendUint32(b, uint32(stream))
			b = binary.LittleEndian.AppendUint64(b, uint64(r.From))
			b = binary.LittleEndian.AppendUint64(b, uint64(r.To))
		}
	}
	if withState {
		b = append(b, state...)
	}
	return b
}

// parse reads a journal file. whole is how many of its bytes are good: what
// comes behind them is the torn last record of an interrupted write, or was
// damaged since, and the checkpoints before it are true all the same. Any other
// flaw is ErrUnusable.
func parse(b []byte) (c *contents, whole int64, err error) {
	version := len(magic) - 1
	if len(b) < len(magic) || string(b[:version]) != magic[:version] {
		return nil, 0, fmt.Errorf("%w: not a journal", ErrUnusable)
	}
	if b[version] != magic[version] {
		return nil, 0, fmt.Errorf("%w: version %d is not known", ErrUnusable, b[version])
	}
	c = &contents{}
	for off := len(magic); ; {
		body, torn, err := readRecord(b[off:])
		started := c.identity.Streams != nil && len(c.heads) == len(c.identity.Streams)
		switch {
		case started && (err != nil || torn || body == nil):
			return c, int64(off), nil
		case err != nil:
			return nil, 0, fmt.Errorf("%w: at byte %d: %w", ErrUnusable, off, err)
		case torn || body == nil:
			return nil, 0, fmt.Errorf("%w: it ends before its checkpoints", ErrUnusable)
		}
		if err := c.apply(body[0], body[1:]); err != nil {
			return nil, 0, fmt.Errorf("%w: at byte %d: %w", ErrUnusable, off, err)
		}
		off += crcrecord.Overhead + len(body)
	}
}

// readRecord returns the kind and payload of the record at the front of b, nil
// at the end of the file. torn says that a write was interrupted, err that the
// record is damaged.
func readRecord(b []byte) (body []byte, torn bool, err error) {
	if len(b) == 0 {
		return nil, false, nil
	}
	body, err = crcrecord.Read(b, maxRecord)
	switch {
	case err == nil:
		return body, false, nil
	case errors.Is(err, crcrecord.ErrTorn),
		// After a power cut some file systems show zeros in place of bytes that
		// were being written.
		errors.Is(err, crcrecord.ErrLength) && allZero(b),
		errors.Is(err, crcrecord.ErrChecksum) && crcrecord.Overhead+len(body) == len(b):
		return nil, true, nil
	}
	return nil, false, err
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// apply adds what a record says to the contents.
func (c *contents) apply(kind byte, payload []byte) error {
	switch {
	case c.identity.Streams == nil:
		if kind != kindIdentity {
			return fmt.Errorf("record of kind %d before the identity", kind)
		}
		if err := json.Unmarshal(payload, &c.identity); err != nil {
			return fmt.Errorf("identity: %w", err)
		}
		if err := c.identity.check(); err != nil {
			return err
		}
		c.done = make([]byterange.Set, len(c.identity.Streams))
		return nil
	case len(c.heads) < len(c.identity.Streams):
		if kind != kindHead {
			return fmt.Errorf("record of kind %d before the heads", kind)
		}
		c.heads = append(c.heads, append([]byte(nil), payload...))
		return nil
	case kind == kindCheckpoint:
		return c.applyCheckpoint(payload)
	}
	return fmt.Errorf("record of kind %d after the heads", kind)
}

func (c *contents) applyCheckpoint(p []byte) error {
	if len(p) < checkpointHeader || p[0] > 1 {
		return fmt.Errorf("checkpoint has no header")
	}
	n := int64(binary.LittleEndian.Uint32(p[1:]))
	rest := p[checkpointHeader:]
	length := n * checkpointRange
	if length > int64(len(rest)) || p[0] == 0 && length != int64(len(rest)) {
		return fmt.Errorf("checkpoint of %d ranges in %d bytes", n, len(rest))
	}
	for ; n > 0; n-- {
		stream := binary.LittleEndian.Uint32(rest)
		from, to := binary.LittleEndian.Uint64(rest[4:]), binary.LittleEndian.Uint64(rest[12:])
		rest = rest[checkpointRange:]
		if int64(stream) >= int64(len(c.done)) {
			return fmt.Errorf("range of stream %d of %d", stream, len(c.done))
		}
		if from >= to || to > uint64(c.identity.Streams[stream].Size) {
			return fmt.Errorf("range %d-%d of stream %d", from, to, stream)
		}
		r := byterange.Range{From: int64(from), To: int64(to)}
		if c.done[stream].Overlaps(r) {
			return fmt.Errorf("range %d-%d of stream %d is recorded twice", from, to, stream)
		}
		c.done[stream].Add(r)
	}
	if p[0] == 1 {
		c.state = append([]byte{}, rest...)
	}
	return nil
}
