package bin_test

import (
	"fmt"
	"io"
	"log"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// A GrowingFile is read in sequence while its parts arrive in any order.
func ExampleGrowingFile() {
	file := &mediatest.Memory{}
	growing := bin.NewGrowingFile(file, byterange.Range{To: 8})
	read := make(chan string)
	go func() {
		b, err := io.ReadAll(growing) // waits for what is missing
		if err != nil {
			log.Fatal(err)
		}
		read <- string(b)
	}()
	for _, part := range []struct {
		at   int64
		text string
	}{{4, "efgh"}, {0, "abcd"}} {
		if _, err := file.WriteAt([]byte(part.text), part.at); err != nil {
			log.Fatal(err)
		}
		growing.Add(part.at, part.at+int64(len(part.text)))
	}
	fmt.Println(<-read, growing.Progress())
	// Output: abcdefgh 1
}
