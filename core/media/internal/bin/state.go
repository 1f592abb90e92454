package bin

import (
	"encoding/binary"
	"errors"
)

// StateReader reads the numbers and bytes of a saved state. After an error, which
// Err and End return, it returns zeros.
type StateReader struct {
	b   []byte
	Err error
}

// NewStateReader returns a reader of a state.
func NewStateReader(state []byte) *StateReader { return &StateReader{b: state} }

// End returns the first error, or an error if bytes are left.
func (r *StateReader) End() error {
	if r.Err == nil && len(r.b) > 0 {
		return errors.New("too long")
	}
	return r.Err
}

// Byte reads one byte.
func (r *StateReader) Byte() byte {
	if b := r.Bytes(1); len(b) == 1 {
		return b[0]
	}
	return 0
}

// Bytes reads n bytes.
func (r *StateReader) Bytes(n int64) []byte {
	if n > int64(len(r.b)) {
		r.b, r.Err = nil, errors.New("too short")
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

// Int reads an unsigned varint from 0 to most.
func (r *StateReader) Int(most int64) int64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > uint64(most) {
		r.b, r.Err = nil, errors.New("a number is out of bounds")
		return 0
	}
	r.b = r.b[n:]
	return int64(v)
}

// Signed reads a signed varint from least to most.
func (r *StateReader) Signed(least, most int64) int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 || v < least || v > most {
		r.b, r.Err = nil, errors.New("a number is out of bounds")
		return 0
	}
	r.b = r.b[n:]
	return v
}
