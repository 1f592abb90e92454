// Package examples has downloads and offers of videos for the tests of the window
// and of its packages. Nothing in it ships.
package examples

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"path/filepath"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
)

// The links of two videos.
const (
	LinkA = "https://www.youtube.com/watch?v=aaaaaaaaaaa"
	LinkB = "https://youtu.be/bbbbbbbbbbb"
)

// Downloads returns one download in every state, as they are at a time.
func Downloads(at time.Time) []core.Status {
	thumb := func(s string) string { return "https://i.ytimg.com/vi/" + s + "/mqdefault.jpg" }
	return []core.Status{
		{ID: "a", VideoID: "aaaaaaaaaaa", URL: "https://www.youtube.com/watch?v=aaaaaaaaaaa", Title: "How bridges are built: the Millau Viaduct from the first pillar to the last bolt", Channel: "Civil Works", Duration: 761 * time.Second, Thumbnail: thumb("a"),
			State: core.Downloading, Quality: "1080p", Received: 148e6, Total: 236e6, Speed: 9.8e6, ETA: 9 * time.Second},
		{ID: "b", VideoID: "bbbbbbbbbbb", URL: "https://www.youtube.com/watch?v=bbbbbbbbbbb", Title: "Ana Ruiz – Hilo de Luna (Official Audio)", Channel: "Ana Ruiz", Duration: 208 * time.Second, Thumbnail: thumb("b"),
			State: core.Downloading, Quality: "M4A", Received: 7.1e6, Total: 7.8e6, Speed: 2.6e6, ETA: time.Second},
		{ID: "c", VideoID: "ccccccccccc", URL: "https://www.youtube.com/watch?v=ccccccccccc", Title: "Lecture 7: Fault tolerance and checkpointing", Channel: "CS Open Courses", Duration: 3730 * time.Second, Thumbnail: thumb("c"),
			State: core.Waiting, Quality: "1080p", Total: 611e6, Until: at.Add(65 * time.Minute), Problem: &core.Problem{Class: core.RateLimited}},
		{ID: "d", VideoID: "ddddddddddd", URL: "https://www.youtube.com/watch?v=ddddddddddd", Title: "Sourdough in one day", Channel: "Slow Kitchen", Duration: 495 * time.Second, Thumbnail: thumb("d"),
			State: core.Done, Quality: "1080p", Received: 96e6, Total: 96e6, File: filepath.Join("/home", "ana", "Downloads", "Sourdough in one day.mp4")},
		{ID: "e", VideoID: "3xYeeeeeeee", URL: "https://www.youtube.com/watch?v=3xYeeeeeeee",
			State: core.Failed, Problem: &core.Problem{Class: core.Private, Message: "This video is private", Err: errors.New("lookup 3xYeeeeeeee: LOGIN_REQUIRED: This video is private")}},
		{ID: "f", VideoID: "fffffffffff", URL: "https://www.youtube.com/watch?v=fffffffffff", State: core.LookingUp},
		{ID: "g", VideoID: "ggggggggggg", URL: "https://www.youtube.com/watch?v=ggggggggggg", Title: "A walk through the old town at night", Channel: "Quiet Steps", Duration: 1500 * time.Second, Thumbnail: thumb("g"),
			State: core.Paused, Quality: "720p", Received: 61e6, Total: 180e6},
		{ID: "h", VideoID: "hhhhhhhhhhh", URL: "https://www.youtube.com/watch?v=hhhhhhhhhhh", Title: "Repairing a bicycle wheel", Channel: "Workshop", Duration: 600 * time.Second, Thumbnail: thumb("h"),
			State: core.Queued, Quality: "1080p60", Total: 310e6},
		{ID: "i", VideoID: "iiiiiiiiiii", URL: "https://www.youtube.com/watch?v=iiiiiiiiiii", Title: "The sea in January", Channel: "Northern Light", Duration: 60 * time.Second, Thumbnail: thumb("i"),
			State: core.Failed, Quality: "2160p HDR", Total: 4.2e9, Problem: &core.Problem{Class: core.DiskFull}},
		{ID: "j", VideoID: "jjjjjjjjjjj", URL: "https://www.youtube.com/watch?v=jjjjjjjjjjj", Title: "Cloud types explained", Channel: "Weather School", Duration: 333 * time.Second, Thumbnail: thumb("j"),
			State: core.Failed, Quality: "1080p", Problem: &core.Problem{Class: core.Unreachable}},
		{ID: "k", VideoID: "kkkkkkkkkkk", URL: "https://www.youtube.com/watch?v=kkkkkkkkkkk", Title: "Piano for beginners, lesson 1", Channel: "Keys", Duration: 333 * time.Second, Thumbnail: thumb("k"),
			State: core.Cancelled, Quality: "1080p"},
		{ID: "l", VideoID: "lllllllllll", URL: "https://www.youtube.com/watch?v=lllllllllll", Title: "The long way home", Channel: "Roads", Duration: 333 * time.Second, Thumbnail: thumb("l"),
			State: core.Finishing, Quality: "1080p", Received: 50e6, Total: 50e6},
	}
}

