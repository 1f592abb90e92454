//go:build unix

package download_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// obstacles are what somebody can put at a name in a folder that others can
// write to. target is a file of the user elsewhere.
var obstacles = map[string]func(target, name string) error{
	"symbolic link": os.Symlink,
	"hard link":     os.Link,
	"link to nothing": func(_, name string) error {
		return os.Symlink("/nowhere/at/all", name)
	},
	"pipe": func(_, name string) error { return unix.Mkfifo(name, 0o600) },
}

// interrupted leaves a partial file of which half has arrived, and its journal.
func (s *stage) interrupted(w format.Wish) {
	s.Helper()
	s.client.fetch = append(s.client.fetch, func(_ context.Context, j transfer.Job) error {
		j.Ranges = j.Ranges[:(len(j.Ranges)+1)/2]
		return errors.Join(s.client.move(j), transfer.ErrStalled)
	})
	if _, _, err := s.run(s.Context(), s.video("first", "1", simulator.H264x1080), w); !errors.Is(err, transfer.ErrStalled) {
		s.Fatal(err)
	}
}

// runWithin runs a download that must not hang.
func (s *stage) runWithin(w format.Wish) string {
	s.Helper()
	type result struct {
		file string
		err  error
	}
	ended := make(chan result, 1)
	go func() {
		file, _, err := s.run(s.Context(), s.video("first", "1", simulator.H264x1080), w)
		ended <- result{file, err}
	}()
	select {
	case r := <-ended:
		if r.err != nil {
			s.Error(r.err)
		}
		return r.file
	case <-time.After(20 * time.Second):
		s.Fatal("the download hangs")
		return ""
	}
}

// What stands at a name that Hilo uses is neither followed nor waited for, and
// the download is saved.
func TestLinksAndPipesInTheFolder(t *testing.T) {
	song := format.Wish{Kind: format.Audio, Format: format.MP3}
	texts := format.Wish{Kind: format.Video, Sidecars: format.Sidecars{Text: true}}
	const songPartial = ".hilo-aaaaaaaaaaa-140.mp3.part"
	for _, tt := range []struct {
		at     string
		wish   format.Wish
		resume bool // a partial file of an earlier start is there
		want   string
	}{
		{partialName, wish, false, "Bridges.mp4"},
		{partialName, wish, true, "Bridges.mp4"},
		{partialName + ".journal", wish, false, "Bridges.mp4"},
		{partialName + ".journal", wish, true, "Bridges.mp4"},
		{partialName + ".journal.new", wish, true, "Bridges.mp4"},
		{partialName + ".old", wish, true, "Bridges.mp4"},
		{songPartial + ".made", song, false, "Bridges.mp3"},
		{songPartial + ".made", song, true, "Bridges.mp3"},
		{"Bridges.mp4", wish, false, "Bridges (2).mp4"},
		{"Bridges.txt", texts, false, "Bridges.mp4"},
	} {
		for name, put := range obstacles {
			title := tt.at + "/" + name
			if tt.resume {
				title += "/resumed"
			}
			t.Run(title, func(t *testing.T) {
				if tt.wish == song && !mp3.Available {
					t.Skip("no LAME")
				}
				s := newStage(t)
				victim := filepath.Join(t.TempDir(), "victim")
				text := strings.Repeat("mine ", 100_000)
				if err := os.WriteFile(victim, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				if tt.resume {
					s.interrupted(tt.wish)
				}
				at := filepath.Join(s.dir, tt.at)
				os.Remove(at)
				if err := put(victim, at); err != nil {
					t.Fatal(err)
				}
				file := s.runWithin(tt.wish)
				if filepath.Base(file) != tt.want {
					t.Errorf("saved as %q, want %q", file, tt.want)
				}
				if info, err := os.Lstat(file); err != nil || !info.Mode().IsRegular() {
					t.Errorf("saved as %v, %v", info, err)
				}
				if got, err := os.ReadFile(victim); err != nil || string(got) != text {
					t.Errorf("the victim has %d bytes, had %d: %v", len(got), len(text), err)
				}
			})
		}
	}
}

// A file of another user at the name of the journal, or a folder at that of the
// partial file, stays there.
func TestNamesThatAnotherUserHas(t *testing.T) {
	t.Run("folder", func(t *testing.T) {
		s := newStage(t)
		if err := os.MkdirAll(filepath.Join(s.dir, partialName, "x"), 0o700); err != nil {
			t.Fatal(err)
		}
		s.runWithin(wish)
		s.wantFiles(partialName, "Bridges.mp4")
	})
	t.Run("journal", func(t *testing.T) {
		if os.Geteuid() != 0 {
			t.Skip("only root can give files away")
		}
		s := newStage(t)
		name := filepath.Join(s.dir, partialName+".journal")
		if err := errors.Join(os.WriteFile(name, []byte("theirs"), 0o600), os.Chown(name, 12345, 12345)); err != nil {
			t.Fatal(err)
		}
		s.interrupted(wish)
		s.runWithin(wish)
		if sent := s.client.sent[s.video("first", "1", simulator.H264x1080).Streams[0].URL]; sent > simulator.H264x1080.Content().Size() {
			t.Errorf("%d bytes were sent: the numbered partial file was not continued", sent)
		}
		s.wantFiles(partialName+".journal", "Bridges.mp4")
		if got, err := os.ReadFile(name); err != nil || string(got) != "theirs" {
			t.Errorf("their journal has %q, %v", got, err)
		}
	})
}

func TestUmaskOfSidecars(t *testing.T) {
	defer unix.Umask(unix.Umask(0o077))
	s := newStage(t)
	w := format.Wish{Kind: format.Video, Sidecars: format.Sidecars{Text: true, JSON: true}}
	s.runWithin(w)
	s.wantFiles("Bridges.json", "Bridges.mp4", "Bridges.txt")
	for _, name := range s.files() {
		if info, err := os.Stat(filepath.Join(s.dir, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}
