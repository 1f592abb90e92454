package media_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/hilo-app/hilo/core/media"
)

// Compare is what Verify of a format does with the Summary that Finish returned.
func ExampleCompare() {
	want := media.Summary{Duration: 12 * time.Second, Tracks: []media.Track{{Kind: "audio", Codec: "opus"}}}
	got := media.Summary{Size: 1000, Duration: 12010 * time.Millisecond, Tracks: []media.Track{{Kind: "audio", Codec: "opus", Samples: 600}}}
	fmt.Println(media.Compare(got, want))
	got.Duration = 6 * time.Second
	fmt.Println(errors.Is(media.Compare(got, want), media.ErrDamaged))
	// Output:
	// <nil>
	// true
}
