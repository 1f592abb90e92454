package store_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"github.com/hilo-app/hilo/core/store"
)

// newFile returns the path of a store with the value 1 at queue/a.
func newFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hilo.db")
	s, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(store.Change{Bucket: "queue", Key: "a", Value: "1"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// checkOnly checks that a file has these bytes and is alone in its folder.
func checkOnly(t *testing.T, path string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file has changed: %v", err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("files %v", entries)
	}
}

// An error that says nothing about what the file holds leaves it where it is, and
// the next Open finds all of it.
func TestErrorOfTheSystemLeavesTheFile(t *testing.T) {
	failWith := func(err error) func(string, int, os.FileMode) (*os.File, error) {
		return func(name string, _ int, _ os.FileMode) (*os.File, error) {
			return nil, &os.PathError{Op: "open", Path: name, Err: err}
		}
	}
	for name, openFile := range map[string]func(string, int, os.FileMode) (*os.File, error){
		"too many open files of the process": failWith(syscall.EMFILE),
		"too many open files of the system":  failWith(syscall.ENFILE),
		"no memory":                          failWith(syscall.ENOMEM),
		"input/output error":                 failWith(syscall.EIO),
		"not allowed":                        failWith(syscall.EACCES),
		"every read fails": func(name string, flag int, mode os.FileMode) (*os.File, error) {
			return os.OpenFile(name, flag&^os.O_RDWR|os.O_WRONLY, mode)
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := newFile(t)
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if s, err := store.OpenWith(path, openFile); err == nil {
				_ = s.Close()
				t.Fatal("opened")
			}
			checkOnly(t, path, before)
			s, err := store.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if got := values(t, s, "queue"); got["a"] != "1" || s.Damaged != "" {
				t.Errorf("queue %v, damaged %q", got, s.Damaged)
			}
		})
	}
}

// A damaged file stays in its place, and is rebuilt by the next Open, when no new
// file can be made or opened.
func TestDamagedFileStaysWhenItCannotBeRebuilt(t *testing.T) {
	full := errors.New("no new file")
	for name, fails := range map[string]func(path, name string, calls int) bool{
		"the new file cannot be made":                    func(path, name string, _ int) bool { return name != path },
		"the damaged file cannot be read":                func(path, name string, calls int) bool { return name == path && calls == 2 },
		"the new file cannot be opened when it is there": func(path, name string, calls int) bool { return name == path && calls == 3 },
	} {
		t.Run(name, func(t *testing.T) {
			path := newFile(t)
			bad, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			clear(bad[:2*os.Getpagesize()])
			if err := os.WriteFile(path, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			calls := 0 // for the file at path
			_, err = store.OpenWith(path, func(name string, flag int, mode os.FileMode) (*os.File, error) {
				if name == path {
					calls++
				}
				if fails(path, name, calls) {
					return nil, full
				}
				return os.OpenFile(name, flag, mode)
			})
			if !errors.Is(err, full) {
				t.Fatalf("error %v", err)
			}
			checkOnly(t, path, bad)

			s, err := store.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if got := values(t, s, "queue"); got["a"] != "1" {
				t.Errorf("queue %v", got)
			}
			if kept, err := os.ReadFile(s.Damaged); err != nil || !slices.Equal(kept, bad) {
				t.Errorf("the damaged file was not kept: %v", err)
			}
		})
	}
}

// A damaged file is not mapped into memory any more once Open returns: Windows
// would not let anybody delete it as long as Hilo runs.
func TestDamagedFileCanBeDeleted(t *testing.T) {
	page := os.Getpagesize()
	for name, spoil := range map[string]func(b []byte) []byte{
		"no meta pages":           func(b []byte) []byte { clear(b[:2*page]); return b },
		"no list of free pages":   func(b []byte) []byte { clear(freePages(t, b)[8:]); return b },
		"free pages not in order": func(b []byte) []byte { freePages(t, b)[10] = 2; clear(freePages(t, b)[16:32]); return b },
		"more free pages than it": func(b []byte) []byte { freePages(t, b)[11] = 0x7f; return b },
		"no other pages":          func(b []byte) []byte { clear(b[2*page:]); return b },
		"other pages are noise": func(b []byte) []byte {
			for i := range b[2*page:] {
				b[2*page+i] = byte(i * i)
			}
			return b
		},
		"cut off": func(b []byte) []byte { return b[:2*page] },
	} {
		t.Run(name, func(t *testing.T) {
			path := newFile(t)
			good, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, spoil(good), 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := store.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if s.Damaged == "" {
				t.Fatal("the damage was not noticed")
			}
			if err := os.Remove(s.Damaged); err != nil {
				t.Error(err)
			}
		})
	}
}

// freePages returns the page with the list of free pages that the newest
// transaction of a store's file wrote.
func freePages(t *testing.T, b []byte) []byte {
	t.Helper()
	page := os.Getpagesize()
	meta := b[:page]
	number := func(b []byte, at int) int { return int(binary.NativeEndian.Uint64(b[at:])) }
	if number(b[page:], 64) > number(meta, 64) { // the number of the transaction
		meta = b[page:]
	}
	at := number(meta, 48)
	return b[at*page : (at+1)*page]
}
