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
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/youtube"
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

// shortName is how many bytes a name has at most, without its suffix and extension,
// on file systems that cannot have the whole of it. eCryptfs takes names of 143
// bytes.
const shortName = 80

// fileNames returns the names that the file can have, in the order of
// preference: for each a function of the number of a copy. On a file system that
// cannot have the length or the characters of a name, it gets a shorter one, or one
// of the video's id.
func (a *attempt) fileNames() []func(n int) string {
	suffix := ""
	switch s := a.initial; {
	case s.Chapter:
		suffix = fmt.Sprintf(" - %02d %s", s.Track, disk.Sanitize(s.Title, 100))
	case a.choice.Clip != (format.Clip{}):
		suffix = " (" + clipName(a.choice.Clip) + ")"
	}
	var all []func(int) string
	for _, base := range a.baseNames(a.video, format.Quality(a.choice), strings.TrimRight(suffix, " ")) {
		all = append(all, func(n int) string {
			return filepath.Join(a.initial.Dir, disk.FileName(base, string(a.choice.Format), n))
		})
	}
	return all
}

// baseNames returns the names that the pattern of the download gives the file of a
// video, without an extension: as long as file systems allow, a short one, and one
// without any text of others.
func (j *job) baseNames(v *youtube.Video, quality, suffix string) []string {
	pattern, err := naming.Parse(j.initial.Pattern)
	if err != nil { // stored by a Hilo that knew other words
		pattern = naming.Pattern{}
	}
	place := j.initial.Place
	values := naming.Values{
		Title: v.Title, Channel: v.Author, List: place.List, Quality: quality, ID: v.ID,
		Date: v.Published, Number: place.Number, Total: place.Total,
	}
	bare := naming.Values{Title: v.ID, Number: place.Number, Total: place.Total}
	var all []string
	for _, name := range []string{
		pattern.Name(values, disk.MaxBase-len(suffix)),
		pattern.Name(values, shortName),
		pattern.Name(bare, shortName),
	} {
		all = append(all, disk.BaseName(name, suffix, v.ID))
	}
	return all
}

// alreadySaved looks for the very same file under the paths that it can have.
func (a *attempt) alreadySaved() (file string, ok bool) {
	if a.SaveAgain {
		return "", false
	}
	want := a.source()
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
