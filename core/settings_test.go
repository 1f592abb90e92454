package core_test

import (
	"path/filepath"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
)

// TestFolderOfSound holds that sound goes into its own folder if it has one, also after
// a restart, and everything into the one folder that older settings have.
func TestFolderOfSound(t *testing.T) {
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	music := t.TempDir()
	paused := func(c *core.Config) { c.Lookups = 1 }
	b.open(paused)
	s := b.m.Settings()
	if s.DirOf(format.Audio) != b.dir || s.DirOf(format.Video) != b.dir {
		t.Errorf("at first sound goes to %s", s.DirOf(format.Audio))
	}
	s.AudioDir = "relative"
	if b.m.SetSettings(s) == nil {
		t.Error("a folder that is no full path is kept")
	}
	s.AudioDir = music
	if err := b.m.SetSettings(s); err != nil {
		t.Fatal(err)
	}
	b.close()
	b.open(paused)
	for kind, want := range map[format.Kind]string{format.Audio: music, format.Video: b.dir, format.Picture: b.dir} {
		added := b.m.Add(core.Request{Text: "https://youtu.be/aaaaaaaaaaa", Wish: format.Wish{Kind: kind}})
		for _, row := range b.m.List() {
			if len(added.IDs) == 1 && row.ID == added.IDs[0] && row.Dir != want {
				t.Errorf("%s goes to %s", kind, row.Dir)
			}
		}
		if len(added.IDs) != 1 {
			t.Errorf("%s: %+v", kind, added)
		}
	}
}
