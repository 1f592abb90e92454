package mediatest_test

import (
	"fmt"
	"log"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4"
)

// A sample stream becomes a file in memory: its head makes the layout, and its bytes
// arrive in small parts.
func ExampleMemory() {
	stream := mediatest.MustSample("audio.mp4")
	file := &mediatest.Memory{}
	layout, err := mp4.New(file, []media.Head{mediatest.HeadOf(stream)}, media.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range mediatest.CutRanges(layout.Ranges(), 10_000) {
		if err := layout.WriteAt(0, stream[r.From:r.To], r.From); err != nil {
			log.Fatal(err)
		}
	}
	sum, err := layout.Finish(mediatest.Meta)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(int64(len(file.Data)) == sum.Size)
	// Output: true
}
