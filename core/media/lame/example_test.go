//go:build cgo

package lame_test

import (
	"fmt"
	"log"

	"github.com/hilo-app/hilo/core/media/lame"
)

// A second of silence becomes an MP3 stream, whose first frame Tag replaces.
func ExampleEncoder() {
	e, err := lame.New(lame.Config{Rate: 48000, Channels: 2, Bitrate: 320})
	if err != nil {
		log.Fatal(err)
	}
	defer e.Close()
	b, err := e.Encode(make([]float32, 2*48000))
	if err != nil {
		fmt.Println(err)
		return
	}
	stream := append([]byte(nil), b...)
	if b, err = e.Flush(); err != nil {
		fmt.Println(err)
		return
	}
	stream = append(stream, b...)
	tag, err := e.Tag()
	if err != nil {
		fmt.Println(err)
		return
	}
	copy(stream, tag)
	fmt.Println(len(stream)/len(tag), "frames of", len(tag), "bytes")
	// Output: 44 frames of 960 bytes
}
