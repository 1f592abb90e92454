package ytdlp_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/ytdlp"
)

// The fallback chain of a Source ends with the user's yt-dlp.
func ExampleFind() {
	ctx := context.Background()
	source := youtube.New(youtube.Options{})
	extractor, err := ytdlp.Find(ctx)
	switch {
	case errors.Is(err, ytdlp.ErrNotFound):
		fmt.Println("yt-dlp is not installed")
	case errors.Is(err, ytdlp.ErrTooOld):
		fmt.Println(extractor.Version, "is older than", ytdlp.Oldest)
	case err != nil:
		fmt.Println("yt-dlp does not run:", err)
	default:
		source.SetFallback(extractor)
	}
	video, err := source.Video(ctx, "jNQXAC9IVRw")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(video.Title, "by", video.Profile)
}
