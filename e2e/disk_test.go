package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
)

// diskFaults are faults of the folder and of its disk.
func diskFaults() []fault {
	return downloadFaults("disk",
		downloadFault{name: "disk nearly full", injected: "34 MiB are free from the start",
			edit:  func(s *testbed) { s.dir = smallDisk(s.T, "34m") },
			fails: core.DiskFull, repair: func(s *testbed) { growDisk(s.T, s.dir) }},
		downloadFault{name: "disk full while downloading", injected: "another program fills the disk when half has arrived",
			edit:   func(s *testbed) { s.dir = smallDisk(s.T, "48m") },
			atHalf: func(s *testbed) { fillDisk(s.T, s.dir) }, fails: core.DiskFull, repair: func(s *testbed) { os.Remove(fillerPath(s.dir)) }},
		downloadFault{name: "folder removed", injected: "the folder is deleted with its content when half has arrived", edit: subfolder,
			atHalf: func(s *testbed) { must(s.T, os.RemoveAll(s.dir)); s.site.SetPace(pace / 20) }, fails: core.NotWritable, inspect: failsSoon},
		downloadFault{name: "folder becomes a file", injected: "a file takes the place of the folder", edit: subfolder,
			atHalf: func(s *testbed) { must(s.T, os.RemoveAll(s.dir)); must(s.T, os.WriteFile(s.dir, nil, 0o600)) },
			fails:  core.NotWritable, repair: func(s *testbed) { must(s.T, os.Remove(s.dir)) }},
		downloadFault{name: "folder read-only", injected: "nothing can be created or renamed in the folder when half has arrived",
			atHalf: func(s *testbed) { s.undo = makeReadOnly(s.T, s.dir) },
			fails:  core.NotWritable, repair: func(s *testbed) { s.undo() }},
		downloadFault{name: "drive pulled", injected: "every read and write of an ext4 file system fails when half has arrived",
			edit: func(s *testbed) {
				s.drive = newDrive(s.T, "^has_journal")
				s.dir = s.drive.dir
				s.dir = filepath.Join(s.dir, "videos")
			},
			atHalf: func(s *testbed) { s.drive.pull() }, fails: core.NotWritable, repair: func(s *testbed) { s.drive.unmount() }},
		downloadFault{name: "kept bytes damaged", injected: "Hilo is closed when half has arrived, 64 KiB in the middle of the partial file are overwritten with noise, and Hilo is started again",
			atHalf: damageWhileClosed, inspect: fewRefetched},
		downloadFault{name: "kept bytes damaged, WebM", injected: "the same, for a layout that makes a part of the file again",
			wish: format.Wish{Kind: format.Video, Format: format.WebM}, edit: slowly, atHalf: damageWhileClosed},
		downloadFault{name: "FAT by FUSE", injected: "the folder is on a FAT that fusefat mounts",
			edit: func(s *testbed) { s.dir = newFAT(s.T) }},
		downloadFault{name: "name taken meanwhile", injected: "a file of the same name is created when half has arrived",
			atHalf: func(s *testbed) { must(s.T, os.WriteFile(filepath.Join(s.dir, title+".mp4"), otherFile, 0o600)) },
			check: func(s *testbed, b []byte) {
				kept, err := os.ReadFile(filepath.Join(s.dir, title+".mp4"))
				if err != nil || !bytes.Equal(kept, otherFile) || filepath.Base(s.last.File) != title+" (2).mp4" {
					s.Errorf("saved as %s; the other file: %q, %v", s.last.File, kept, err)
				}
				must(s.T, os.Remove(filepath.Join(s.dir, title+".mp4")))
				checkOnlyFile(s.T, s.dir, title+" (2).mp4", faultlessFile(s.T, s.wish))
			}},
	)
}

// failsSoon checks that a lost folder is not waited for.
func failsSoon(s *testbed, o *outcome) {
	if o.took > 6*time.Second {
		s.Errorf("failed after %v", o.took)
	}
}

// damageWhileClosed closes the queue, damages the partial file and opens the queue
// again.
func damageWhileClosed(s *testbed) {
	must(s.T, s.m.Close())
	for _, name := range files(s.T, s.dir) {
		if strings.HasSuffix(name, ".part") {
			damage(s.T, filepath.Join(s.dir, name), func(b []byte) []byte { noise(b[len(b)/3:][:min(64<<10, len(b)/4)]); return b })
		}
	}
	s.last = core.Status{}
	s.open()
}

// slowly lets the bytes of a small stream arrive over some seconds.
func slowly(s *testbed) { s.site.SetPace(20_000) }

// fewRefetched checks that little more than the damaged bytes was fetched again:
// two mebibytes have checksums of which damage of 64 KiB can make two wrong.
func fewRefetched(s *testbed, o *outcome) {
	if o.refetched < 64<<10 || o.refetched > 2<<20+4*512<<10 {
		s.Errorf("%d bytes were fetched again", o.refetched)
	}
}

var otherFile = []byte("another program's file")

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// subfolder saves into a folder that the test may remove.
func subfolder(s *testbed) { s.dir = filepath.Join(s.dir, "videos") }

func fillerPath(dir string) string { return filepath.Join(dir, ".filler") }

// fillDisk writes a file until no byte is free.
func fillDisk(t *testing.T, dir string) {
	t.Helper()
	f, err := os.Create(fillerPath(dir))
	must(t, err)
	defer f.Close()
	for block := make([]byte, 1<<20); len(block) > 0; {
		if _, err := f.Write(block); err != nil {
			block = block[:len(block)/2]
		}
	}
}
