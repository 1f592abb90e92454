package opus_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/opus"
)

// The first byte of a packet says how long it lasts.
func ExampleSamples() {
	n, err := opus.Samples([]byte{0xfc, 0x01, 0x02}) // one CELT frame of 20 ms
	fmt.Println(n, err)
	// Output: 960 <nil>
}

func TestSamples(t *testing.T) {
	for _, c := range []struct {
		packet []byte
		want   int // 0 is an error
	}{
		{nil, 0}, {[]byte{0x00}, 480}, {[]byte{0x18}, 2880}, {[]byte{0x60}, 480}, {[]byte{0x68}, 960}, {[]byte{0xe0}, 120},
		{[]byte{0xfd}, 1920}, {[]byte{0xfe}, 1920}, {[]byte{0xff}, 0}, {[]byte{0xff, 0x03}, 2880}, {[]byte{0xff, 0x00}, 0}, {[]byte{0xff, 0x07}, 0},
	} {
		if got, err := opus.Samples(c.packet); got != c.want || (err != nil) != (c.want == 0) {
			t.Errorf("%x: %d samples, %v", c.packet, got, err)
		}
	}
}

func TestReadHead(t *testing.T) {
	b := []byte("OpusHead\x01\x02\x38\x01\x80\xbb\x00\x00\x00\xff\x00")
	h, err := opus.ReadHead(b)
	if err != nil || h.Channels != 2 || h.PreSkip != 312 || h.Gain != -256 || h.Family != 0 {
		t.Errorf("%+v, %v", h, err)
	}
	if again, err := opus.ReadHead(h.WithPreSkip(5).Bytes); err != nil || again.PreSkip != 5 || h.Bytes[10] != 0x38 {
		t.Errorf("%+v, %v", again, err)
	}
	for n := range b {
		if _, err := opus.ReadHead(b[:n]); !errors.Is(err, media.ErrDamaged) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}
