package crcrecord_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"testing"

	"github.com/hilo-app/hilo/core/crcrecord"
)

func Example() {
	var file []byte
	file = crcrecord.Append(file, []byte("first"))
	file = crcrecord.Append(file, []byte("second"))
	file = file[:len(file)-2] // the power fails while the second is written

	for {
		body, err := crcrecord.Read(file, 1<<20)
		if err != nil {
			fmt.Println(err)
			break
		}
		fmt.Printf("%s\n", body)
		file = file[crcrecord.Overhead+len(body):]
	}
	// Output:
	// first
	// record is cut off
}

// TestFormat holds the format to fixed bytes. Their checksum comes from a CRC-32C
// computed bit by bit (reversed polynomial 0x82F63B78) outside this package.
func TestFormat(t *testing.T) {
	want := unhex(t, "03000000"+"f8831455"+"616263")
	if got := crcrecord.Append(nil, []byte("a"), nil, []byte("bc")); !bytes.Equal(got, want) {
		t.Errorf("record is %x, want %x", got, want)
	}
	body, err := crcrecord.Read(append(want, "more"...), 3)
	if err != nil || string(body) != "abc" {
		t.Errorf("body is %q, %v", body, err)
	}
}

func TestRead(t *testing.T) {
	whole := crcrecord.Append(nil, []byte("some body"))
	for _, tt := range []struct {
		name string
		b    []byte
		most int64
		want error
	}{
		{"nothing", nil, 100, crcrecord.ErrTorn},
		{"half a header", whole[:7], 100, crcrecord.ErrTorn},
		{"header alone", whole[:crcrecord.Overhead], 100, crcrecord.ErrTorn},
		{"all but a byte", whole[:len(whole)-1], 100, crcrecord.ErrTorn},
		{"longer than allowed", whole, 8, crcrecord.ErrLength},
		{"zeros", make([]byte, 100), 100, crcrecord.ErrLength},
		{"4 GiB", bytes.Repeat([]byte{0xff}, 100), 1 << 20, crcrecord.ErrLength},
		{"whole", whole, 9, nil},
	} {
		if _, err := crcrecord.Read(tt.b, tt.most); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

// TestDamage shows that a change of any one bit is noticed.
func TestDamage(t *testing.T) {
	whole := crcrecord.Append(nil, []byte("some body"))
	for bit := range 8 * len(whole) {
		b := bytes.Clone(whole)
		b[bit/8] ^= 1 << (bit % 8)
		if _, err := crcrecord.Read(b, 1<<40); err == nil {
			t.Errorf("bit %d is wrong and the record is taken", bit)
		}
	}
	b := bytes.Clone(whole)
	b[len(b)-1]++
	if body, err := crcrecord.Read(b, 100); !errors.Is(err, crcrecord.ErrChecksum) || len(body) != 9 {
		t.Errorf("body of %d bytes with %v", len(body), err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(crcrecord.Append(nil, []byte("some body")), int64(100))
	f.Add(make([]byte, 20), int64(0))
	f.Fuzz(func(t *testing.T, b []byte, most int64) {
		body, err := crcrecord.Read(b, most)
		if err != nil {
			return
		}
		if again := crcrecord.Append(nil, body); !bytes.HasPrefix(b, again) {
			t.Errorf("%x is read from %x", body, b)
		}
	})
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
