// Command appicon draws Icon.png, the icon of the program: a thread that becomes
// a down arrow, on a teal tile. The icons inside the window are drawn by
// tools/icons. Run it in the root of the project after a change:
//
//	go run ./tools/appicon
package main

import (
	"image"
	"image/color"
	"image/png"
	"log"
	"math"
	"os"
)

const (
	side   = 512.0 // pixels of the icon, as all that follow
	inset  = 16.0  // around the tile
	corner = 116.0 // radius of the corners of the tile
	width  = 46.0  // of the thread: a pixel and a half when the icon is shrunk to 16
)

type point struct{ x, y float64 }

// thread returns two polylines: the thread with the shaft of the arrow, and the
// head of the arrow.
func thread() [][]point {
	line := append(
		curve(point{108, 206}, point{290, 244}, point{452, 196}, point{400, 112}),
		curve(point{400, 112}, point{362, 52}, point{256, 76}, point{256, 200})...)
	line = append(line, point{256, 404})
	return [][]point{line, {{158, 312}, {256, 410}, {354, 312}}}
}

// curve samples the cubic Bézier curve from a to d.
func curve(a, b, c, d point) []point {
	const steps = 96
	var all []point
	for i := range steps + 1 {
		t := float64(i) / steps
		u := 1 - t
		at := func(a, b, c, d float64) float64 { return u*u*u*a + 3*u*u*t*b + 3*u*t*t*c + t*t*t*d }
		all = append(all, point{at(a.x, b.x, c.x, d.x), at(a.y, b.y, c.y, d.y)})
	}
	return all
}

// lineDistance returns the distance of p from the line between a and b.
func lineDistance(p, a, b point) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = max(0, min(1, ((p.x-a.x)*dx+(p.y-a.y)*dy)/l))
	}
	return math.Hypot(p.x-a.x-t*dx, p.y-a.y-t*dy)
}

// tileDistance returns the distance of p from the rounded square, which is
// negative inside.
func tileDistance(p point) float64 {
	half := side/2 - inset - corner
	dx, dy := math.Abs(p.x-side/2)-half, math.Abs(p.y-side/2)-half
	return math.Hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - corner
}

func main() {
	f, err := os.Create("Icon.png")
	if err != nil {
		log.Fatal(err)
	}
	if err := png.Encode(f, drawIcon()); err != nil {
		log.Fatal(err)
	}
	if err := f.Close(); err != nil {
		log.Fatal(err)
	}
}

// drawIcon returns the icon. Edges are smooth because a pixel is covered in
// proportion to its distance from them.
func drawIcon() image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	lines := thread()
	top, bottom := [3]float64{0x16, 0x97, 0x90}, [3]float64{0x08, 0x5f, 0x5b}
	coverage := func(distance float64) float64 { return max(0, min(1, 0.5-distance)) }
	for y := range int(side) {
		for x := range int(side) {
			p := point{float64(x) + 0.5, float64(y) + 0.5}
			nearest := math.Inf(1)
			for _, l := range lines {
				for i := range len(l) - 1 {
					nearest = min(nearest, lineDistance(p, l[i], l[i+1]))
				}
			}
			white, down := coverage(nearest-width/2), p.y/side
			c := [3]uint8{}
			for i := range c {
				background := top[i]*(1-down) + bottom[i]*down
				c[i] = uint8(math.Round(background*(1-white) + 255*white))
			}
			img.SetNRGBA(x, y, color.NRGBA{c[0], c[1], c[2], uint8(math.Round(255 * coverage(tileDistance(p))))})
		}
	}
	return img
}
