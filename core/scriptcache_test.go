package core_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// TestPlayerScriptIsKept checks that the player script is fetched once over two starts,
// and that a link in its place is not followed.
func TestPlayerScriptIsKept(t *testing.T) {
	b := newHarness(t)
	dir := filepath.Join(t.TempDir(), "cache")
	fetched := func() (n int) {
		for _, r := range b.site.Requests() {
			if filepath.Base(r.Path) == "base.js" {
				n++
			}
		}
		return n
	}
	b.site.Inject(simulator.Fault{Kind: simulator.Refuse, Client: "VISIONOS", Playability: simulator.Refused})
	save := func(id string, want int) {
		t.Helper()
		b.site.Add(video(id, id))
		b.open(func(c *core.Config) { c.Cache = dir })
		if s := b.awaitState(b.add(id)[0], core.Done); s.Quality != "1080p" {
			t.Errorf("%s: %q", id, s.Quality)
		}
		b.close()
		if n := fetched(); n != want {
			t.Errorf("fetched %d times, want %d", n, want)
		}
	}
	save("aaaaaaaaaaa", 1)
	save("bbbbbbbbbbb", 1)
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.Rename(filepath.Join(dir, "player.js.gz"), elsewhere); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(dir, "player.js.gz")); err != nil {
		t.Skip(err)
	}
	save("ccccccccccc", 2)
	if info, err := os.Lstat(filepath.Join(dir, "player.js.gz")); err != nil || !info.Mode().IsRegular() {
		t.Errorf("got %v, %v", info, err)
	}
}
