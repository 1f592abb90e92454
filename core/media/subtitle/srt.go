package subtitle

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"
)

// WriteSRT writes cues as a SubRip file, in UTF-8 without a byte order mark,
// which some players show as text. Lines end with CR LF, as those of SubRip itself:
// televisions and players on Windows need it, and all others accept it.
//
// The cues are put in order and made not to overlap. No text can break the
// file: it has no empty line and no "-->".
func WriteSRT(w io.Writer, cues []Cue) error {
	b := bufio.NewWriter(w)
	for i, c := range Normalize(cues) {
		text := strings.ReplaceAll(c.Text, "-->", "-→")
		_, _ = fmt.Fprintf(b, "%d\r\n%s --> %s\r\n%s\r\n\r\n", i+1, srtTime(c.Start), srtTime(c.End), strings.ReplaceAll(text, "\n", "\r\n"))
	}
	return b.Flush() // returns the first error of all writes
}

func srtTime(d time.Duration) string {
	ms := d.Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d,%03d", ms/3600_000, ms/60_000%60, ms/1000%60, ms%1000)
}
