package download_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// TestFilePlaysWhereItsChoiceDoes holds that a file that is coded for fewer players than
// what was chosen is not published.
func TestFilePlaysWhereItsChoiceDoes(t *testing.T) {
	bytesOf := func(f simulator.Fixture) []byte {
		c := f.Content()
		b, err := io.ReadAll(io.NewSectionReader(c, 0, c.Size()))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	avcC := func(off int, v byte) []byte { // version, profile, constraints, level
		b := bytesOf(simulator.H264x1080)
		b[bytes.Index(b, []byte("avcC"))+4+off] = v
		return b
	}
	for name, c := range map[string]struct {
		picture []byte
		coding  string // of a file that is saved; "" when it is not
	}{
		"as announced":                        {avcC(0, 1), "avc1.640028"},
		"a lower level":                       {avcC(3, 31), "avc1.64001F"},
		"a higher level that plays all over":  {avcC(3, 42), "avc1.64002A"},
		"a level that few TVs play":           {avcC(3, 51), ""},
		"a profile that few TVs play":         {avcC(1, 110), ""},
		"another codec than what was offered": {bytesOf(simulator.AV1x2160), ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			v := s.video("first", "1", simulator.H264x1080)
			v.Streams[0].Size = int64(len(c.picture))
			s.client.content[v.Streams[0].URL] = simulator.Bytes(c.picture)
			file, _, err := s.run(t.Context(), v, wish)
			if c.coding == "" {
				var p *problem.Problem
				if !errors.As(err, &p) || p.Class != problem.Damaged {
					t.Errorf("error %v", err)
				}
				if _, err := os.Stat(filepath.Join(s.dir, "Bridges.mp4")); err == nil {
					t.Error("the file is published")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			sum, err := mp4.Inspect(bytes.NewReader(b), int64(len(b)))
			if err != nil || sum.Tracks[0].Coding != c.coding || sum.Tracks[1].Coding != "mp4a.40.2" {
				t.Errorf("%+v, %v", sum.Tracks, err)
			}
		})
	}
}
