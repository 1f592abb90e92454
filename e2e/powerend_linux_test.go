package e2e

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media/mp3"
)

// TestPowerCutAtTheEnd cuts the power of an ext4 file system as soon as the queue
// says that a download is done. The file has its name when the power is back,
// with its sidecar, and nothing else is there.
func TestPowerCutAtTheEnd(t *testing.T) {
	wishes := map[string]format.Wish{
		"MP4":                {Kind: format.Video},
		"WebM":               {Kind: format.Video, Format: format.WebM},
		"MP4 with a sidecar": {Kind: format.Video, Sidecars: format.Sidecars{JSON: true}},
	}
	if mp3.Available {
		wishes["MP3"] = format.Wish{Kind: format.Audio}
	}
	for name, w := range wishes {
		t.Run(name, func(t *testing.T) {
			plain := w
			plain.Sidecars = format.Sidecars{}
			want := faultlessFile(t, plain)
			drive := newDrive(t, "has_journal")
			dir := filepath.Join(drive.dir, "videos")
			must(t, os.Mkdir(dir, 0o755))
			unix.Sync()
			var file string
			synctest.Test(t, func(t *testing.T) {
				s := newTestbed(t)
				defer s.close()
				s.dir, s.wish = dir, w
				s.open()
				s.await("the end", time.Hour, ended)
				drive.pull()
				if s.last.State != core.Done {
					t.Fatalf("%+v, problem %v", s.last, s.last.Problem)
				}
				file = filepath.Base(s.last.File)
			})
			drive.unmount()
			drive.mount()
			sidecar := filepath.Join(dir, title+".json")
			if w != plain {
				info, err := os.Stat(sidecar)
				if err != nil || info.Size() == 0 {
					t.Errorf("the sidecar: %v", err)
				}
				os.Remove(sidecar)
			}
			checkOnlyFile(t, dir, file, want)
			note(t, "Power cut as soon as a download as %s is done: the file has its name, and nothing else is there", name)
		})
	}
}
