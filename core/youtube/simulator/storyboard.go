package simulator

import (
	"fmt"
	"image"
	"image/draw"
	"net/http"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/drawing"
	"github.com/hilo-app/hilo/core/youtube/simulator/internal/hash"
)

// storyboardLevel is one size of the frames of a video's storyboard.
type storyboardLevel struct {
	size          image.Point // of a frame, in pixels
	frames        int
	columns, rows int
	interval      time.Duration // 0: the frames divide the video evenly
	name          string        // of a sprite; $M stands for its number
}

// storyboard returns the levels of a video's storyboard, as YouTube makes them: one
// sprite of 100 frames, then two sizes of frames at an interval that grows with the
// video. A video of up to 20 seconds has the first alone, one that is live none.
func (v *video) storyboard() []storyboardLevel {
	if v.NoStoryboard || v.Duration <= 0 || v.Live == Live || v.Live == Upcoming {
		return nil
	}
	shape := func(long, short int) image.Point {
		for _, m := range v.Media {
			if m.Height > m.Width {
				return image.Pt(short, long)
			}
		}
		return image.Pt(long, short)
	}
	interval := 10 * time.Second
	for _, x := range []struct{ upTo, interval time.Duration }{{time.Minute, time.Second}, {4 * time.Minute, 2 * time.Second}, {15 * time.Minute, 5 * time.Second}} {
		if v.Duration <= x.upTo {
			interval = x.interval
			break
		}
	}
	levels := []storyboardLevel{{shape(48, 27), 100, 10, 10, 0, "default"}}
	if v.Duration <= 20*time.Second {
		return levels
	}
	frames := int(v.Duration/interval) + 1
	return append(levels,
		storyboardLevel{shape(80, 45), frames, 10, 10, interval, "M$M"},
		storyboardLevel{shape(160, 90), frames, 5, 5, interval, "M$M"})
}

// storyboardSpec returns the storyboard of a video as a player answer names it, "" for
// one that has none.
func (v *video) storyboardSpec() string {
	levels := v.storyboard()
	if len(levels) == 0 {
		return ""
	}
	spec := "https://i.ytimg.com/sb/" + v.ID + "/storyboard3_L$L/$N.jpg?sqp=-oaymwENSDfyq4qpAwVwAcABBqLzl_8DBgjFrpOxBg=="
	for i, l := range levels {
		spec += fmt.Sprintf("|%d#%d#%d#%d#%d#%d#%s#%s", l.size.X, l.size.Y, l.frames, l.columns, l.rows, l.interval.Milliseconds(), l.name, v.storyboardSignature(i))
	}
	return spec
}

// storyboardSignature returns what a request for a sprite of a level must carry.
func (v *video) storyboardSignature(level int) string {
	return fmt.Sprintf("rs$AOn4CL%x", hash.Number(fmt.Sprint("storyboard ", v.ID, level)))
}

// sprite answers i.ytimg.com/sb/ID/storyboard3_LLEVEL/NAME.jpg.
func (x *exchange) sprite() {
	var id, name string
	level := -1
	if parts := strings.Split(strings.TrimPrefix(x.r.URL.Path, "/sb/"), "/"); len(parts) == 3 {
		id, name = parts[0], parts[2]
		_, _ = fmt.Sscanf(parts[1], "storyboard3_L%d", &level)
	}
	if _, ok := x.intercept(target{endpoint: OnImage, videoID: id}); !ok {
		return
	}
	v := x.server.video(id)
	if v == nil || level < 0 || level >= len(v.storyboard()) {
		http.NotFound(x.w, x.r)
		return
	}
	if x.r.URL.Query().Get("sigh") != v.storyboardSignature(level) {
		http.Error(x.w, "Forbidden", http.StatusForbidden)
		return
	}
	l := v.storyboard()[level]
	number := 0
	if l.name != "default" {
		if _, err := fmt.Sscanf(name, "M%d.jpg", &number); err != nil {
			number = -1
		}
	}
	first := number * l.columns * l.rows
	if number < 0 || first >= l.frames {
		http.NotFound(x.w, x.r)
		return
	}
	x.w.Header().Set("Content-Type", "image/jpeg")
	_, _ = x.w.Write(x.server.drawn(fmt.Sprint(v.ID, " sprite ", level, number), func() image.Image { return v.drawSprite(l, first) }))
}

// drawSprite draws the frames of a level from the first on. The last sprite has only
// the rows that it needs.
func (v *video) drawSprite(l storyboardLevel, first int) image.Image {
	n := min(l.frames-first, l.columns*l.rows)
	rows := (n + l.columns - 1) / l.columns
	img := image.NewRGBA(image.Rect(0, 0, l.columns*l.size.X, rows*l.size.Y))
	interval := l.interval
	if interval == 0 {
		interval = v.Duration / time.Duration(l.frames)
	}
	for i := range n {
		at := time.Duration(first+i) * interval
		to := image.Rectangle{Max: l.size}.Add(image.Pt(i%l.columns*l.size.X, i/l.columns*l.size.Y))
		draw.Draw(img, to, v.frame(at, l.size), image.Point{}, draw.Src)
	}
	return img
}

// frame draws what the video shows at a time: the hills of its thumbnail in a light
// that changes over the video, and the time in figures.
func (v *video) frame(at time.Duration, size image.Point) image.Image {
	img := drawing.Landscape(v.ID, v.Hue+int(200*at/v.Duration), size)
	seconds := int(at / time.Second)
	drawing.Figures(img, fmt.Sprintf("%d:%02d", seconds/60, seconds%60), max(1, size.Y/22))
	return img
}
