package mp4

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
	"github.com/hilo-app/hilo/core/media/mp4/internal/progressive"
	"github.com/hilo-app/hilo/core/media/mp4/internal/texttrack"
)

// NewCopy returns the layout of a file that is the bytes of one stream, which is a
// finished MP4 file itself. Finish checks it, with errors that wrap ErrDamaged, and
// appends a moov with tags and subtitles, which replaces the one in the stream. It
// ignores the options: it needs no reserve, and makes no clips.
func NewCopy(f media.File, heads []media.Head, _ media.Options) (media.Layout, error) {
	if len(heads) != 1 {
		return nil, fmt.Errorf("%d streams cannot be copied", len(heads))
	}
	return &copyLayout{f, heads[0].Size}, nil
}

type copyLayout struct {
	file media.File
	size int64 // of the stream
}

func (c *copyLayout) Ranges() []media.Range { return []media.Range{{Track: 0, From: 0, To: c.size}} }
func (c *copyLayout) Total() int64          { return c.size }
func (c *copyLayout) InOrder() bool         { return false }
func (c *copyLayout) State() []byte         { return nil }

func (c *copyLayout) WriteAt(track int, p []byte, off int64) error {
	if err := c.check(track, p, off); err != nil {
		return err
	}
	_, err := c.file.WriteAt(p, off)
	return err
}

func (c *copyLayout) ReadAt(track int, p []byte, off int64) error {
	if err := c.check(track, p, off); err != nil {
		return err
	}
	return bin.ReadFull(c.file, p, off)
}

func (c *copyLayout) check(track int, p []byte, off int64) error {
	if track != 0 || off < 0 || off+int64(len(p)) > c.size {
		return fmt.Errorf("bytes %d to %d of stream %d are outside the file", off, off+int64(len(p)), track)
	}
	return nil
}

// Finish implements media.Layout. It may be called again, also after it failed.
func (c *copyLayout) Finish(m media.Meta) (s media.Summary, err error) {
	defer bin.RecoverDamage(&err)
	if err := c.restore(); err != nil {
		return s, err
	}
	if s, err = Inspect(c.file, c.size); err != nil {
		return s, err
	}
	f, err := progressive.ReadTop(c.file, c.size)
	if err != nil {
		return s, err
	}
	if open, err := c.openEnded(f); err != nil || open {
		return s, err
	}
	moov, err := tagged(f, metadata.Normalize(m), s.Duration, c.size)
	if err != nil {
		return s, err
	}
	if _, err := c.file.WriteAt(moov, c.size); err != nil {
		return s, err
	}
	if _, err := c.file.WriteAt([]byte("free"), f.MoovAt+4); err != nil {
		return s, err
	}
	return Inspect(c.file, c.size+int64(len(moov)))
}

// restore undoes what an earlier Finish did.
func (c *copyLayout) restore() error {
	if err := bin.HasEnd(c.file, c.size); err != nil {
		return err
	}
	if err := bin.Truncate(c.file, c.size); err != nil {
		return err
	}
	return progressive.Walk(c.file, c.size, func(pos int64, h bmff.Header, b []byte) error {
		if h.Kind != "free" || len(b) < 16 || string(b[12:]) != "mvhd" {
			return nil
		}
		_, err := c.file.WriteAt([]byte("moov"), pos+4)
		return err
	})
}

// openEnded reports whether the last box takes all bytes to the end of the file,
// so that nothing can be appended.
func (c *copyLayout) openEnded(f *progressive.File) (bool, error) {
	last := f.Media[len(f.Media)-1]
	if last.To != c.size {
		return false, nil
	}
	size := make([]byte, 4)
	if err := bin.ReadFull(c.file, size, last.From-8); err != nil {
		return false, err
	}
	return binary.BigEndian.Uint32(size) == 0, nil
}

// tagged returns the moov of a file with m in place of its user data, to be written at a
// byte, and the text of the subtitles behind it. The chapters are only those for
// Nero's players; a track for them would take more.
func tagged(f *progressive.File, m media.Meta, length time.Duration, at int64) ([]byte, error) {
	list, err := bmff.Split(f.Moov[8:])
	if err != nil {
		return nil, fmt.Errorf("%w: moov: %w", media.ErrDamaged, err)
	}
	var texts []*texttrack.Track
	timescale, next := movieHeader(f.Moov)
	if next > 0 {
		texts = texttrack.Subtitles(m, length, firstPicture(list))
	}
	w := &bmff.Builder{}
	var offsets []int
	w.Box("moov", func() {
		for _, b := range list {
			if b.Kind == "udta" {
				continue
			}
			w.Bytes(b.Bytes)
			if b.Kind == "mvhd" && len(texts) > 0 {
				binary.BigEndian.PutUint32(w.B[len(w.B)-4:], next+uint32(len(texts)))
			}
		}
		for i, t := range texts {
			offsets = append(offsets, t.AppendTrak(w, next+uint32(i), timescale))
		}
		udta(w, m)
	})
	text := texttrack.Place(w.B, offsets, texts, at)
	return append(w.B, text...), nil
}

// movieHeader returns the timescale of a movie and the number that its next
// track gets (§8.2.2), 0 when it cannot be trusted.
func movieHeader(moov []byte) (timescale, next uint32) {
	mvhd := bmff.Find(moov, "mvhd")
	b, err := bmff.Decode[*mp4.MvhdBox](mvhd)
	if err != nil || b.NextTrackID > 1<<16 {
		return 0, 0
	}
	return b.Timescale, b.NextTrackID
}

// firstPicture is the shape of the first track that has one.
func firstPicture(moov []bmff.Box) texttrack.Shape {
	for _, b := range moov {
		if b.Kind != "trak" {
			continue
		}
		if t, err := bmff.Decode[*mp4.TkhdBox](bmff.Find(b.Bytes, "tkhd")); err == nil && t.Width > 0 {
			return texttrack.Shape{Width: uint32(t.Width), Height: uint32(t.Height)}
		}
	}
	return texttrack.Shape{}
}
