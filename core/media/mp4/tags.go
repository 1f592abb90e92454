package mp4

import (
	"io"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
	"github.com/hilo-app/hilo/core/media/mp4/internal/progressive"
	"github.com/hilo-app/hilo/core/media/mp4/internal/texttrack"
	"github.com/hilo-app/hilo/core/plaintext"
)

// Reserve returns how many bytes Options.Reserve should be for m. If m has no cover
// yet, it counts metadata.CoverReserve for one.
func Reserve(m media.Meta) int64 {
	m = metadata.Normalize(m)
	w := &bmff.Builder{}
	udta(w, m)
	n := int64(len(w.B))
	for _, c := range m.Chapters {
		n += 64 + int64(len(c.Title))
	}
	n += texttrack.SubtitleReserve(m.Subtitles)
	if len(m.Cover) == 0 {
		n += metadata.CoverReserve
	}
	return bin.RoundUp(n+2048, 4096)
}

// Types of a data box (QuickTime File Format, "Well-known data types").
const (
	typeText = 1
	typeJPEG = 13
	typePNG  = 14
)

// sourceMean is the domain of Hilo's own tag, in iTunes' form for tags that
// Apple did not define ("----" with mean, name and data).
const (
	sourceMean = "io.github.hilo-app"
	sourceName = "source"

	// iTunesMean is the domain under which players look for ReplayGain.
	iTunesMean = "com.apple.iTunes"
)

// udta appends the user data: the tags as iTunes has them (QuickTime File
// Format, "Metadata"; handler mdir) and the chapters as Nero has them.
func udta(w *bmff.Builder, m media.Meta) {
	w.Box("udta", func() {
		w.Full("meta", 0, 0, func() {
			w.Full("hdlr", 0, 0, func() {
				w.U32(0)
				w.Text("mdirappl")
				w.Zero(9)
			})
			w.Box("ilst", func() { ilst(w, m) })
		})
		chpl(w, m)
	})
}

func ilst(w *bmff.Builder, m media.Meta) {
	item := func(kind string, dataType uint32, value []byte) {
		if len(value) == 0 {
			return
		}
		w.Box(kind, func() {
			w.Box("data", func() {
				w.U32(dataType, 0)
				w.Bytes(value)
			})
		})
	}
	tag := func(kind, value string) { item(kind, typeText, []byte(value)) }
	tag("\xa9nam", m.Title)
	tag("\xa9ART", m.Artist)
	tag("aART", metadata.AlbumArtist(m))
	tag("\xa9alb", m.Album)
	if m.Number > 0 {
		item("trkn", 0, []byte{0, 0, byte(m.Number >> 8), byte(m.Number), byte(m.Total >> 8), byte(m.Total), 0, 0})
	}
	if m.Disc > 0 {
		item("disk", 0, []byte{0, 0, byte(m.Disc >> 8), byte(m.Disc), 0, 0})
	}
	tag("\xa9day", m.Date)
	tag("\xa9cmt", m.Link)
	tag("desc", plaintext.Truncate(m.Description, 255)) // a line; the whole goes into ldes
	tag("ldes", m.Description)
	tag("\xa9too", metadata.Tool)
	item("covr", pictureType(m.Cover), m.Cover)
	ownTag(w, iTunesMean, metadata.ReplayGainKey, metadata.ReplayGain(m))
	ownTag(w, sourceMean, sourceName, m.Source) // what the file was made from
}

// chpl appends the chapters as Nero's players have them: a count of one byte,
// then for each the start in units of 100 ns and a title of at most 255 bytes.
// A list that is too long is left out, as half of it would contradict the text
// track.
func chpl(w *bmff.Builder, m media.Meta) {
	if len(m.Chapters) == 0 || len(m.Chapters) > 255 {
		return
	}
	w.Full("chpl", 1, 0, func() {
		w.U32(0)
		w.U8(byte(len(m.Chapters)))
		for _, c := range m.Chapters {
			title := plaintext.Truncate(c.Title, 255)
			w.U64(uint64(c.Start / 100))
			w.U8(byte(len(title)))
			w.Text(title)
		}
	})
}

// pictureType is the data type of a cover.
func pictureType(cover []byte) uint32 {
	if metadata.MIMEType(cover) == "image/png" {
		return typePNG
	}
	return typeJPEG
}

// ownTag appends a tag that Apple did not define, unless it is empty.
func ownTag(w *bmff.Builder, mean, name, value string) {
	if value == "" {
		return
	}
	w.Box("----", func() {
		w.Full("mean", 0, 0, func() { w.Text(mean) })
		w.Full("name", 0, 0, func() { w.Text(name) })
		w.Box("data", func() {
			w.U32(typeText, 0)
			w.Text(value)
		})
	})
}

// Source returns the Meta.Source of a finished MP4 file of the given size. A file
// of another kind, or not made by Hilo, is an error.
func Source(r io.ReaderAt, size int64) (source string, err error) {
	defer bin.RecoverDamage(&err)
	f, err := progressive.ReadTop(r, size)
	if err != nil {
		return "", err
	}
	meta := bmff.Find(f.Moov, "udta", "meta")
	if len(meta) < 12 {
		return "", media.ErrNoSource
	}
	ilst := bmff.Find(meta[4:], "ilst") // meta is a full box: four bytes more before what it holds
	if len(ilst) < 8 {
		return "", media.ErrNoSource
	}
	items, err := bmff.Split(ilst[8:])
	if err != nil {
		return "", err
	}
	for _, item := range items {
		if item.Kind == "----" && boxText(item.Bytes, "mean", 12) == sourceMean && boxText(item.Bytes, "name", 12) == sourceName {
			return boxText(item.Bytes, "data", 16), nil
		}
	}
	return "", media.ErrNoSource
}

// boxText is what a child box holds after so many bytes of header.
func boxText(item []byte, kind string, header int) string {
	b := bmff.Find(item, kind)
	if len(b) < header {
		return ""
	}
	return string(b[header:])
}
