package core_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/store"
)

// A store of another schema, older or newer, opens with its rows, and a copy of it
// is kept as it was. The second start finds nothing to keep, and neither does the
// first start of all.
func TestStoreOfAnotherSchemaIsKept(t *testing.T) {
	for name, c := range map[string]struct {
		schema any // nil for none, as in version 1
		as     string
	}{
		"upgrade":   {nil, "schema-1"},
		"downgrade": {99, "schema-99"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "hilo.db")
			row := map[string]any{"Status": map[string]any{"ID": "A", "URL": "https://www.youtube.com/watch?v=aaaaaaaaaaa", "VideoID": "aaaaaaaaaaa",
				"Wish": asVideo, "Dir": dir, "State": core.Paused}, "FromTheFuture": true}
			changes := []store.Change{{Bucket: "queue", Key: "A", Value: row}, {Bucket: "order", Key: "order", Value: []string{"A"}}}
			if c.schema != nil {
				changes = append(changes, store.Change{Bucket: "settings", Key: "schema", Value: c.schema})
			}
			s, err := store.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Apply(changes...); err != nil {
				t.Fatal(err)
			}
			_ = s.Close()

			for start := range 2 {
				m, err := core.Open(core.Config{Dir: dir, Store: path})
				if err != nil {
					t.Fatal(err)
				}
				if rows := m.List(); len(rows) != 1 || rows[0].ID != "A" || rows[0].State != core.Paused {
					t.Errorf("start %d: rows %+v", start, rows)
				}
				if err := m.Close(); err != nil {
					t.Fatal(err)
				}
			}
			copies := beside(t, path)
			if len(copies) != 1 || !strings.HasPrefix(copies[0], path+"."+c.as+"-") {
				t.Fatalf("copies %v", copies)
			}
			kept, err := store.Open(copies[0])
			if err != nil {
				t.Fatal(err)
			}
			defer kept.Close()
			var got struct{ FromTheFuture bool }
			if err := kept.All("queue", func(_ string, data []byte) { _ = json.Unmarshal(data, &got) }); err != nil || !got.FromTheFuture {
				t.Errorf("the copy has lost something: %v", err)
			}
		})
	}
}

func TestNewStoreIsNotCopied(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hilo.db")
	for range 2 {
		m, err := core.Open(core.Config{Dir: t.TempDir(), Store: path})
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if copies := beside(t, path); len(copies) != 0 {
		t.Error(copies)
	}
}

// beside returns the other files of the store's name.
func beside(t *testing.T, path string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		if at := filepath.Join(filepath.Dir(path), e.Name()); at != path && strings.HasPrefix(at, path) {
			all = append(all, at)
		}
	}
	return all
}
