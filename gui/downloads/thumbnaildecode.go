package downloads

import (
	"context"
	"errors"
	"image"

	"golang.org/x/image/draw"

	"github.com/hilo-app/hilo/core/picture"
	"github.com/hilo-app/hilo/gui/widgets"
)

const imageWidth, imageHeight = 2 * widgets.ThumbnailWidth, 2 * widgets.ThumbnailHeight // sharp on a screen of double density

// pictureLimits bounds a picture, whose bytes come from outside. YouTube's thumbnails
// have at most 1280x720 pixels and 200 kB.
var pictureLimits = picture.Limits{Bytes: 1 << 20, Pixels: 2_000_000}

// decodeThumbnail decodes an image and cuts it to 16:9, which also removes the black
// bars of YouTube's 4:3 ones. It refuses what is beyond the limits before it decodes,
// and ends soon after ctx.
func decodeThumbnail(ctx context.Context, data []byte) (image.Image, error) {
	src, err := picture.Decode(ctx, data, pictureLimits)
	if err != nil {
		return nil, err
	}
	from, err := crop16to9(src.Bounds())
	if err != nil {
		return nil, err
	}
	out := image.NewRGBA(image.Rect(0, 0, imageWidth, imageHeight))
	// Both this and the graphics card are fast with RGBA only.
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
