package store

import (
	"bytes"
	"testing"
)

// TestFormat holds the values of files that users have to fixed bytes.
func TestFormat(t *testing.T) {
	const want = "hilovalu" + "\x38\x00\x00\x00" + "\x87\x9a\xfe\xd0" +
		`{"bucket":"queue","key":"a","at":7,"value":"some words"}`
	got, err := encode(Change{"queue", "a", "some words"}, 7)
	if err != nil || string(got) != want {
		t.Errorf("value is %q, want %q, %v", got, want, err)
	}
	if value, err := decodeValue([]byte(want)); err != nil || string(value) != `"some words"` {
		t.Errorf("%s is read, %v", value, err)
	}
	if found := salvage([]byte("noise" + want + "noise")); len(found) != 1 || found[0].Bucket != "queue" || found[0].Key != "a" {
		t.Errorf("%+v is salvaged", found)
	}
}

// TestDecodeValue reads values of an older Hilo, which have no magic, and
// notices a change of any one byte in those of today.
func TestDecodeValue(t *testing.T) {
	if got, err := decodeValue([]byte(`{"a":1}`)); err != nil || string(got) != `{"a":1}` {
		t.Errorf("%s, %v", got, err)
	}
	if _, err := decodeValue([]byte(`{"a":`)); err == nil {
		t.Error("half a value was taken")
	}
	whole, err := encode(Change{"queue", "a", "some words"}, 7)
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		bad := bytes.Clone(whole)
		bad[i] ^= 1
		if got, err := decodeValue(bad); err == nil {
			t.Errorf("byte %d is wrong, and %q was read", i, got)
		}
	}
}

// FuzzSalvage shows that whatever is salvaged can be written to a new file.
func FuzzSalvage(f *testing.F) {
	a, _ := encode(Change{"queue", "a", "some words"}, 7)
	b, _ := encode(Change{"queue", "b", []int{1, 2, 3}}, 8)
	f.Add(append(append([]byte("noise"), a...), b...))
	f.Add(append(a[:len(a)-3], b...))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, c := range salvage(raw) {
			if _, err := encode(c, 1); err != nil {
				t.Errorf("%+v cannot be kept: %v", c, err)
			}
		}
	})
}
