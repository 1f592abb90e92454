package downloads

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // the format that YouTube serves
	_ "image/png"

	"golang.org/x/image/draw"

	"github.com/hilo-app/hilo/gui/widgets"
)

const (
	imageWidth, imageHeight = 2 * widgets.ThumbnailWidth, 2 * widgets.ThumbnailHeight // sharp on a screen of double density

	// Limits of a picture, whose bytes come from outside. YouTube's thumbnails have
	// at most 1280x720 pixels, 200 kB and, as progressive JPEG, 10 scans.
	maxPictureBytes  = 1 << 20
	maxPicturePixels = 2_000_000
	maxPictureScans  = 64 // the decoder visits every pixel once in each
)

// decodeThumbnail decodes an image and cuts it to 16:9, which also removes the black
// bars of YouTube's 4:3 ones. It refuses what is beyond the limits before it decodes,
// ends soon after ctx, and returns an error if the decoder panics.
func decodeThumbnail(ctx context.Context, data []byte) (thumbnail image.Image, err error) {
	defer func() {
		if p := recover(); p != nil {
			thumbnail, err = nil, fmt.Errorf("decode picture: panic: %v", p)
		}
	}()
	if len(data) > maxPictureBytes {
		return nil, errors.New("picture has too many bytes")
	}
	info, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if info.Width <= 0 || info.Height <= 0 || info.Width > maxPicturePixels/info.Height {
		return nil, fmt.Errorf("picture of %d x %d pixels is too large", info.Width, info.Height)
	}
	if bytes.Count(data, []byte("\xff\xda")) > maxPictureScans { // start of scan; JPEG's data never contain it
		return nil, errors.New("picture has too many scans")
	}
	src, _, err := image.Decode(&interruptible{ctx, bytes.NewReader(data)})
	if ctx.Err() != nil { // which Decode takes for an unknown format
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	from, err := crop16to9(src.Bounds())
	if err != nil {
		return nil, err
	}
	out := image.NewNRGBA(image.Rect(0, 0, imageWidth, imageHeight))
	draw.ApproxBiLinear.Scale(out, out.Bounds(), src, from, draw.Src, nil)
	return out, nil
}

// crop16to9 returns the largest part of a picture in its middle that is 16:9.
func crop16to9(from image.Rectangle) (image.Rectangle, error) {
	if h := from.Dx() * 9 / 16; h < from.Dy() {
		from.Min.Y += (from.Dy() - h) / 2
		from.Max.Y = from.Min.Y + h
	} else if w := from.Dy() * 16 / 9; w < from.Dx() {
		from.Min.X += (from.Dx() - w) / 2
		from.Max.X = from.Min.X + w
	}
	if from.Empty() {
		return from, errors.New("picture too narrow")
	}
	return from, nil
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