// Offer returns what a video with everything has: 4K and HDR, chapters, dubs
// and subtitles.
func Offer() core.Offer {
	o := core.Offer{
		URL: LinkA, Title: "How bridges are built: the Millau Viaduct from the first pillar to the last bolt",
		Channel: "Civil Works", Duration: 761 * time.Second, Thumbnail: "https://i.ytimg.com/vi/a/mqdefault.jpg",
	}
	video := func(f format.Format, quality string, megabytes int64, w format.Wish) {
		w.Kind = format.Video
		codings := []string{"avc1.640028", "mp4a.40.2"}
		switch {
		case f == format.WebM:
			codings = []string{"vp9", "opus"}
		case w.Best:
			codings[0] = "av01.0.12M.08"
		}
		o.Video = append(o.Video, format.Option{Wish: w, Format: f, Quality: quality, Size: megabytes * 1e6, Players: format.PlayersOf(f, codings...)})
	}
	video(format.MP4, "1080p60", 236, format.Wish{})
	video(format.WebM, "2160p60", 1180, format.Wish{Best: true})
	video(format.WebM, "2160p60 HDR", 1420, format.Wish{Best: true, HDR: true, MaxHeight: 2160})
	video(format.MP4, "2160p60", 870, format.Wish{Best: true, Format: format.MP4, MaxHeight: 2160})
	video(format.WebM, "1440p60", 610, format.Wish{Best: true, MaxHeight: 1440})
	video(format.MP4, "720p60", 131, format.Wish{MaxHeight: 720})
	video(format.MP4, "480p", 64, format.Wish{MaxHeight: 480})
	video(format.MP4, "360p", 38, format.Wish{MaxHeight: 360})
	video(format.MP4, "144p", 12, format.Wish{MaxHeight: 144})
	audio := func(f format.Format, quality string, megabytes float64, w format.Wish) {
		w.Kind, w.Format = format.Audio, f
		o.Audio = append(o.Audio, format.Option{Wish: w, Format: f, Quality: quality, Size: int64(megabytes * 1e6), Players: format.PlayersOf(f, "mp4a.40.2")})
	}
	audio(format.MP3, "MP3", 23.3, format.Wish{})
	audio(format.MP3, "MP3", 18.1, format.Wish{MP3: format.MP3V2})
	audio(format.MP3, "MP3", 30.4, format.Wish{MP3: format.MP3320})
	audio(format.M4A, "M4A", 12.3, format.Wish{})
	audio(format.Opus, "Opus", 11.8, format.Wish{})
	o.Languages = []format.Language{{Tag: "en", Name: "English original", Original: true}, {Tag: "es", Name: "Spanish"}, {Tag: "de", Name: "German"}}
	o.Subtitles = []format.Subtitle{
		{Language: "en", Name: "English"}, {Language: "es-419", Name: "Spanish (Latin America)"}, {Language: "fr", Name: "French"},
		{Language: "en", Name: "English (auto-generated)", Generated: true}, {Language: "de", Name: "German (auto-generated)", Generated: true},
	}
	names := []string{"The valley", "Seven pillars", "The deck", "The masts", "Wind", "Opening day"}
	for i, n := range names {
		o.Chapters = append(o.Chapters, core.Chapter{Start: time.Duration(i) * 127 * time.Second, End: min(o.Duration, time.Duration(i+1)*127*time.Second), Title: n})
	}
	return o
}

// ManySubtitles returns more subtitles than the options dialog shows at first.
func ManySubtitles() []format.Subtitle {
	var all []format.Subtitle
	for i := range 34 {
		all = append(all, format.Subtitle{Language: fmt.Sprintf("a%c", 'a'+i%26), Name: fmt.Sprintf("Language %d", i+1)})
	}
	return all
}

// Thumbnails returns the images of Downloads by their addresses, as PNG files.
func Thumbnails() map[string][]byte {
	all := map[string][]byte{}
	for i, c := range [][2]uint32{{0x274060, 0x5c946e}, {0x8e44ad, 0xe67e22}, {0x34495e, 0x95a5a6}, {0x16a085, 0xf1c40f}, {0x7f8c8d, 0x2c3e50}, {0x1f3a5f, 0x9b6a6c}, {0x2c3e50, 0xfd746c}, {0x355c7d, 0xc06c84}, {0x004e92, 0x6dd5fa}, {0x606c88, 0x3f4c6b}, {0x42275a, 0x734b6d}, {0x614385, 0x516395}} {
		all[fmt.Sprintf("https://i.ytimg.com/vi/%c/mqdefault.jpg", 'a'+i)] = Gradient(c[0], c[1])
	}
	return all
}

// Gradient returns a PNG file of 320x180 pixels, from one colour (0xRRGGBB) to another.
func Gradient(from, to uint32) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 320, 180))
	rgb := func(v uint32) color.NRGBA { return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff} }
	a, b := rgb(from), rgb(to)
	for y := range 180 {
		for x := range 320 {
			f := float64(x+y) / 500
			mix := func(p, q uint8) uint8 { return uint8(float64(p)*(1-f) + float64(q)*f) }
			img.Set(x, y, color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 0xff})
		}
	}
	var buf bytes.Buffer
	_ = png.Encode(&buf, img)
	return buf.Bytes()
}

// Locales returns a locale of the system for each language of the window, English first,
// but for those that no font of this computer can show: how wide their texts are says
// nothing there.
func Locales() []string {
	var all []string
	for _, l := range i18n.Languages() {
		if _, missing := i18n.FontMissing(l.Tag); missing {
			continue
		}
		all = append(all, strings.ReplaceAll(l.Tag, "-", "_")+".UTF-8")
	}
	return all
}
