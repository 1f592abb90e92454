// Command appicon draws the icon of the program: a thread that becomes a down
// arrow, on a teal tile. The icons inside the window are drawn by tools/icons.
//
//	go run ./tools/appicon               # Icon.png, in the root of the project
//	go run ./tools/appicon -dir DIR      # DIR/16.png to DIR/1024.png, for bundles
//	go run ./tools/appicon -icns FILE    # all sizes in one file, for macOS
//	go run ./tools/appicon -ico FILE     # the same, for Windows
//
// Each size is drawn by itself, so that small ones are sharp, and the same bytes
// come out every time.
package main

import (
	"bytes"
	"encoding/binary"
	"flag"
	"image"
	"image/color"
	"image/png"
	"log"
	"math"
	"os"
	"path/filepath"
	"strconv"
)

const (
	side   = 512.0 // of the icon, in the unit of all that follow: a pixel of Icon.png
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
	ex, ey := p.x-a.x-t*dx, p.y-a.y-t*dy
	return math.Sqrt(ex*ex + ey*ey) // several times as fast as Hypot
}

// tileDistance returns the distance of p from the rounded square, which is
// negative inside.
func tileDistance(p point) float64 {
	half := side/2 - inset - corner
	dx, dy := math.Abs(p.x-side/2)-half, math.Abs(p.y-side/2)-half
	return math.Hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - corner
}

// sizes are what the icon themes of Linux, the resources of Windows and macOS
// want, in pixels.
var sizes = []int{16, 20, 22, 24, 32, 40, 48, 64, 96, 128, 256, 512, 1024}

// icnsTypes are the entries of an .icns file that hold PNG, and the width of their
// picture in pixels. Those for screens of double density repeat a size.
// Source: Apple's icns types as listed by libicns and in the output of iconutil.
var icnsTypes = []struct {
	name  string
	width int
}{
	{"icp4", 16}, {"icp5", 32}, {"icp6", 64}, {"ic07", 128}, {"ic08", 256}, {"ic09", 512}, {"ic10", 1024},
	{"ic11", 32}, {"ic12", 64}, {"ic13", 256}, {"ic14", 512},
}

func main() {
	dir := flag.String("dir", "", "folder for one PNG a size")
	icns := flag.String("icns", "", "file for all sizes, for macOS")
	ico := flag.String("ico", "", "file for all sizes, for Windows")
	flag.Parse()
	if err := run(*dir, *icns, *ico); err != nil {
		log.Fatal(err)
	}
}

// run writes the files that were asked for, or Icon.png.
func run(dir, icns, ico string) error {
	if dir == "" && icns == "" && ico == "" {
		return write("Icon.png", encode(side))
	}
	if dir != "" {
		for _, n := range sizes {
			if err := write(filepath.Join(dir, strconv.Itoa(n)+".png"), encode(n)); err != nil {
				return err
			}
		}
	}
	if icns != "" {
		if err := write(icns, encodeICNS()); err != nil {
			return err
		}
	}
	if ico != "" {
		return write(ico, encodeICO())
	}
	return nil
}

func write(path string, data []byte) error { return os.WriteFile(path, data, 0o644) }

// encode returns the icon as PNG, n pixels wide. Each size is drawn once.
func encode(n int) []byte {
	if data, ok := encoded[n]; ok {
		return data
	}
	var b bytes.Buffer
	if err := png.Encode(&b, drawIcon(n)); err != nil {
		panic(err) // a bytes.Buffer takes everything
	}
	encoded[n] = b.Bytes()
	return b.Bytes()
}

var encoded = map[int][]byte{}

// encodeICNS returns a file for macOS: a header and entries, each with its type
// and its length, which counts those eight bytes too, in big-endian order.
func encodeICNS() []byte {
	entry := func(name string, data []byte) []byte {
		return append(binary.BigEndian.AppendUint32([]byte(name), uint32(8+len(data))), data...)
	}
	var all []byte
	for _, t := range icnsTypes {
		all = append(all, entry(t.name, encode(t.width))...)
	}
	return entry("icns", all)
}

// icoSizes are the sizes that Windows picks from, at 100 to 250 % of zoom, for
// title bars, the task bar, the desktop and large tiles.
var icoSizes = []int{16, 20, 24, 32, 40, 48, 64, 128, 256}

// encodeICO returns a file for Windows: a header, a table of the pictures and the
// pictures as PNG, which Windows reads since Vista. Numbers are little-endian; 256
// pixels are written as 0.
func encodeICO() []byte {
	const header, entry = 6, 16 // bytes
	little := binary.LittleEndian
	table := []byte{0, 0, 1, 0, byte(len(icoSizes)), 0} // reserved, 1 is an icon, how many
	var pictures []byte
	for _, n := range icoSizes {
		data := encode(n)
		table = append(table, byte(n), byte(n), 0, 0, 1, 0, 32, 0) // no palette, one plane, bits a pixel
		table = little.AppendUint32(table, uint32(len(data)))
		table = little.AppendUint32(table, uint32(header+entry*len(icoSizes)+len(pictures)))
		pictures = append(pictures, data...)
	}
	return append(table, pictures...)
}

// drawIcon returns the icon, n pixels wide. Edges are smooth because a pixel is
// covered in proportion to its distance from them.
func drawIcon(n int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, n, n))
	unit := side / float64(n) // of the drawing, a pixel
	lines := thread()
	top, bottom := [3]float64{0x16, 0x97, 0x90}, [3]float64{0x08, 0x5f, 0x5b}
	coverage := func(distance float64) float64 { return max(0, min(1, 0.5-distance/unit)) }
	for y := range n {
		for x := range n {
			p := point{(float64(x) + 0.5) * unit, (float64(y) + 0.5) * unit}
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
