package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"

	"github.com/hilo-app/hilo/core/crcrecord"
)

// magic begins a value in the file. A record follows it (see crcrecord), whose
// body is an entry in JSON. Values without the magic are JSON of an older Hilo.
const magic = "hilovalu"

// entry is a value with all that tells where it belongs.
type entry struct {
	Bucket string          `json:"bucket"`
	Key    string          `json:"key"`
	At     int             `json:"at"` // number of the transaction: the higher, the newer
	Value  json.RawMessage `json:"value"`
}

// errDamaged says that the file does not hold what a store wrote.
var errDamaged = errors.New("damaged")

// encode returns the bytes of the file for a change of transaction at.
func encode(c Change, at int) ([]byte, error) {
	value, err := json.Marshal(c.Value)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(entry{c.Bucket, c.Key, at, value})
	if err != nil {
		return nil, err
	}
	return crcrecord.Append([]byte(magic), body), nil
}

// decode reads the entry at the front of b, which must begin with the magic.
// size is how many bytes were checksummed, 0 when the record is incomplete.
func decode(b []byte) (e entry, size int, ok bool) {
	body, err := crcrecord.Read(b[len(magic):], math.MaxUint32)
	if body != nil {
		size = len(magic) + crcrecord.Overhead + len(body)
	}
	ok = err == nil && json.Unmarshal(body, &e) == nil && e.Value != nil
	return e, size, ok
}

// checkValue returns errDamaged if a value is not what was written. A checksum says
// so without the time that decoding takes.
func checkValue(v []byte) error {
	if body, ok := bytes.CutPrefix(v, []byte(magic)); ok {
		if _, err := crcrecord.Read(body, math.MaxUint32); err != nil {
			return errDamaged
		}
		return nil
	}
	_, err := decodeValue(v)
	return err
}

// decodeValue returns the JSON of a value as it stands in the file.
func decodeValue(v []byte) ([]byte, error) {
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

// Change is one step of Apply. A nil Value deletes the key.
type Change struct {
	Bucket, Key string
	Value       any // anything encoding/json takes
}
