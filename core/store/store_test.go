package store_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/store"
)

func Example() {
	dir, err := os.MkdirTemp("", "store")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	s, err := store.Open(filepath.Join(dir, "hilo.db"))
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()

	err = s.Apply( // all or nothing
		store.Change{Bucket: "settings", Key: "folder", Value: "/home/ana/Videos"},
		store.Change{Bucket: "settings", Key: "connections", Value: 4},
		store.Change{Bucket: "settings", Key: "language"}, // deleted
	)
	if err != nil {
		log.Fatal(err)
	}
	err = s.All("settings", func(key string, data []byte) { fmt.Printf("%s: %s\n", key, data) })
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// connections: 4
	// folder: "/home/ana/Videos"
}

func values(t *testing.T, s *store.Store, bucket string) map[string]string {
	t.Helper()
	got := map[string]string{}
	if err := s.All(bucket, func(k string, data []byte) {
		var v string
		if err := json.Unmarshal(data, &v); err != nil {
			t.Errorf("%s: %v", k, err)
		}
		got[k] = v
	}); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestApplySurvivesReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sub", "hilo.db")
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(store.Change{"queue", "a", "1"}, store.Change{"queue", "b", "2"}, store.Change{"queue", "a", nil}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = store.Open(path); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := values(t, s, "queue"); len(got) != 1 || got["b"] != "2" {
		t.Errorf("queue = %v, want only b:2", got)
	}
	if got := values(t, s, "nothing"); len(got) != 0 {
		t.Errorf("absent bucket = %v", got)
	}
	if s.Damaged != "" {
		t.Errorf("healthy store called damaged: %s", s.Damaged)
	}
}

func TestApplyIsAllOrNothing(t *testing.T) {
	s, err := store.Open(filepath.Join(t.TempDir(), "hilo.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Apply(store.Change{"queue", "a", "1"}, store.Change{"queue", "b", func() {}}); err == nil {
		t.Fatal("a function was stored")
	}
	if got := values(t, s, "queue"); len(got) != 0 {
		t.Errorf("half of a refused change stayed: %v", got)
	}
}

func TestDamagedFileIsKeptAside(t *testing.T) {
	healthy := filepath.Join(t.TempDir(), "healthy.db")
	s, err := store.Open(healthy)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(store.Change{"queue", "a", "1"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(healthy)
	if err != nil {
		t.Fatal(err)
	}
	noise := bytes.Repeat([]byte("not a database. "), 4096)
	holed := bytes.Clone(good)
	clear(holed[2*os.Getpagesize():])

	for name, content := range map[string][]byte{
		"noise": noise, "zeroed": make([]byte, len(good)), "cut": good[:len(good)/2], "pages zeroed": holed,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "hilo.db")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := store.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			kept, err := os.ReadFile(s.Damaged)
			if err != nil || !bytes.HasPrefix(kept, content[:min(len(content), 64)]) {
				t.Errorf("damaged file was not kept: %v", err)
			}
			if err := s.Apply(store.Change{"queue", "a", "1"}); err != nil {
				t.Errorf("new store does not work: %v", err)
			}
		})
	}
}

// Whatever is in the file, Open neither panics nor leaves a store that cannot
// be used.
func TestOpenSurvivesNoise(t *testing.T) {
	dir := t.TempDir()
	healthy := filepath.Join(dir, "healthy.db")
	s, err := store.Open(healthy)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 300 {
		if err := s.Apply(store.Change{"queue", fmt.Sprint(i), strings.Repeat("x", 100)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(healthy)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 60 {
		bad := bytes.Clone(good)
		for range 1 + r.IntN(200) {
			bad[r.IntN(len(bad))] = byte(r.Uint32())
		}
		path := filepath.Join(dir, fmt.Sprint(i, ".db"))
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(path)
		if err != nil {
			t.Fatalf("run %d: %v", i, err)
		}
		if s.Damaged != "" {
			if err := s.Apply(store.Change{"queue", "new", "1"}); err != nil {
				t.Errorf("run %d: new store does not work: %v", i, err)
			}
		}
		_ = s.Close()
	}
}

func TestSecondOpenIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hilo.db")
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := store.Open(path); !errors.Is(err, store.ErrInUse) {
		t.Errorf("second open: %v, want ErrInUse", err)
	}
}

// TestRebuilt damages a file in many ways: what can still be read is in the new
// one, and nothing that was never there.
func TestRebuilt(t *testing.T) {
	const keys, versions = 300, 3
	healthy := filepath.Join(t.TempDir(), "healthy.db")
	s, err := store.Open(healthy)
	if err != nil {
		t.Fatal(err)
	}
	value := func(k, v int) string { return fmt.Sprintf("%d of %d %s", v, k, strings.Repeat("x", k)) }
	for v := range versions {
		for k := range keys {
			if err := s.Apply(store.Change{"queue", fmt.Sprint(k), value(k, v)}, store.Change{"order", "last", fmt.Sprint(v, k)}); err != nil {
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
			s, err := store.Open(path)
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
