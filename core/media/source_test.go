package media

import (
	"bytes"
	"testing"
)

func TestSourceOfOtherFiles(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty": nil, "text": []byte("this is not a film at all"), "cut": []byte("\x00\x00\x00\x18ftypisom"),
	} {
		if s, err := Source(bytes.NewReader(b), int64(len(b))); err == nil {
			t.Errorf("%s: source %q", name, s)
		}
	}
}
