package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
)

// diskFaults befall the folder and the disk it is on.
func diskFaults() []fault {
	return troubles("disk",
		trouble{name: "disk nearly full", what: "34 MiB are free from the start",
			edit:  func(s *stage) { s.dir = smallDisk(s.T, "34m") },
			fails: core.DiskFull, mend: func(s *stage) { grow(s.T, s.dir) }},
		trouble{name: "disk full while downloading", what: "somebody else fills the disk when half is there",
			edit: func(s *stage) { s.dir = smallDisk(s.T, "48m") },
			half: func(s *stage) { ballast(s.T, s.dir) }, fails: core.DiskFull, mend: func(s *stage) { os.Remove(ballastPath(s.dir)) }},
		trouble{name: "folder removed", what: "the folder and all that is in it is deleted when half is there", edit: subfolder,
			half: func(s *stage) { must(s.T, os.RemoveAll(s.dir)); s.site.SetPace(pace / 20) }, fails: core.NotWritable, after: soon},
		trouble{name: "folder becomes a file", what: "a file stands where the folder was", edit: subfolder,
			half:  func(s *stage) { must(s.T, os.RemoveAll(s.dir)); must(s.T, os.WriteFile(s.dir, nil, 0o600)) },
			fails: core.NotWritable, mend: func(s *stage) { must(s.T, os.Remove(s.dir)) }},
		trouble{name: "folder read-only", what: "nothing can be made or renamed in the folder when half is there",
			half:  func(s *stage) { s.undo = readOnly(s.T, s.dir) },
			fails: core.NotWritable, mend: func(s *stage) { s.undo() }},
		trouble{name: "drive pulled", what: "every read and write of an ext4 file system fails when half is there",
			edit: func(s *stage) { s.drive = newDrive(s.T); s.dir = s.drive.dir; s.dir = filepath.Join(s.dir, "videos") },
			half: func(s *stage) { s.drive.pull() }, fails: core.NotWritable, mend: func(s *stage) { s.drive.gone() }},
		trouble{name: "name taken meanwhile", what: "a file of the same name is made when half is there",
			half: func(s *stage) { must(s.T, os.WriteFile(filepath.Join(s.dir, title+".mp4"), mine, 0o600)) },
			other: func(s *stage, b []byte) {
				kept, err := os.ReadFile(filepath.Join(s.dir, title+".mp4"))
				if err != nil || !bytes.Equal(kept, mine) || filepath.Base(s.last.File) != title+" (2).mp4" {
					s.Errorf("saved as %s; the other file: %q, %v", s.last.File, kept, err)
				}
				must(s.T, os.Remove(filepath.Join(s.dir, title+".mp4")))
				only(s.T, s.dir, title+" (2).mp4", without(s.T, s.wish))
			}},
	)
}

// soon checks that nobody waits for what is lost.
func soon(s *stage, o *outcome) {
	if o.took > 6*time.Second {
		s.Errorf("it took %v", o.took)
	}
}

var mine = []byte("somebody's own file")

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// subfolder saves in a folder that can go away.
func subfolder(s *stage) { s.dir = filepath.Join(s.dir, "videos") }

func ballastPath(dir string) string { return filepath.Join(dir, ".ballast") }

// ballast fills a disk.
func ballast(t *testing.T, dir string) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, ".ballast"))
	must(t, err)
	defer f.Close()
	for block := make([]byte, 1<<20); len(block) > 0; {
		if _, err := f.Write(block); err != nil {
			block = block[:len(block)/2]
		}
	}
}
