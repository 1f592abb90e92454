//go:build !cgo

package lame

// Available reports whether New can make an Encoder.
const Available = false

// Encoder does nothing in a build without cgo.
type Encoder struct{}

// New returns ErrMissing.
func New(Config) (*Encoder, error) { return nil, ErrMissing }

// Encode returns ErrMissing.
func (*Encoder) Encode([]float32) ([]byte, error) { return nil, ErrMissing }

// Flush returns ErrMissing.
func (*Encoder) Flush() ([]byte, error) { return nil, ErrMissing }

// Tag returns ErrMissing.
func (*Encoder) Tag() ([]byte, error) { return nil, ErrMissing }

// Close does nothing.
func (*Encoder) Close() {}
