// Package drawing draws what the thumbnails and storyboards of videos show: Landscape the
// picture, Figures the time in it.
package drawing

import (
	"image"
	"image/color"
	"math"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/hash"
)

// Landscape draws an evening sky with a sun over hills, in colours around a hue,
// in degrees. The same id and hue give the same picture.
func Landscape(id string, hue int, size image.Point) *image.RGBA {
	img := image.NewRGBA(image.Rectangle{Max: size})
	n := hash.Number(id)
	h := float64(hue)
	top, bottom := hsl(h, 0.55, 0.32), hsl(h+45, 0.75, 0.68)
	sun := hsl(h+50, 0.9, 0.86)
	sunX, sunY := 0.25+0.5*float64(n%101)/100, 0.36+0.12*float64(n/101%101)/100
	phase := float64(n % 628)
	ridges := make([][4]float64, size.X) // height of each hill above each column
	var hills [4]rgb
	for layer := range hills {
		l := float64(layer)
		hills[layer] = hsl(h+8*l, 0.45-0.04*l, 0.42-0.085*l)
		for px := range ridges {
			fx := float64(px) / float64(size.X)
			ridges[px][layer] = 0.58 + 0.11*l + 0.05*math.Sin(fx*(5+2*l)+phase+2*l) + 0.02*math.Sin(fx*(17-3*l)+phase*1.7)
		}
	}
	for py := range size.Y {
		fy := float64(py) / float64(size.Y)
		sky := mix(top, bottom, fy*1.25)
		for px := range size.X {
			fx := float64(px) / float64(size.X)
			d := math.Hypot((fx-sunX)*float64(size.X)/float64(size.Y), fy-sunY)
			c := mix(sky, sun, math.Exp(-d*6)*0.6)
			c = mix(c, sun, smooth(0.115, 0.11, d))
			for layer, ridge := range ridges[px] {
				c = mix(c, hills[layer], smooth(ridge-0.002, ridge+0.002, fy))
			}
			img.SetRGBA(px, py, color.RGBA{channel(c[0]), channel(c[1]), channel(c[2]), 255})
		}
	}
	return img
}

// rgb is a colour with channels from 0 to 1.
type rgb [3]float64

func channel(x float64) uint8 { return uint8(math.Round(255 * min(max(x, 0), 1))) }

func mix(a, b rgb, t float64) rgb {
	t = min(max(t, 0), 1)
	return rgb{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t, a[2] + (b[2]-a[2])*t}
}

// smooth rises from 0 at a to 1 at b.
func smooth(a, b, x float64) float64 {
	t := min(max((x-a)/(b-a), 0), 1)
	return t * t * (3 - 2*t)
}

// hsl converts degrees, saturation and lightness (CSS Color 4, section 7.1).
func hsl(h, s, l float64) rgb {
	f := func(n float64) float64 {
		k := math.Mod(n+math.Mod(h, 360)/30, 12)
		return l - s*min(l, 1-l)*max(-1, min(k-3, 9-k, 1))
	}
	return rgb{f(0), f(8), f(4)}
}
