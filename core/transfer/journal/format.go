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
//	per range: uint32 stream, uint64 from, uint64 to, uint8 1 when it has a CRC, uint32 CRC-32C of its bytes
//	...     state
//
// and of lists of ranges that were found damaged:
//
//	uint32  number of ranges
//	per range: uint32 stream, uint64 from, uint64 to
//
// Numbers are little endian. The ranges of a checkpoint add to those before it
// and never overlap them. Damaged ones are dropped with all that their checksums
// cover.
//
// In version 1 the ranges of checkpoints had no CRC and there were no damaged
// ones. A journal of version 1 is read and continued as one of version 2, whose
// earlier ranges have no CRC.
const (
	magic = "hilojnl\x02"
	// maxRecord, in bytes, is far beyond any head or state; what claims to be
	// longer is damage and must not be allocated.
	maxRecord = 64 << 20
	maxFile   = 8 * maxRecord // bytes of a file that are read
)

// The kinds of records.
const (
	kindIdentity = 1 + iota
	kindHead
	kindCheckpoint1 // of version 1
	kindCheckpoint
	kindDamaged
)

// Sizes of the parts of a checkpoint and of a list of damaged ranges, in bytes.
const (
	checkpointHeader = 5
	checkpointRange  = rangeSize + 5
	damagedHeader    = 4
	rangeSize        = 20
)

// contents is what a journal says.
type contents struct {
	version  byte // of the file
	identity Identity
	heads    [][]byte
	done     []byterange.Set // one for each stream
	sums     []Sums          // of what is done, one for each stream
	state    []byte
}

// record is a range of a checkpoint.
type record struct {
	stream int
	Sum
	checked bool // it has a CRC
}

// records returns what is done as the ranges of one checkpoint.
func (c *contents) records() (all []record) {
	for stream := range c.done {
		rest := c.done[stream].Clone()
		for s := range c.sums[stream].All() {
			all = append(all, record{stream, s, true})
			rest.Remove(s.Range)
		}
		for r := range rest.All() {
			all = append(all, record{stream, Sum{Range: r}, false})
		}
	}
	return all
}

// add adds a range. It has no byte that is done already.
func (c *contents) add(r record) {
	c.done[r.stream].Add(r.Range)
	if r.checked {
		c.sums[r.stream].Add(r.Sum)
	}
}

// drop removes a range and all that the checksums of its bytes cover.
func (c *contents) drop(r Range) {
	lost := byterange.Range{From: r.From, To: r.To}
	c.done[r.Stream].Remove(lost)
	for _, covered := range c.sums[r.Stream].remove(lost) {
		c.done[r.Stream].Remove(covered)
	}
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
	if payload := encodeCheckpoint(c.records(), c.state, c.state != nil); payload != nil {
		b = appendRecord(b, kindCheckpoint, payload)
	}
	return b, nil
}

func appendRecord(b []byte, kind byte, payload []byte) []byte {
	return crcrecord.Append(b, []byte{kind}, payload)
}

// encodeCheckpoint returns nil when there is nothing to record.
func encodeCheckpoint(added []record, state []byte, withState bool) []byte {
	if len(added) == 0 && !withState {
		return nil
	}
	b := make([]byte, 0, checkpointHeader+checkpointRange*len(added)+len(state))
	if withState {
		b = append(b, 1)
	} else {
		b = append(b, 0)
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(added)))
	for _, r := range added {
		b = appendRange(b, Range{r.stream, r.From, r.To})
		checked := byte(0)
		if r.checked {
			checked = 1
		}
		b = append(b, checked)
		b = binary.LittleEndian.AppendUint32(b, r.CRC)
	}
	if withState {
		b = append(b, state...)
	}
	return b
}

func appendRange(b []byte, r Range) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(r.Stream))
	b = binary.LittleEndian.AppendUint64(b, uint64(r.From))
	return binary.LittleEndian.AppendUint64(b, uint64(r.To))
}

