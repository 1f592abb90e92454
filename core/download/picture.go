package download

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/youtube"
)

// savePicture is Run for a wish of the thumbnail alone.
func (j *job) savePicture(ctx context.Context, v *youtube.Video) (string, error) {
	j.describe(v)
	address := Thumbnail(v, math.MaxInt)
	if address == "" {
		return "", &problem.Problem{Class: problem.NoStreams, Err: errors.New("no thumbnail")}
	}
	picture, err := j.Source.Image(ctx, address)
	if err != nil {
		return "", err
	}
	j.row.Update(func(s *status.Status) { s.State, s.Quality = status.Finishing, "JPEG" })
	if err := os.MkdirAll(j.initial.Dir, 0o777); err != nil {
		return "", &problem.Problem{Class: problem.NotWritable, Err: err}
	}
	base := filepath.Join(j.initial.Dir, j.baseNames(v, "JPEG", "")[0])
	if file := base + ".jpg"; disk.Holds(file, picture) {
		j.row.Note(status.NoteAlready)
		return file, j.saveInfo(v, file, nil)
	}
	file, err := disk.WriteNew(base, ".jpg", picture)
	if err != nil {
		return "", problem.OfWrite(err)
	}
	return file, j.saveInfo(v, file, nil)
}
