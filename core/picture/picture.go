// Package picture decodes pictures that come from outside, within limits of bytes,
// pixels and work.
//
// The package does not know where pictures come from and what they are for.
package picture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // the format that YouTube serves
	_ "image/png"
)

// Limits bounds a picture. A picture that is beyond one is not decoded.
type Limits struct {
	Bytes  int // of the file
	Pixels int // width times height
}

// maxScans bounds the scans of a JPEG, because the decoder visits every pixel once in
// each. YouTube's progressive thumbnails have 10.
const maxScans = 64

// Decode decodes a JPEG or PNG. It ends soon after ctx, with its error, and returns an
// error if the decoder panics.
func Decode(ctx context.Context, data []byte, limits Limits) (picture image.Image, err error) {
	defer func() {
		if p := recover(); p != nil {
			picture, err = nil, fmt.Errorf("decode picture: panic: %v", p)
		}
	}()
	if len(data) > limits.Bytes {
		return nil, errors.New("picture has too many bytes")
	}
	info, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if info.Width <= 0 || info.Height <= 0 || info.Width > limits.Pixels/info.Height {
		return nil, fmt.Errorf("picture of %d x %d pixels is too large", info.Width, info.Height)
	}
	if bytes.Count(data, []byte("\xff\xda")) > maxScans { // start of scan; JPEG's data never contain it
		return nil, errors.New("picture has too many scans")
	}
	picture, _, err = image.Decode(&interruptible{ctx, bytes.NewReader(data)})
	if ctx.Err() != nil { // which Decode takes for an unknown format
		return nil, ctx.Err()
	}
	return picture, err
}

// interruptible is a reader that fails once ctx has ended. It gives few bytes at a
// time, because a decoder may work long on many.
type interruptible struct {
	ctx context.Context
	r   *bytes.Reader
}

// Read reads at most 512 bytes.
func (i *interruptible) Read(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.r.Read(p[:min(len(p), 512)])
}
