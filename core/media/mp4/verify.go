package mp4

import (
	"io"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mp4/internal/progressive"
)

// Verify checks a finished MP4 file of the given size without reading the media:
// that boxes fill it to its last byte, that its sample tables are complete, that
// each sample is in an mdat, and in that of its fragment if there are fragments,
// that no byte belongs to two samples, and that it is want (see media.Compare).
// Errors that are not of reading wrap ErrDamaged.
func Verify(r io.ReaderAt, size int64, want media.Summary) error {
	got, err := Inspect(r, size)
	if err != nil {
		return err
	}
	return media.Compare(got, want)
}

// Inspect checks a finished MP4 file as Verify does and returns what is in it.
func Inspect(r io.ReaderAt, size int64) (media.Summary, error) { return progressive.Inspect(r, size) }
