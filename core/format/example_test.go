package format_test

import (
	"fmt"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube"
)

// offered returns a video with streams as YouTube offers them.
func offered() *youtube.Video {
	const address = "https://r1.googlevideo.com/videoplayback"
	return &youtube.Video{Streams: []youtube.Stream{
		{Itag: 137, URL: address, Container: "mp4", Codecs: "avc1.640028", Size: 4_000_000, HasVideo: true, Width: 1920, Height: 1080, FPS: 30},
		{Itag: 313, URL: address, Container: "webm", Codecs: "vp9", Size: 18_000_000, HasVideo: true, Width: 3840, Height: 2160, FPS: 30},
		{Itag: 140, URL: address, Container: "mp4", Codecs: "mp4a.40.2", Size: 130_000, HasAudio: true, Original: true, Channels: 2},
		{Itag: 251, URL: address, Container: "webm", Codecs: "opus", Size: 140_000, HasAudio: true, Original: true, Channels: 2},
	}}
}

func ExampleChoose() {
	for _, wish := range []format.Wish{
		{Kind: format.Video}, // plays everywhere
		{Kind: format.Video, Best: true},
		{Kind: format.Audio, Format: format.M4A},
	} {
		choice, err := format.Choose(offered(), wish)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Print(format.Quality(choice), " in .", choice.Format, ":")
		for _, s := range choice.Streams {
			fmt.Print(" itag ", s.Itag)
		}
		fmt.Println()
	}
	// Output:
	// 1080p in .mp4: itag 137 itag 140
	// 2160p in .webm: itag 313 itag 251
	// M4A in .m4a: itag 140
}

func ExampleOffers() {
	for _, option := range format.Offers(offered(), format.Wish{}).Video {
		fmt.Println(option.Quality, option.Format, option.Size)
	}
	// Output:
	// 1080p mp4 4130000
	// 2160p webm 18140000
}

func ExampleParseTime() {
	position, ok := format.ParseTime("1:02:03.5")
	fmt.Println(position, ok)
	// Output: 1h2m3.5s true
}
