package simulator

import (
	"bytes"
	"image"
	"image/jpeg"
	"net/http"
	"path"
	"strings"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/drawing"
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
	return s.drawn(v.ID+size.String(), func() image.Image { return drawing.Landscape(v.ID, v.Hue, size) })
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
