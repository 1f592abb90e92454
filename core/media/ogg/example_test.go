package ogg_test

import (
	"fmt"
	"io"
	"log"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/ogg"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// The packets of a WebM stream become an Ogg Opus file while they arrive.
func ExampleNew() {
	content := simulator.Opus.Content()
	stream, err := io.ReadAll(io.NewSectionReader(content, 0, content.Size()))
	if err != nil {
		log.Fatal(err)
	}
	meta := media.Meta{Title: "Test sound", Source: "example:1"}
	stored, file := &mediatest.Memory{}, &mediatest.Memory{}
	layout, err := ogg.New(stored, mediatest.HeadsOf([][]byte{stream}), media.Options{Output: file, Reserve: ogg.Reserve(meta)})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range layout.Ranges() {
		if err := layout.WriteAt(r.Track, stream[r.From:r.To], r.From); err != nil {
			log.Fatal(err)
		}
	}
	sum, err := layout.Finish(meta)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sum.Tracks[0].Codec, sum.Duration)
	fmt.Println(ogg.Verify(file, sum.Size, sum))
	fmt.Println(ogg.Source(file, sum.Size))
	// Output:
	// opus 12s
	// <nil>
	// example:1 <nil>
}
