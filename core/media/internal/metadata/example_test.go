package metadata_test

import (
	"fmt"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
)

// The chapters of a clip have the times of the clip.
func ExampleClip() {
	m := metadata.Normalize(media.Meta{Chapters: []media.Chapter{
		{Start: 90 * time.Second, Title: "Middle"}, {Title: "Beginning"}, {Start: 3 * time.Minute, Title: "End"},
	}})
	for _, c := range metadata.Clip(m, time.Minute, 2*time.Minute).Chapters {
		fmt.Println(c.Start, c.Title)
	}
	// Output:
	// 0s Beginning
	// 30s Middle
}

// A song of -13.76 LUFS is played 4.24 dB softer, to be as loud as others.
func ExampleReplayGain() {
	loud := metadata.Normalize(media.Meta{Loudness: -13.76})
	fmt.Println(metadata.ReplayGain(loud), metadata.R128Gain(loud))
	unknown := metadata.Normalize(media.Meta{Loudness: 900})
	fmt.Printf("%q %q\n", metadata.ReplayGain(unknown), metadata.R128Gain(unknown))
	// Output:
	// -4.24 dB -2365
	// "" ""
}
