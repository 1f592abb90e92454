package media

import (
	"encoding/binary"
	"fmt"
)

// NewCopy lays out a file that is the bytes of one stream of the given size,
// which is a finished MP4 file itself. Finish checks it, with errors that wrap
// ErrDamaged, and appends a moov with tags that takes the place of its own.
func NewCopy(f File, size int64) Layout { return &copied{f, size} }

type copied struct {
	file File
	size int64 // of the stream
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

// Finish implements Layout. It may be called again, also after it failed.
func (c *copied) Finish(m Meta) (s Summary, err error) {
	defer catch(&err)
	if err := c.restore(); err != nil {
		return s, err
	}
	if s, err = Inspect(c.file, c.size); err != nil {
		return s, err
	}
	f, err := readTop(c.file, c.size)
	if err != nil {
		return s, err
	}
	if open, err := c.openEnded(f); err != nil || open {
		return s, err
	}
	moov, err := f.tagged(m.tidy())
	if err != nil {
		return s, err
	}
	if _, err := c.file.WriteAt(moov, c.size); err != nil {
		return s, err
	}
	if _, err := c.file.WriteAt([]byte("free"), f.moovAt+4); err != nil {
		return s, err
	}
	return Inspect(c.file, c.size+int64(len(moov)))
}

// restore undoes what an earlier Finish did.
func (c *copied) restore() error {
	if err := hasEnd(c.file, c.size); err != nil {
		return err
	}
	if err := truncate(c.file, c.size); err != nil {
		return err
	}
	return walk(c.file, c.size, func(pos int64, h header, b []byte) error {
		if h.kind != "free" || len(b) < 16 || string(b[12:]) != "mvhd" {
			return nil
		}
		_, err := c.file.WriteAt([]byte("moov"), pos+4)
		return err
	})
}

// openEnded tells whether the last box takes all bytes to the end of the file,
// so that nothing can come behind it.
func (c *copied) openEnded(f *finished) (bool, error) {
	last := f.media[len(f.media)-1]
	if last.to != c.size {
		return false, nil
	}
	size := make([]byte, 4)
	if err := readFull(c.file, size, last.from-8); err != nil {
		return false, err
	}
	return binary.BigEndian.Uint32(size) == 0, nil
}

// tagged returns the moov with m in place of its user data. The chapters are
// only those for Nero's players; a track for them would take more.
func (f *finished) tagged(m Meta) ([]byte, error) {
	list, err := split(f.moov[8:])
	if err != nil {
		return nil, fmt.Errorf("%w: moov: %w", ErrDamaged, err)
	}
	w := &builder{}
	w.box("moov", func() {
		for _, b := range list {
			if b.kind != "udta" {
				w.bytes(b.bytes)
			}
		}
		m.udta(w)
	})
	return w.b, nil
}
