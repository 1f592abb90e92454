package mp4_test

import (
	"fmt"
	"log"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4"
)

// Two streams become one file. Each byte is written once, at its final place.
func ExampleNew() {
	streams := [][]byte{mediatest.MustSample("video.mp4"), mediatest.MustSample("audio.mp4")}
	meta := media.Meta{Title: "Test picture", Source: "example:1"}
	file := &mediatest.Memory{}
	layout, err := mp4.New(file, mediatest.HeadsOf(streams), media.Options{Reserve: mp4.Reserve(meta)})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range layout.Ranges() { // in any order, as the layout is not in order
		if err := layout.WriteAt(r.Track, streams[r.Track][r.From:r.To], r.From); err != nil {
			log.Fatal(err)
		}
	}
	sum, err := layout.Finish(meta)
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range sum.Tracks {
		fmt.Println(t.Kind, t.Codec, t.Samples)
	}
	fmt.Println(mp4.Verify(file, sum.Size, sum))
	fmt.Println(mp4.Source(file, sum.Size))
	// Output:
	// video avc1 250
	// audio mp4a 432
	// <nil>
	// example:1 <nil>
}
