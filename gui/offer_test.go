package gui

import (
	"fmt"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
)

// exampleOffer is what a video with everything has: 4K and HDR, chapters, dubs
// and subtitles.
func exampleOffer() core.Offer {
	o := core.Offer{
		URL: linkA, Title: "How bridges are built: the Millau Viaduct from the first pillar to the last bolt",
		Channel: "Civil Works", Duration: 761 * time.Second, Thumbnail: "https://i.ytimg.com/vi/a/mqdefault.jpg",
	}
	video := func(f format.Format, quality string, megabytes int64, w format.Wish) {
		w.Kind = format.Video
		o.Video = append(o.Video, format.Option{Wish: w, Format: f, Quality: quality, Size: megabytes * 1e6})
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
		o.Audio = append(o.Audio, format.Option{Wish: w, Format: f, Quality: quality, Size: int64(megabytes * 1e6)})
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

// manySubtitles are more than fit.
func manySubtitles() []format.Subtitle {
	var all []format.Subtitle
	for i := range 34 {
		all = append(all, format.Subtitle{Language: fmt.Sprintf("a%c", 'a'+i%26), Name: fmt.Sprintf("Language %d", i+1)})
	}
	return all
}

// ask opens the sheet for what is in the box and waits for the answer.
func (s *stage) ask(text string) *form {
	s.box.SetText(text)
	s.showOptions()
	s.workers.Wait()
	s.tick(0)
	return s.sheet.body
}
