package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hilo-app/hilo/core/store"
)

func TestCopyHasWhatTheStoreHad(t *testing.T) {
	path := newFile(t)
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	aside, err := s.Copy("schema-1")
	if err != nil || filepath.Dir(aside) != filepath.Dir(path) {
		t.Fatalf("%q, %v", aside, err)
	}
	if err := s.Apply(store.Change{Bucket: "queue", Key: "a", Value: "2"}); err != nil {
		t.Fatal(err)
	}
	copied, err := store.Open(aside)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	var got string
	if err := copied.All("queue", func(_ string, data []byte) { got += string(data) }); err != nil || got != `"1"` {
		t.Errorf("the copy has %s, %v", got, err)
	}
}

func TestCopyThatFailsLeavesNothing(t *testing.T) {
	path := newFile(t)
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if aside, err := s.Copy("no/such/folder"); err == nil {
		t.Error("copied to", aside)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("files %v, %v", entries, err)
	}
}
