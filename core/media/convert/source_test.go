package convert_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/media/ogg"
	"github.com/hilo-app/hilo/core/media/webm"
)

func TestSourceOfOtherFiles(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty": nil, "text": []byte("this is not a film at all"), "cut": []byte("\x00\x00\x00\x18ftypisom"),
		"cut MP3": []byte("ID3\x03\x00\x00\x00"), "cut Ogg": []byte("OggS\x00"), "cut WebM": []byte("\x1A\x45\xDF\xA3"),
	} {
		for format, source := range map[string]func(io.ReaderAt, int64) (string, error){
			"MP4": mp4.Source, "WebM": webm.Source, "MP3": mp3.Source, "Ogg": ogg.Source,
		} {
			if s, err := source(bytes.NewReader(b), int64(len(b))); err == nil {
				t.Errorf("%s as %s: source %q", name, format, s)
			}
		}
	}
}
