package fynecache_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/internal/fynecache"
)

// TestBeforeFyne holds that the environment is set before Fyne's cache, which test uses,
// reads it: Go tells the order in which it initializes packages.
func TestBeforeFyne(t *testing.T) {
	if os.Getenv("HILO_TEST_ORDER") != "" {
		test.NewTempApp(t)
		if os.Getenv("FYNE_CACHE") != fynecache.Valid {
			t.Error("not set")
		}
		return
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "-test.run=TestBeforeFyne")
	cmd.Env = append(os.Environ(), "HILO_TEST_ORDER=1", "GODEBUG=inittrace=1", "FYNE_CACHE=")
	trace, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, trace)
	}
	ours := strings.Index(string(trace), "init github.com/hilo-app/hilo/gui/internal/fynecache ")
	fynes := strings.Index(string(trace), "init fyne.io/fyne/v2/internal/cache ")
	if ours < 0 || fynes < 0 || ours > fynes {
		t.Errorf("initialized at %d, Fyne's cache at %d of\n%s", ours, fynes, trace)
	}
}
