package metadata

import (
	"bytes"
	"image"
	"image/jpeg"
	_ "image/png" // covers may be PNG

	"github.com/hilo-app/hilo/core/media"
)

// Shrink calls size with ever less of m until what size makes of it takes at most
// room bytes: first the cover is encoded with less quality, then what is long
// is left out.
func Shrink(m media.Meta, room int, size func(media.Meta) int) {
	n := size(m)
	for _, quality := range []int{85, 70, 50} {
		if n <= room || len(m.Cover) == 0 {
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
		if n <= room {
			return
		}
		cut()
		n = size(m)
	}
}

// maxPixels of a cover that is encoded again; thumbnails have a million.
const maxPixels = 8 << 20

// reencode makes a JPEG of a picture; nil if it cannot.
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

// ImageSize is in pixels, 0 if it cannot be told.
func ImageSize(picture []byte) (width, height int) {
	c, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return 0, 0
	}
	return c.Width, c.Height
}
