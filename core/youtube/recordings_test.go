package youtube

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
)

const recordings = "../../../shared/recordings"

// recording reads a recorded answer and skips the test where there are none.
func recording(t *testing.T, name string) []byte {
	t.Helper()
	if _, err := os.Stat(recordings); err != nil {
		t.Skip("no recorded answers in " + recordings)
	}
	raw, err := os.ReadFile(filepath.Join(recordings, name))
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(name) == ".gz" {
		z, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if raw, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	return raw
}

func TestRecordedPlayers(t *testing.T) {
	matches, _ := filepath.Glob(filepath.Join(recordings, "player", "20*"))
	for _, m := range matches {
		name := filepath.Join("player", filepath.Base(m))
		body := string(recording(t, name))
		_, s := newSite(t, always(body))
		id := filepath.Base(m)
		id = id[len(id)-len("3sbYbckT1VY.json"):]
		id = id[:11]
		v, err := s.Video(t.Context(), id)
		var e *Error
		errors.As(err, &e)
		t.Logf("%s %q %v", name, id, err)
		if v != nil {
			t.Logf("  %q %q %v live=%d streams=%d caps=%d thumbs=%d ch=%d", v.Title, v.Author, v.Duration, v.Live, len(v.Streams), len(v.Captions), len(v.Thumbnails), len(v.Chapters))
			t.Logf("  %+v", v.Streams[len(v.Streams)-1])
		}
		_ = time.Now
	}
}
