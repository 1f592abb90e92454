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
// is taken, and removes the journal once the new name is durable. It never
// replaces a file.
func (a *attempt) publish(ctx context.Context, p *partial) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	p.stop()
	file, err := disk.Publish(p.finished(), a.fileNames()...)
	if errors.Is(err, fs.ErrExist) || errors.Is(err, disk.ErrNotPlain) {
		return "", &problem.Problem{Class: problem.NotWritable, Err: err}
	}
	if err != nil {
		return "", problem.OfWrite(err)
	}
	// The file is whole. A journal that cannot be removed is found, and
	// removed, when the same is downloaded again.
	if p.output != nil {
		_ = p.file.Close() // Windows deletes no open file
		_ = os.Remove(p.path)
	}
	_ = p.journal.Remove()
	_ = disk.SyncDir(a.initial.Dir) // or a power cut brings them back, and nobody looks for them
	return file, nil
}

// shortTitle is how many bytes a title has at most on file systems that cannot
// have the whole of it. eCryptfs takes names of 143 bytes.
const shortTitle = 80

// fileNames returns the names that the file can have, in the order of
// preference: for each a function of the number of a copy. On a file system that
// cannot have a title's length or characters, it gets a shorter one, or the
// video's id.
func (a *attempt) fileNames() []func(n int) string {
	var all []func(int) string
	for _, title := range []string{a.video.Title, disk.Sanitize(a.video.Title, shortTitle), a.video.ID} {
		all = append(all, func(n int) string { return a.fileName(title, n) })
	}
	return all
}

// fileName returns the n-th path that the file can have with a title.
func (a *attempt) fileName(title string, n int) string {
	suffix := ""
	switch s := a.initial; {
	case s.Chapter:
		suffix = fmt.Sprintf(" - %02d %s", s.Track, disk.Sanitize(s.Title, 100))
	case a.choice.Clip != (format.Clip{}):
		suffix = " (" + clipName(a.choice.Clip) + ")"
	}
	base := disk.BaseName(title, strings.TrimRight(suffix, " "), a.video.ID)
	return filepath.Join(a.initial.Dir, disk.FileName(base, string(a.choice.Format), n))
}

// alreadySaved looks for the very same file under the paths that it can have.
func (a *attempt) alreadySaved() (file string, ok bool) {
	want := sourceOf(a.video, a.choice)
	for _, name := range a.fileNames() {
		for n := 1; n <= disk.MaxCopies; n++ {
			_, err := os.Lstat(name(n))
			if err != nil {
				break
			}
			if got, err := a.sourceIn(name(n)); err == nil && got == want {
				a.row.Note(status.NoteAlready)
				return name(n), true
			}
		}
	}
	return "", false
}

// sourceIn returns what a file says that it was made from.
func (a *attempt) sourceIn(path string) (string, error) {
	f, info, err := disk.OpenRegular(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return a.container.source(f, info.Size())
}
