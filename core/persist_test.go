package core_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/store"
)

// What version 0.1 stored must be read: settings, and downloads with their
// problems.
func TestStoreOfTheFirstVersion(t *testing.T) {
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	s, err := store.Open(b.store)
	if err != nil {
		t.Fatal(err)
	}
	raw := func(text string) json.RawMessage { return json.RawMessage(text) }
	dir := filepath.Join(b.dir, "Videos")
	quoted, _ := json.Marshal(dir)
	settings := `{"dir":` + string(quoted) + `,"wish":{"kind":"audio","format":"m4a"},"parallel":2,"connections":8,"limit":500000,"no_helper":true}`
	failed := `{"Status":{"ID":"AAAAAAAAAAAA","URL":"https://www.youtube.com/watch?v=aaaaaaaaaaa","VideoID":"aaaaaaaaaaa","Title":"Bridges",
		"Wish":{"kind":"video"},"Dir":` + string(quoted) + `,"State":"failed","Problem":{"Class":"private","Message":"Private video"}},"Part":"","Details":"lookup: private"}`
	if err := s.Apply(
		store.Change{Bucket: "settings", Key: "settings", Value: raw(settings)},
		store.Change{Bucket: "queue", Key: "AAAAAAAAAAAA", Value: raw(failed)},
		store.Change{Bucket: "order", Key: "order", Value: []string{"AAAAAAAAAAAA"}},
	); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	b.open(nil)
	if got := b.m.Settings(); !got.NoYtdlp || got.Dir != dir || got.Parallel != 2 || got.Connections != 8 || got.Limit != 500_000 || got.Wish.Format != "m4a" {
		t.Errorf("settings %+v", got)
	}
	all := b.list()
	if len(all) != 1 || all[0].State != core.Failed || all[0].Title != "Bridges" || all[0].Wish.Kind != "video" {
		t.Fatalf("queue %+v", all)
	}
	if p := all[0].Problem; p == nil || p.Class != core.Private || p.Message != "Private video" || p.Err == nil || p.Err.Error() != "lookup: private" {
		t.Errorf("problem %v", p)
	}
}

// An error at opening leaves the queue's file as it is, and is a sentence with the
// technical reason behind it.
func TestStoreThatCannotBeOpened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hilo.db")
	if err := os.Mkdir(path, 0o700); err != nil { // opens for nobody, root included
		t.Fatal(err)
	}
	m, err := core.Open(core.Config{Dir: t.TempDir(), Store: path})
	if err == nil {
		_ = m.Close()
		t.Fatal("opened")
	}
	var technical *fs.PathError
	if !strings.HasPrefix(err.Error(), "the list of downloads cannot be opened. It stays as it is") || !errors.As(err, &technical) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}
