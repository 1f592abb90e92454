package picture_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"github.com/hilo-app/hilo/core/picture"
)

func TestDecode(t *testing.T) {
	var asJPEG, asPNG bytes.Buffer
	if err := errors.Join(jpeg.Encode(&asJPEG, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil), png.Encode(&asPNG, image.NewRGBA(image.Rect(0, 0, 40, 30)))); err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	enough := picture.Limits{Bytes: 1 << 20, Pixels: 1200}
	scans := slices.Concat(asJPEG.Bytes(), bytes.Repeat([]byte("\xff\xda"), 70))
	for _, c := range []struct {
		name   string
		ctx    context.Context
		data   []byte
		limits picture.Limits
		ok     bool
	}{
		{"JPEG", t.Context(), asJPEG.Bytes(), enough, true},
		{"PNG", t.Context(), asPNG.Bytes(), enough, true},
		{"too many pixels", t.Context(), asJPEG.Bytes(), picture.Limits{Bytes: 1 << 20, Pixels: 1199}, false},
		{"too many bytes", t.Context(), asJPEG.Bytes(), picture.Limits{Bytes: asJPEG.Len() - 1, Pixels: 1200}, false},
		{"too many scans", t.Context(), scans, enough, false},
		{"torn", t.Context(), asJPEG.Bytes()[:asJPEG.Len()-20], enough, false},
		{"no picture", t.Context(), []byte("<html>"), enough, false},
		{"cancelled", ended, asJPEG.Bytes(), enough, false},
	} {
		got, err := picture.Decode(c.ctx, c.data, c.limits)
		if (err == nil) != c.ok || c.ok && got.Bounds().Dx() != 40 {
			t.Errorf("%s: %v, %v", c.name, got != nil, err)
		}
	}
	if _, err := picture.Decode(ended, asJPEG.Bytes(), enough); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
