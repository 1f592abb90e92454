package core_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/hilo-app/hilo/core"
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
	newer := bytes.Replace(doc, []byte("20261127"), []byte("20991231"), 1)
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
	b := newHarness(t)
	open := func() {
		b.open(func(c *core.Config) {
			c.Profiles, c.ProfilesKey, c.Version = kept, key.Public().(ed25519.PublicKey), "1.0.0"
		})
	}
	open()
	own := b.m.Source().Profiles()
	for path, want := range map[string]error{
		file("forged", youtube.SignProfiles(newer, other)):                             youtube.ErrProfilesForged,
		file("same", youtube.SignProfiles(doc, key)):                                   youtube.ErrProfilesNotNewer,
		file("long", append(youtube.SignProfiles(newer, key), make([]byte, 1<<20)...)): youtube.ErrProfilesMalformed,
		filepath.Join(dir, "none"):                                                     os.ErrNotExist,
	} {
		if err := b.m.UpdateProfiles(path); !errors.Is(err, want) || !slices.Equal(b.m.Source().Profiles(), own) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := b.m.UpdateProfiles(file("good", youtube.SignProfiles(newer, key))); err != nil {
		t.Fatal(err)
	}
	b.close()
	open()
	if names := b.m.Source().Profiles(); names[0] != "NEWER" {
		t.Errorf("after a restart they are %q", names)
	}
	b.close()
	file("kept", []byte("noise"))
	open()
	if names := b.m.Source().Profiles(); !slices.Equal(names, own) {
		t.Errorf("a damaged file gave %q", names)
	}
}

func TestYtdlpIsAskedUnlessTheSettingsSayNo(t *testing.T) {
	b := newHarness(t)
	v := video("aaaaaaaaaaa", "Bridges")
	b.site.Add(v)
	b.site.Inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.Refused})
	b.open(func(c *core.Config) { c.UseYtdlp = true })
	searches := 0
	find := func(context.Context) (ytdlp.Extractor, error) {
		searches++
		return ytdlp.Extractor{}, ytdlp.ErrNotFound
	}
	b.m.FindYtdlp(find)
	id := b.add("aaaaaaaaaaa")[0]
	b.awaitState(id, core.Failed)
	if searches != 1 {
		t.Errorf("%d searches", searches)
	}
	if y := b.m.Ytdlp(t.Context()); y.State != core.YtdlpMissing || searches != 1 {
		t.Errorf("%+v after %d searches", y, searches)
	}
	s := b.m.Settings()
	s.NoYtdlp = true
	if err := b.m.SetSettings(s); err != nil {
		t.Fatal(err)
	}
	b.m.FindYtdlp(find)
	b.m.Retry(id)
	b.await("it to begin again", func() bool { return b.last[id].State != core.Failed })
	b.awaitState(id, core.Failed)
	if searches != 1 {
		t.Error("searched for although the settings forbid it")
	}
	for err, want := range map[error]core.YtdlpState{nil: core.YtdlpFound, ytdlp.ErrTooOld: core.YtdlpOld, errors.New("segmentation fault"): core.YtdlpBroken} {
		b.m.FindYtdlp(func(context.Context) (ytdlp.Extractor, error) { return ytdlp.Extractor{Version: "2026.01.01"}, err })
		if got := b.m.Ytdlp(t.Context()); got.State != want || got.Version != "2026.01.01" || !got.Insecure {
			t.Errorf("%v: %+v", err, got)
		}
	}
}

// yt-dlp does not say where a stream's index is.
func TestStreamsWithoutRanges(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	b.open(nil)
	v, err := b.m.Source().Video(t.Context(), "aaaaaaaaaaa")
	if err != nil {
		t.Fatal(err)
	}
	bare := *v
	bare.Streams = nil
	for _, s := range v.Streams {
		s.Init, s.Index = youtube.Range{}, youtube.Range{}
		bare.Streams = append(bare.Streams, s)
	}
	b.m.CacheLookup(&bare)
	s := b.awaitState(b.wish(format.Wish{Kind: format.Video}, "aaaaaaaaaaa")[0], core.Done)
	if got := b.inspect(s.File); len(got.Tracks) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestCheckUp(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	b.open(func(c *core.Config) {
		c.CheckUp = checkup.Config{Addresses: b.site.Addresses, LookupHost: b.site.LookupHost, Videos: []string{"aaaaaaaaaaa"}}
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

// TestCheckUpBelievesWhatArrives checks that a check-up does not say that YouTube
// has changed while a download gets bytes, nor shortly after.
func TestCheckUpBelievesWhatArrives(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	b.open(func(c *core.Config) {
		c.CheckUp = checkup.Config{Addresses: b.site.Addresses, LookupHost: b.site.LookupHost}
		c.UseYtdlp = true
	})
	b.m.FindYtdlp(func(context.Context) (ytdlp.Extractor, error) { return ytdlp.Extractor{}, ytdlp.ErrNotFound })
	if v := b.m.CheckUp(t.Context(), b.dir, nil); v.Class != checkup.Withheld { // YouTube's known videos are not there
		t.Errorf("before: %+v", v)
	}
	b.site.SetPace(64 << 10)
	id := b.wish(format.Wish{Kind: format.Video}, "aaaaaaaaaaa")[0]
	first := int64(0)
	b.await("bytes", func() bool {
		if first == 0 {
			first = b.last[id].Received
		}
		return b.last[id].Received > first
	})
	if v := b.m.CheckUp(t.Context(), b.dir, nil); v.Class != checkup.Fine {
		t.Errorf("meanwhile: %+v", v)
	}
	b.site.SetPace(0)
	b.awaitState(id, core.Done)
	b.m.FindYtdlp(func(context.Context) (ytdlp.Extractor, error) { return ytdlp.Extractor{Version: "2026.09.01"}, nil })
	if v := b.m.CheckUp(t.Context(), b.dir, nil); v.Class != checkup.InsecureYtdlp {
		t.Errorf("after: %+v", v)
	}
}
