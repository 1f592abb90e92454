package media

import (
	"bytes"
	"io"
	"testing"
)

func TestSourceOfOtherFiles(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty": nil, "text": []byte("this is not a film at all"), "cut": []byte("\x00\x00\x00\x18ftypisom"),
		"cut MP3": []byte("ID3\x03\x00\x00\x00"), "cut Ogg": []byte("OggS\x00"), "cut WebM": []byte("\x1A\x45\xDF\xA3"),
	} {
		for format, source := range map[string]func(io.ReaderAt, int64) (string, error){
			"MP4": MP4Source, "WebM": WebMSource, "MP3": ID3Source, "Ogg": OggSource,
		} {
			if s, err := source(bytes.NewReader(b), int64(len(b))); err == nil {
				t.Errorf("%s as %s: source %q", name, format, s)
			}
		}
	}
}
