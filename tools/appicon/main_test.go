package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
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
	got, want := pixels(committed), pixels(drawIcon(512))
	if got.Rect != want.Rect || !slices.Equal(got.Pix, want.Pix) {
		t.Error("Icon.png is not what the tool draws: run go run ./tools/appicon")
	}
}

func pixels(i image.Image) *image.NRGBA {
	p := image.NewNRGBA(i.Bounds())
	draw.Draw(p, p.Rect, i, i.Bounds().Min, draw.Src)
	return p
}

// A small icon is the same picture: where Icon.png is dark or light, so is it.
func TestSmallIconIsTheSamePicture(t *testing.T) {
	large, small := pixels(drawIcon(512)), pixels(drawIcon(32))
	for _, at := range []image.Point{{16, 20}, {4, 16}, {28, 16}, {0, 0}, {16, 25}} {
		l, s := large.NRGBAAt(at.X*16+8, at.Y*16+8), small.NRGBAAt(at.X, at.Y)
		if d := int(l.R) - int(s.R); d < -90 || d > 90 || (l.A > 128) != (s.A > 128) {
			t.Errorf("at %v of 32: %v, large %v", at, s, l)
		}
	}
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	icns, ico := filepath.Join(dir, "x.icns"), filepath.Join(dir, "x.ico")
	if err := run(dir, icns, ico); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"16.png", "1024.png"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	data, err := os.ReadFile(icns)
	if err != nil {
		t.Fatal(err)
	}
	if string(data[:4]) != "icns" || int(binary.BigEndian.Uint32(data[4:])) != len(data) {
		t.Fatalf("header %q, %d bytes", data[:8], len(data))
	}
	for rest, i := data[8:], 0; len(rest) > 0; i++ {
		n := int(binary.BigEndian.Uint32(rest[4:]))
		img, err := png.DecodeConfig(bytes.NewReader(rest[8:n]))
		if err != nil || string(rest[:4]) != icnsTypes[i].name || img.Width != icnsTypes[i].width {
			t.Errorf("entry %d: %q, width %d, %v", i, rest[:4], img.Width, err)
		}
		rest = rest[n:]
	}
}

// Windows finds each picture of an icon by the table at its front.
func TestICO(t *testing.T) {
	data := encodeICO()
	little := binary.LittleEndian
	if !bytes.Equal(data[:4], []byte{0, 0, 1, 0}) || int(little.Uint16(data[4:])) != len(icoSizes) {
		t.Fatalf("header %v", data[:6])
	}
	end := 6 + 16*len(icoSizes)
	for i, want := range icoSizes {
		entry := data[6+16*i:][:16]
		size, at := int(little.Uint32(entry[8:])), int(little.Uint32(entry[12:]))
		if at != end {
			t.Fatalf("picture %d is at %d, want %d", i, at, end)
		}
		end += size
		img, err := png.DecodeConfig(bytes.NewReader(data[at:end]))
		if err != nil || img.Width != want || img.Height != want || int(entry[0]) != want%256 || int(entry[1]) != want%256 {
			t.Errorf("entry %v: %dx%d, %v; want %d", entry, img.Width, img.Height, err, want)
		}
	}
	if end != len(data) {
		t.Errorf("%d bytes, the table says %d", len(data), end)
	}
}
