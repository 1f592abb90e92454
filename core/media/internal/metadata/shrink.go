package metadata

import (
	"bytes"
	"image"
	"image/jpeg"
	_ "image/png" // covers may be PNG

	"github.com/hilo-app/hilo/core/media"
)

// Shrink calls size with less and less of m until it returns at most limit: first
// with a cover of lower quality, then without cover, description and chapters, in
// this order. The last call is the one that counts.
func Shrink(m media.Meta, limit int, size func(media.Meta) int) {
	n := size(m)
	for _, quality := range []int{85, 70, 50} {
		if n <= limit || len(m.Cover) == 0 {
			break
		}
		smaller := m
		smaller.Cover = reencode(m.Cover, quality)
		if smaller.Cover == nil {
			break
		}
		n = size(smaller)
	}
	for _, cut := range []func(){
		func() { m.Cover = nil },
		func() { m.Description = "" },
		func() { m.Chapters = m.Chapters[:min(len(m.Chapters), 50)] },
		func() { m.Chapters = nil },
	} {
		if n <= limit {
			return
		}
		cut()
		n = size(m)
	}
}

// maxPixels is the size of the largest cover that is encoded again; thumbnails have
// a million pixels.
const maxPixels = 8 << 20

// reencode returns a picture as JPEG, nil if it cannot be decoded or is too large.
func reencode(picture []byte, quality int) []byte {
	if w, h := ImageSize(picture); w*h == 0 || w*h > maxPixels {
		return nil
	}
	img, _, err := image.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil
	}
	return b.Bytes()
}

// ImageSize returns the size of a picture in pixels, 0 if it cannot be read.
func ImageSize(picture []byte) (width, height int) {
	c, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return 0, 0
	}
	return c.Width, c.Height
}
