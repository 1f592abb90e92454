package core

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/simulator"
	"github.com/hilo-app/hilo/core/ytdlp"
)

func TestNewerProfiles(t *testing.T) {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	other := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize))
	doc, err := os.ReadFile("youtube/profiles.json")
	if err != nil {
		t.Fatal(err)
	}
	newer := bytes.Replace(doc, []byte("20261123"), []byte("20991231"), 1)
	newer = bytes.Replace(newer, []byte(`"VISIONOS"`), []byte(`"NEWER"`), 1)
	dir := t.TempDir()
	file := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	kept := filepath.Join(dir, "kept")
	b := newBench(t)
	open := func() {
		b.open(func(c *Config) {
			c.Profiles, c.ProfilesKey, c.Version = kept, key.Public().(ed25519.PublicKey), "1.0.0"
		})
	}
	open()
	own := b.m.source.Profiles()
	for path, want := range map[string]error{
		file("forged", youtube.SignProfiles(newer, other)):                             youtube.ErrProfilesForged,
		file("same", youtube.SignProfiles(doc, key)):                                   youtube.ErrProfilesNotNewer,
		file("long", append(youtube.SignProfiles(newer, key), make([]byte, 1<<20)...)): youtube.ErrProfilesMalformed,
		filepath.Join(dir, "none"):                                                     os.ErrNotExist,
	} {
		if err := b.m.UpdateProfiles(path); !errors.Is(err, want) || !slices.Equal(b.m.source.Profiles(), own) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := b.m.UpdateProfiles(file("good", youtube.SignProfiles(newer, key))); err != nil {
		t.Fatal(err)
	}
	b.close()
	open()
	if names := b.m.source.Profiles(); names[0] != "NEWER" {
		t.Errorf("after a restart they are %q", names)
	}
	b.close()
	file("kept", []byte("noise"))
	open()
	if names := b.m.source.Profiles(); !slices.Equal(names, own) {
		t.Errorf("a damaged file gave %q", names)
	}
}

func TestHelperIsAskedUnlessTheSettingsSayNo(t *testing.T) {
	b := newBench(t)
	v := video("aaaaaaaaaaa", "Bridges")
	b.site.Add(v)
	b.site.Inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.Refused})
	b.open(func(c *Config) { c.UseHelper = true })
	found := 0
	b.m.helper.find = func(context.Context) (ytdlp.Extractor, error) {
		found++
		return ytdlp.Extractor{}, ytdlp.ErrNotFound
	}
	id := b.add("aaaaaaaaaaa")[0]
	b.awaitState(id, Failed)
	if found != 1 {
		t.Errorf("looked for %d times", found)
	}
	if h := b.m.Helper(t.Context()); h.State != HelperMissing || found != 1 {
		t.Errorf("%+v, looked for %d times", h, found)
	}
	s := b.m.Settings()
	s.NoHelper = true
	if err := b.m.SetSettings(s); err != nil {
		t.Fatal(err)
	}
	b.m.helper.when = b.m.helper.when.Add(-helperLife)
	b.m.Retry(id)
	b.await("it to begin again", func() bool { return b.last[id].State != Failed })
	b.awaitState(id, Failed)
	if found != 1 {
		t.Error("looked for although the settings say no")
	}
	for err, want := range map[error]HelperState{nil: HelperFound, ytdlp.ErrTooOld: HelperOld, errors.New("segmentation fault"): HelperBroken} {
		h := helper{find: func(context.Context) (ytdlp.Extractor, error) { return ytdlp.Extractor{Version: "2026.01.01"}, err }}
		b.m.helper = &h
		if got := b.m.Helper(t.Context()); got.State != want || got.Version != "2026.01.01" {
			t.Errorf("%v: %+v", err, got)
		}
	}
}

// What another program looks up says nothing of where a stream's index is.
func TestStreamsWithoutRanges(t *testing.T) {
	b := newBench(t)
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	b.open(nil)
	v, err := b.m.source.Video(t.Context(), "aaaaaaaaaaa")
	if err != nil {
		t.Fatal(err)
	}
	bare := *v
	bare.Streams = nil
	for _, s := range v.Streams {
		s.Init, s.Index = youtube.Range{}, youtube.Range{}
		bare.Streams = append(bare.Streams, s)
	}
	b.m.looked.keep(&bare)
	s := b.awaitState(b.wish(format.Wish{Kind: format.Video}, "aaaaaaaaaaa")[0], Done)
	if got := b.inspect(s.File); len(got.Tracks) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestCheckUp(t *testing.T) {
	b := newBench(t)
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	b.open(func(c *Config) {
		c.CheckUp = checkup.Config{Addresses: b.site.Addresses, LookupHost: b.site.LookupHost, VideoID: "aaaaaaaaaaa"}
	})
	steps := 0
	v := b.m.CheckUp(t.Context(), b.dir, func(checkup.Step) { steps++ })
	if v.Class != checkup.Fine || steps < len(checkup.Steps()) {
		t.Errorf("%+v after %d steps", v, steps)
	}
	b.wantFiles()
	if v := b.m.CheckUp(t.Context(), filepath.Join(b.dir, "\x00"), nil); v.Step != checkup.Folder {
		t.Errorf("%+v", v)
	}
}
