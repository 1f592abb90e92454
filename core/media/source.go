package media

import (
	"encoding/binary"
	"errors"
	"io"
)

// sourceMean is the domain of Hilo's own tag, in iTunes' form for tags that
// Apple did not define ("----" with mean, name and data).
const (
	sourceMean = "io.github.hilo-app"
	sourceName = "source"
)

// errNoSource says that a file is not one of ours.
var errNoSource = errors.New("media: no source in the file")

// source appends the tag that says what the file was made from.
func (m Meta) source(w *builder) {
	if m.Source == "" {
		return
	}
	w.box("----", func() {
		w.full("mean", 0, 0, func() { w.text(sourceMean) })
		w.full("name", 0, 0, func() { w.text(sourceName) })
		w.box("data", func() {
			w.u32(typeText, 0)
			w.text(m.Source)
		})
	})
}

// Source returns the Meta.Source of a finished file of the given size. Files
// that are not MP4, WebM, MP3 or Ogg Opus, or not made by Hilo, are an error.
func Source(r io.ReaderAt, size int64) (source string, err error) {
	defer recoverDamage(&err)
	magic := make([]byte, 4)
	if size < int64(len(magic)) {
		return "", errNoSource
	}
	if err := readFull(r, magic, 0); err != nil {
		return "", err
	}
	switch {
	case string(magic[:3]) == "ID3":
		return id3Source(r, size)
	case string(magic) == "OggS":
		return oggSource(r, size)
	case binary.BigEndian.Uint32(magic) == idEBML:
		return webmSourceOf(r, size)
	}
	return mp4Source(r, size)
}

func mp4Source(r io.ReaderAt, size int64) (string, error) {
	f, err := readTop(r, size)
	if err != nil {
		return "", err
	}
	meta := find(f.moov, "udta", "meta")
	if len(meta) < 12 {
		return "", errNoSource
	}
	ilst := find(meta[4:], "ilst") // meta is a full box: four bytes more before what it holds
	if len(ilst) < 8 {
		return "", errNoSource
	}
	items, err := split(ilst[8:])
	if err != nil {
		return "", err
	}
	for _, item := range items {
		if item.kind == "----" && boxText(item.bytes, "mean", 12) == sourceMean && boxText(item.bytes, "name", 12) == sourceName {
			return boxText(item.bytes, "data", 16), nil
		}
	}
	return "", errNoSource
}

// boxText is what a child box holds after so many bytes of header.
func boxText(item []byte, kind string, header int) string {
	b := find(item, kind)
	if len(b) < header {
		return ""
	}
	return string(b[header:])
}
