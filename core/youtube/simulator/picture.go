package simulator

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"net/http"
	"path"
	"strings"
)

// thumbnailSizes are YouTube's names of the sizes of a thumbnail.
var thumbnailSizes = map[string]image.Point{
	"default":       {120, 90},
	"mqdefault":     {320, 180},
	"hqdefault":     {480, 360},
	"sddefault":     {640, 480},
	"hq720":         {1280, 720},
	"maxresdefault": {1280, 720},
}

func thumbnailURL(videoID, size string) string {
	return "https://i.ytimg.com/vi/" + videoID + "/" + size + ".jpg"
}

// image answers i.ytimg.com/vi/ID/SIZE.jpg.
func (x *exchange) image() {
	parts := strings.Split(strings.TrimPrefix(path.Clean(x.r.URL.Path), "/"), "/")
	var id, name string
	if len(parts) == 3 && parts[0] == "vi" {
		id, name = parts[1], strings.TrimSuffix(parts[2], ".jpg")
	}
	if _, ok := x.intercept(target{endpoint: OnImage, videoID: id}); !ok {
		return
	}
	size, known := thumbnailSizes[name]
	v := x.server.video(id)
	if !known || v == nil {
		http.NotFound(x.w, x.r)
		return
	}
	x.w.Header().Set("Content-Type", "image/jpeg")
	x.w.Header().Set("Cache-Control", "public, max-age=7200")
	_, _ = x.w.Write(x.server.picture(v, size))
}

// picture returns a thumbnail as JPEG.
func (s *Server) picture(v *video, size image.Point) []byte {
	return s.drawn(v.ID+size.String(), func() image.Image { return landscape(v.ID, v.Hue, size) })
}

// drawn returns a picture as JPEG. It is drawn by the first request for the key.
func (s *Server) drawn(key string, draw func() image.Image) []byte {
	s.mu.Lock()
	b := s.pictures[key]
	s.mu.Unlock()
	if b != nil {
		return b
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, draw(), &jpeg.Options{Quality: 88}); err != nil {
		panic("simulator: " + err.Error())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pictures[key] = out.Bytes()
	return out.Bytes()
}

// landscape draws an evening sky with a sun over hills, in colours around a hue.
func landscape(id string, hue int, size image.Point) *image.RGBA {
	img := image.NewRGBA(image.Rectangle{Max: size})
	n := hashNumber(id)
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