func encodeDamaged(ranges []Range) []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(ranges)))
	for _, r := range ranges {
		b = appendRange(b, r)
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
	if b[version] < 1 || b[version] > magic[version] {
		return nil, 0, fmt.Errorf("%w: version %d is not known", ErrUnusable, b[version])
	}
	c = &contents{version: b[version]}
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
		c.sums = make([]Sums, len(c.identity.Streams))
		return nil
	case len(c.heads) < len(c.identity.Streams):
		if kind != kindHead {
			return fmt.Errorf("record of kind %d before the heads", kind)
		}
		c.heads = append(c.heads, append([]byte(nil), payload...))
		return nil
	case kind == kindCheckpoint1:
		return c.applyCheckpoint(payload, rangeSize)
	case kind == kindCheckpoint && c.version > 1:
		return c.applyCheckpoint(payload, checkpointRange)
	case kind == kindDamaged && c.version > 1:
		return c.applyDamaged(payload)
	}
	return fmt.Errorf("record of kind %d after the heads", kind)
}

// applyCheckpoint adds a checkpoint whose ranges take size bytes each.
func (c *contents) applyCheckpoint(p []byte, size int) error {
	if len(p) < checkpointHeader || p[0] > 1 {
		return fmt.Errorf("checkpoint has no header")
	}
	n := int64(binary.LittleEndian.Uint32(p[1:]))
	rest := p[checkpointHeader:]
	length := n * int64(size)
	if length > int64(len(rest)) || p[0] == 0 && length != int64(len(rest)) {
		return fmt.Errorf("checkpoint of %d ranges in %d bytes", n, len(rest))
	}
	for ; n > 0; n-- {
		at, err := c.readRange(rest)
		if err != nil {
			return err
		}
		r := record{stream: at.Stream, Sum: Sum{Range: byterange.Range{From: at.From, To: at.To}}}
		if size == checkpointRange {
			if rest[rangeSize] > 1 {
				return fmt.Errorf("range %d-%d of stream %d has flag %d", r.From, r.To, r.stream, rest[rangeSize])
			}
			r.checked, r.CRC = rest[rangeSize] == 1, binary.LittleEndian.Uint32(rest[rangeSize+1:])
		}
		if c.done[r.stream].Overlaps(r.Range) {
			return fmt.Errorf("range %d-%d of stream %d is recorded twice", r.From, r.To, r.stream)
		}
		c.add(r)
		rest = rest[size:]
	}
	if p[0] == 1 {
		c.state = append([]byte{}, rest...)
	}
	return nil
}

// applyDamaged drops the ranges that were found damaged.
func (c *contents) applyDamaged(p []byte) error {
	if len(p) < damagedHeader {
		return fmt.Errorf("list of damaged ranges has no header")
	}
	n, rest := int64(binary.LittleEndian.Uint32(p)), p[damagedHeader:]
	if n*rangeSize != int64(len(rest)) {
		return fmt.Errorf("%d damaged ranges in %d bytes", n, len(rest))
	}
	for ; n > 0; n-- {
		r, err := c.readRange(rest)
		if err != nil {
			return err
		}
		c.drop(r)
		rest = rest[rangeSize:]
	}
	return nil
}

// readRange reads the range at the start of b, which must be one of a stream.
func (c *contents) readRange(b []byte) (Range, error) {
	stream := binary.LittleEndian.Uint32(b)
	from, to := binary.LittleEndian.Uint64(b[4:]), binary.LittleEndian.Uint64(b[12:])
	if int64(stream) >= int64(len(c.done)) {
		return Range{}, fmt.Errorf("range of stream %d of %d", stream, len(c.done))
	}
	if from >= to || to > uint64(c.identity.Streams[stream].Size) {
		return Range{}, fmt.Errorf("range %d-%d of stream %d", from, to, stream)
	}
	return Range{int(stream), int64(from), int64(to)}, nil
}
