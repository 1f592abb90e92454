package media

import (
	"fmt"
)

// NewCopy lays out a file that is the bytes of one stream of the given size,
// which is a finished MP4 file itself. Finish checks it, with errors that wrap
// ErrDamaged, and leaves out m.
func NewCopy(f File, size int64) Layout { return &copied{f, size} }

type copied struct {
	file File
	size int64
}

func (c *copied) Ranges() []Range { return []Range{{0, 0, c.size}} }
func (c *copied) Ordered() bool   { return false }
func (c *copied) State() []byte   { return nil }

func (c *copied) WriteAt(track int, p []byte, off int64) error {
	if err := c.check(track, p, off); err != nil {
		return err
	}
	_, err := c.file.WriteAt(p, off)
	return err
}

func (c *copied) ReadAt(track int, p []byte, off int64) error {
	if err := c.check(track, p, off); err != nil {
		return err
	}
	return readFull(c.file, p, off)
}

func (c *copied) check(track int, p []byte, off int64) error {
	if track != 0 || off < 0 || off+int64(len(p)) > c.size {
		return fmt.Errorf("bytes %d to %d of stream %d are outside the file", off, off+int64(len(p)), track)
	}
	return nil
}

func (c *copied) Finish(Meta) (Summary, error) { return Inspect(c.file, c.size) }
