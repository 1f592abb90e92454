package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func values(t *testing.T, s *Store, bucket string) map[string]string {
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
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(Change{"queue", "a", "1"}, Change{"queue", "b", "2"}, Change{"queue", "a", nil}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(path); err != nil {
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
	s, err := Open(filepath.Join(t.TempDir(), "hilo.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Apply(Change{"queue", "a", "1"}, Change{"queue", "b", func() {}}); err == nil {
		t.Fatal("a function was stored")
	}
	if got := values(t, s, "queue"); len(got) != 0 {
		t.Errorf("half of a refused change stayed: %v", got)
	}
}

func TestDamagedFileIsKeptAside(t *testing.T) {
	healthy := filepath.Join(t.TempDir(), "healthy.db")
	s, err := Open(healthy)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(Change{"queue", "a", "1"}); err != nil {
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
			s, err := Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			kept, err := os.ReadFile(s.Damaged)
			if err != nil || !bytes.HasPrefix(kept, content[:min(len(content), 64)]) {
				t.Errorf("damaged file was not kept: %v", err)
			}
			if err := s.Apply(Change{"queue", "a", "1"}); err != nil {
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
	s, err := Open(healthy)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 300 {
		if err := s.Apply(Change{"queue", fmt.Sprint(i), strings.Repeat("x", 100)}); err != nil {
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
		s, err := Open(path)
		if err != nil {
			t.Fatalf("run %d: %v", i, err)
		}
		if s.Damaged != "" {
			if err := s.Apply(Change{"queue", "new", "1"}); err != nil {
				t.Errorf("run %d: new store does not work: %v", i, err)
			}
		}
		_ = s.Close()
	}
}

func TestSecondOpenIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hilo.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := Open(path); !errors.Is(err, ErrInUse) {
		t.Errorf("second open: %v, want ErrInUse", err)
	}
}
