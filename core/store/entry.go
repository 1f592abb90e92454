package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
)

// A value in the file is the magic and then
//
//	uint32  length of the entry, little endian
//	uint32  CRC-32C of the length and the entry
//	...     entry (JSON)
//
// Values without the magic are JSON of an older Hilo.
const (
	magic  = "hilovalu"
	header = len(magic) + 8
)

// maxSummed bounds the bytes that are checksummed in search of entries.
const maxSummed = 4 * maxDamaged

// entry is a value with all that tells where it belongs.
type entry struct {
	Bucket string          `json:"bucket"`
	Key    string          `json:"key"`
	At     int             `json:"at"` // number of the transaction: the higher, the newer
	Value  json.RawMessage `json:"value"`
}

var (
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
	errDamaged = errors.New("damaged: a value cannot be read")
)

func encode(c Change, at int) ([]byte, error) {
	value, err := json.Marshal(c.Value)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(entry{c.Bucket, c.Key, at, value})
	if err != nil {
		return nil, err
	}
	length := binary.LittleEndian.AppendUint32(nil, uint32(len(body)))
	b := append([]byte(magic), length...)
	b = binary.LittleEndian.AppendUint32(b, checksum(length, body))
	return append(b, body...), nil
}

// decode reads the entry at the front of b.
func decode(b []byte) (e entry, size int, ok bool) {
	if len(b) < header {
		return e, 0, false
	}
	length, sum := b[len(magic):len(magic)+4], binary.LittleEndian.Uint32(b[header-4:])
	n := binary.LittleEndian.Uint32(length)
	if uint64(n) > uint64(len(b)-header) {
		return e, 0, false
	}
	body := b[header : header+int(n)]
	ok = checksum(length, body) == sum && json.Unmarshal(body, &e) == nil && e.Value != nil
	return e, header + int(n), ok
}

func checksum(length, body []byte) uint32 {
	return crc32.Update(crc32.Checksum(length, castagnoli), castagnoli, body)
}

// plain is the JSON of a value as it stands in the file.
func plain(v []byte) ([]byte, error) {
	if !bytes.HasPrefix(v, []byte(magic)) {
		if !json.Valid(v) {
			return nil, errDamaged
		}
		return v, nil
	}
	e, _, ok := decode(v)
	if !ok {
		return nil, errDamaged
	}
	return e.Value, nil
}

// salvage finds what can still be read in a file, whatever became of its tree:
// the newest value of each key.
func salvage(raw []byte) []Change {
	newest := map[[2]string]entry{}
	for summed := 0; summed < maxSummed; {
		i := bytes.Index(raw, []byte(magic))
		if i < 0 {
			break
		}
		raw = raw[i:]
		e, size, ok := decode(raw)
		summed += size
		if !ok {
			raw = raw[len(magic):]
			continue
		}
		raw = raw[size:]
		key := [2]string{e.Bucket, e.Key}
		if old, there := newest[key]; !there || e.At > old.At {
			newest[key] = e
		}
	}
	var changes []Change
	for _, e := range newest {
		if e.Bucket != "" && e.Key != "" { // bbolt takes no empty ones
			changes = append(changes, Change{e.Bucket, e.Key, e.Value})
		}
	}
	return changes
}
