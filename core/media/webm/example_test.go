package webm_test

import (
	"fmt"
	"log"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/webm"
)

// A stream is remuxed as its bytes arrive, in the order of Ranges.
func ExampleNew() {
	streams := [][]byte{mediatest.MustSample("video_av1.webm")}
	meta := media.Meta{Title: "Test picture", Source: "example:1"}
	file := &mediatest.Memory{}
	layout, err := webm.New(file, mediatest.HeadsOf(streams), media.Options{Reserve: webm.Reserve(meta)})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range layout.Ranges() {
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
	fmt.Println(webm.Verify(file, sum.Size, sum))
	fmt.Println(webm.Source(file, sum.Size))
	// Output:
	// video av1 200
	// <nil>
	// example:1 <nil>
}
