package youtube_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// The simulator stands in for YouTube.
func ExampleSource_Video() {
	server := simulator.NewServer()
	defer server.Close()
	server.Add(simulator.Video{
		ID: "aTestVideo1", Title: "Bridges", Author: "How It Turns", Duration: simulator.FixtureLength,
		Media: simulator.Formats(simulator.FixtureLength, 137, 140),
	})
	server.Add(simulator.Video{ID: "aTestVideo2", Playability: simulator.Private})

	source := youtube.New(youtube.Options{Transport: server.Transport()})
	video, err := source.Video(context.Background(), "aTestVideo1")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(video.Title, "by", video.Author, video.Duration, "from", video.Profile)
	for _, s := range video.Streams {
		fmt.Println("itag", s.Itag, s.Container, s.Codecs, s.Height, s.Size)
	}

	_, err = source.Video(context.Background(), "aTestVideo2")
	var failure *youtube.Error
	if errors.As(err, &failure) {
		fmt.Println(failure.Class, failure.Reason)
	}
	// Output:
	// Bridges by How It Turns 12s from VISIONOS
	// itag 137 mp4 avc1.640028 1080 159811
	// itag 140 mp4 mp4a.40.2 0 102177
	// private This video is private
}

func ExampleSource_Uploads() {
	server := simulator.NewServer()
	defer server.Close()
	server.AddChannel(simulator.Channel{
		ID: "UCabcdefghijklmnopqrstuv", Name: "How It Turns", Paths: []string{"/@howitturns"},
		Uploads: []simulator.Entry{
			{ID: "aTestVideo1", Title: "Bridges", Duration: 4 * time.Minute},
			{ID: "aTestVideo2", Title: "Locks", Duration: 3 * time.Minute},
		},
	})

	source := youtube.New(youtube.Options{Transport: server.Transport()})
	id, err := source.Uploads(context.Background(), "/@howitturns")
	if err != nil {
		fmt.Println(err)
		return
	}
	page, err := source.ListPlaylist(id).Next(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(page.Summary.Title, page.Summary)
	for _, e := range page.Entries {
		fmt.Println(e.ID, e.Title, e.Duration)
	}
	// Output:
	// Uploads from How It Turns 2
	// aTestVideo1 Bridges 4m0s
	// aTestVideo2 Locks 3m0s
}
