package disk_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hilo-app/hilo/core/disk"
)

// A movable file keeps its content while it is renamed, and is removed, while it
// is open, whether it was just created or opened again.
func TestMovable(t *testing.T) {
	dir := t.TempDir()
	first, second := filepath.Join(dir, "first"), filepath.Join(dir, "second")
	f, err := disk.CreateMovable(first, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := disk.CreateMovable(first, 0o600); !os.IsExist(err) {
		t.Errorf("a second file of the name: %v", err)
	}
	again, err := disk.OpenOwnMovable(first)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if err := disk.Rename(first, second); err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("content"); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(second); err != nil || string(got) != "content" {
		t.Errorf("%q, %v", got, err)
	}
	if err := os.WriteFile(first, nil, 0o600); err != nil {
		t.Errorf("the first name is not free: %v", err)
	}
	if err := os.Remove(second); err != nil {
		t.Error(err)
	}
}
