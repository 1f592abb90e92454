package mp4

import (
	"errors"
	"fmt"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// fragmentReader reads the headers of fragments back from a file.
type fragmentReader struct {
	file       media.File
	sequential bool // the boxes were placed as they arrived, not by an index
}

// readFragments adds the samples of the fragments of a track that were placed somewhere.
func (r fragmentReader) readFragments(t *track, at []placement, s *samples) error {
	w := bin.NewWindow(r.file, 16<<10)
	boxes := 0
	for _, c := range at {
		for c.size > 0 {
			if r.sequential && t.size-c.src < 8 {
				break // stray bytes at the end of the stream
			}
			n, err := r.readBox(t, s, w, c)
			if err != nil {
				return err
			}
			c = placement{c.src + n, c.size - n, c.out + n}
			if boxes++; boxes > bmff.MaxBoxes {
				return fmt.Errorf("%w: too many boxes", media.ErrDamaged)
			}
		}
	}
	for _, run := range s.runs {
		if !bmff.InRanges(run, s.mdats) {
			return r.outside(fmt.Errorf("bytes %d to %d: %w", run.From, run.To, errOutside))
		}
	}
	return nil
}

// readBox reads the box at the start of c, adds its samples if it is a moof,
// and returns its size.
func (r fragmentReader) readBox(t *track, s *samples, w *bin.Window, c placement) (int64, error) {
	b, err := w.Read(c.out, min(16, c.size), c.size)
	if err != nil {
		return 0, err
	}
	h, err := bmff.ReadHeader(b, c.size)
	if err != nil {
		return 0, r.misfit(b, fmt.Errorf("at byte %d: %w", c.src, err))
	}
	if h.Kind == "mdat" {
		s.mdats = bmff.AppendRange(s.mdats, c.src+h.Head, c.src+h.Size)
	}
	if h.Kind != "moof" {
		return h.Size, nil
	}
	if h.Size > maxMoof {
		return 0, fmt.Errorf("%w: moof of %d bytes", media.ErrDamaged, h.Size)
	}
	if b, err = w.Read(c.out, h.Size, c.size); err != nil {
		return 0, err
	}
	if err := s.addMoof(t, b[h.Head:], c.src); err != nil {
		return 0, r.outside(fmt.Errorf("moof at byte %d: %w", c.src, err))
	}
	return h.Size, nil
}

// outside adds the class to an error of samples: a wrong index, which cuts
// fragments apart, or damage.
func (r fragmentReader) outside(err error) error {
	if errors.Is(err, errOutside) && !r.sequential {
		return fmt.Errorf("%w: %w", media.ErrIndex, err)
	}
	return fmt.Errorf("%w: %w", media.ErrDamaged, err)
}

// misfit adds the class to an error of a box header: a wrong index, or damage
// where the bytes are missing, which read as zeros, or arrived in order.
func (r fragmentReader) misfit(header []byte, err error) error {
	class := media.ErrDamaged
	for _, x := range header {
		if x != 0 && !r.sequential {
			class = media.ErrIndex
		}
	}
	return fmt.Errorf("%w: %w", class, err)
}
