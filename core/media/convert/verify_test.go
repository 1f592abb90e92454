package convert_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// Whatever happens to a finished file, its check says so.
func TestVerifySound(t *testing.T) {
	for _, k := range kinds(t) {
		file, s := made(t, k, mediatest.Meta)
		sound := bytes.LastIndex(file, make([]byte, 1000)) + 1000 // behind the padding of the tags
		spoilt := map[string][]byte{
			"cut": file[:len(file)-1], "cut to half": file[:len(file)/2], "cut to the tags": file[:sound], "longer": append(bytes.Clone(file), 0),
			"empty": nil, "another": []byte("ID3 is not all there is to it"),
			"byte too many": slices.Insert(bytes.Clone(file), sound+5000, 7), "byte too few": slices.Delete(bytes.Clone(file), sound+5000, sound+5001),
			"twice": append(bytes.Clone(file), file...),
		}
		for name, b := range spoilt {
			if err := k.verify(bytes.NewReader(b), int64(len(b)), media.Summary{}); !errors.Is(err, media.ErrDamaged) {
				t.Errorf("%s, %s: %v", k.name, name, err)
			}
		}
		for at := 0; at < len(file) && s.Tracks[0].Codec == "opus"; at += 997 { // there are checksums
			b := bytes.Clone(file)
			b[at] ^= 4
			if err := k.verify(bytes.NewReader(b), s.Size, s); !errors.Is(err, media.ErrDamaged) {
				t.Errorf("byte %d changed: %v", at, err)
			}
		}
		for _, edit := range []func(*media.Summary){
			func(w *media.Summary) { w.Size-- },
			func(w *media.Summary) { w.Duration += 2 * time.Second },
			func(w *media.Summary) { w.Tracks[0].Samples++ },
			func(w *media.Summary) { w.Tracks[0].Codec = "aac" },
			func(w *media.Summary) { w.Tracks = append(w.Tracks, media.Track{}) },
		} {
			w := s
			w.Tracks = slices.Clone(s.Tracks)
			edit(&w)
			if err := k.verify(bytes.NewReader(file), s.Size, w); !errors.Is(err, media.ErrDamaged) {
				t.Errorf("%s is taken for %+v", k.name, w)
			}
		}
	}
}

func TestSourceOfSound(t *testing.T) {
	for _, k := range kinds(t) {
		for _, source := range []string{"youtube:aaaaaaaaaaa:251/1750000000000000", "mit Wölkchen 🌥", ""} {
			meta := mediatest.Meta
			meta.Source = source
			meta.Description = strings.Repeat("long ", 3000)
			file, s := made(t, k, meta)
			got, err := k.source(bytes.NewReader(file), s.Size)
			if got != source || (err == nil) != (source != "") {
				t.Errorf("%s: source %q, %v", k.name, got, err)
			}
		}
	}
}
