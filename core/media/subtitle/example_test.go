package subtitle_test

import (
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/media/subtitle"
)

// Captions of a clip become a SubRip file, whose times begin with the clip.
func ExampleParse() {
	cues, err := subtitle.Parse([]byte(`<timedtext format="3"><body>
		<p t="500" d="1500">Good morning</p>
		<p t="12000" d="2000">The boats aren&#39;t back yet</p>
	</body></timedtext>`))
	if err != nil {
		log.Fatal(err)
	}
	var srt strings.Builder
	if err := subtitle.WriteSRT(&srt, subtitle.Cut(cues, 10*time.Second, 13*time.Second)); err != nil {
		log.Fatal(err)
	}
	fmt.Print(strings.ReplaceAll(srt.String(), "\r\n", "\n"))
	// Output:
	// 1
	// 00:00:02,000 --> 00:00:03,000
	// The boats aren't back yet
}
