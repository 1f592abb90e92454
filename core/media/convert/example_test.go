package convert_test

import (
	"fmt"
	"io"
	"log"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/convert"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// packetCounter is an Encoder that makes no file but counts packets.
type packetCounter struct {
	source  *convert.Source
	packets int
}

func (c *packetCounter) Run(in *bin.GrowingFile) error {
	r, err := c.source.OpenOpus(in)
	for err == nil {
		if _, err = r.Next(); err == nil {
			c.packets++
		}
	}
	if err != io.EOF {
		return err
	}
	return nil
}

func (c *packetCounter) Finish(media.Meta) (media.Summary, error) {
	return convert.Summary(0, time.Duration(c.packets)*20*time.Millisecond, "opus", c.packets), nil
}

// An encoder runs on a stream while that is stored.
func ExampleStart() {
	content := simulator.Opus.Content()
	stream, err := io.ReadAll(io.NewSectionReader(content, 0, content.Size()))
	if err != nil {
		log.Fatal(err)
	}
	source, err := convert.NewSource(mediatest.HeadsOf([][]byte{stream}), media.Options{Output: &mediatest.Memory{}})
	if err != nil {
		log.Fatal(err)
	}
	converter := convert.Start(&mediatest.Memory{}, source, &packetCounter{source: source})
	defer converter.Close()
	if err := converter.WriteAt(0, stream, 0); err != nil {
		fmt.Println(err)
		return
	}
	sum, err := converter.Finish(media.Meta{})
	fmt.Println(sum.Tracks[0].Samples, "packets", err)
	// Output: 601 packets <nil>
}
