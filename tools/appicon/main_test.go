package main

import (
	"image"
	"image/draw"
	"image/png"
	"os"
	"slices"
	"testing"
)

func TestCommittedIconIsWhatTheToolDraws(t *testing.T) {
	f, err := os.Open("../../Icon.png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	committed, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	got, want := pixels(committed), pixels(drawIcon())
	if got.Rect != want.Rect || !slices.Equal(got.Pix, want.Pix) {
		t.Error("Icon.png is not what the tool draws: run go run ./tools/appicon")
	}
}

func pixels(i image.Image) *image.NRGBA {
	p := image.NewNRGBA(i.Bounds())
	draw.Draw(p, p.Rect, i, i.Bounds().Min, draw.Src)
	return p
}
