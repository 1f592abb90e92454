package store

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRebuilt damages a file in many ways: what can still be read is in the new
// one, and nothing that was never there.
func TestRebuilt(t *testing.T) {
	const keys, versions = 300, 3
	healthy := filepath.Join(t.TempDir(), "healthy.db")
	s, err := Open(healthy)
	if err != nil {
		t.Fatal(err)
	}
	value := func(k, v int) string { return fmt.Sprintf("%d of %d %s", v, k, strings.Repeat("x", k)) }
	for v := range versions {
		for k := range keys {
			if err := s.Apply(Change{"queue", fmt.Sprint(k), value(k, v)}, Change{"order", "last", fmt.Sprint(v, k)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(healthy)
	if err != nil {
		t.Fatal(err)
	}
	page := os.Getpagesize()
	r := rand.New(rand.NewPCG(1, 1))
	noise := func(b []byte) {
		for i := range b {
			b[i] = byte(r.Uint32())
		}
	}
	for _, tt := range []struct {
		name  string
		spoil func(b []byte) []byte
		least int // keys found again
	}{
		{"cut in half", func(b []byte) []byte { return b[:len(b)/2] }, keys / 5},
		{"first pages zeroed", func(b []byte) []byte { clear(b[:4*page]); return b }, keys * 9 / 10},
		{"first pages noise", func(b []byte) []byte { noise(b[:4*page]); return b }, keys * 9 / 10},
		{"middle zeroed", func(b []byte) []byte { clear(b[len(b)/3 : 2*len(b)/3]); return b }, keys / 5},
		{"middle noise", func(b []byte) []byte { noise(b[len(b)/3 : 2*len(b)/3]); return b }, keys / 5},
		{"zeros alone", func(b []byte) []byte { clear(b); return b }, 0},
		{"noise alone", func(b []byte) []byte { noise(b); return b }, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "hilo.db")
			bad := tt.spoil(bytes.Clone(good))
			if err := os.WriteFile(path, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if kept, err := os.ReadFile(s.Damaged); err != nil || !bytes.Equal(kept, bad) {
				t.Errorf("the damaged file was not kept as it was: %v", err)
			}
			found := values(t, s, "queue")
			newest := 0
			for k := range keys {
				got, there := found[fmt.Sprint(k)]
				switch {
				case there && got == value(k, versions-1):
					newest++
				case there && got != value(k, 0) && got != value(k, 1):
					t.Errorf("key %d: %q was never there", k, got)
				}
				delete(found, fmt.Sprint(k))
			}
			if len(found) > 0 {
				t.Errorf("%d keys were never there", len(found))
			}
			if newest < tt.least {
				t.Errorf("%d of %d values are there, %d could be", newest, keys, tt.least)
			}
			t.Logf("%d of %d values", newest, keys)
		})
	}
}

// Files of an older Hilo have values without the magic.
func TestOldValues(t *testing.T) {
	if got, err := plain([]byte(`{"a":1}`)); err != nil || string(got) != `{"a":1}` {
		t.Errorf("%s, %v", got, err)
	}
	if _, err := plain([]byte(`{"a":`)); err == nil {
		t.Error("half a value was taken")
	}
	whole, err := encode(Change{"queue", "a", "some words"}, 7)
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		bad := bytes.Clone(whole)
		bad[i] ^= 1
		if got, err := plain(bad); err == nil {
			t.Errorf("byte %d is wrong, and %q was read", i, got)
		}
	}
}

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
