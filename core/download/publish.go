package download

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
)

// publish renames the finished file to its name, or to a numbered one where that
// is taken, and removes the journal. It never replaces a file.
func (a *attempt) publish(ctx context.Context, p *partial) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	finished := p.finished()
	if err := finished.Sync(); err != nil {
		return "", problem.OfWrite(err)
	}
	p.stop()
	for _, f := range []*os.File{p.file, p.output} { // some systems rename no open file
		if f == nil {
			continue
		}
		if err := f.Close(); err != nil {
			return "", problem.OfWrite(err)
		}
	}
	p.file, p.output = nil, nil
	file, err := disk.Publish(finished.Name(), a.fileName)
	if errors.Is(err, fs.ErrExist) {
		return "", &problem.Problem{Class: problem.NotWritable, Err: err}
	}
	if err != nil {
		return "", problem.OfWrite(err)
	}
	// The file is whole. A journal that cannot be removed is found, and
	// removed, when the same is downloaded again.
	_ = p.journal.Remove()
	p.journal = nil
	_ = os.Remove(p.path) // of a converted format
	return file, nil
}

// fileName returns the n-th path that the file can have.
func (a *attempt) fileName(n int) string {
	suffix := ""
	switch s := a.initial; {
	case s.Chapter:
		suffix = fmt.Sprintf(" - %02d %s", s.Track, disk.Sanitize(s.Title, 100))
	case a.choice.Clip != (format.Clip{}):
		suffix = " (" + clipName(a.choice.Clip) + ")"
	}
	base := disk.BaseName(a.video.Title, strings.TrimRight(suffix, " "), a.video.ID)
	return filepath.Join(a.initial.Dir, disk.FileName(base, string(a.choice.Format), n))
}

// alreadySaved looks for the very same file under the paths that it can have.
func (a *attempt) alreadySaved() (file string, ok bool) {
	want := sourceOf(a.video, a.choice)
	for n := 1; n <= disk.MaxCopies; n++ {
		path := a.fileName(n)
		got, err := a.sourceIn(path)
		if errors.Is(err, fs.ErrNotExist) {
			return "", false
		}
		if err == nil && got == want {
			Discard(partialPath(a.initial.Dir, a.video, a.choice)) // a crash right after the rename left it
			a.row.Note(status.NoteAlready)
			return path, true
		}
	}
	return "", false
}

// sourceIn returns what a file says that it was made from.
func (a *attempt) sourceIn(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", errors.New("not a regular file")
	}
	return a.container.source(f, info.Size())
}
