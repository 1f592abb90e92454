package mp4

import (
	"io"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// Source returns the Meta.Source of a finished MP4 file of the given size. A file
// of another kind, or not made by this program, is an error.
func Source(r io.ReaderAt, size int64) (source string, err error) {
	defer bin.RecoverDamage(&err)
	f, err := readTop(r, size)
	if err != nil {
		return "", err
	}
	meta := find(f.moov, "udta", "meta")
	if len(meta) < 12 {
		return "", media.ErrNoSource
	}
	ilst := find(meta[4:], "ilst") // meta is a full box: four bytes more before what it holds
	if len(ilst) < 8 {
		return "", media.ErrNoSource
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
	return "", media.ErrNoSource
}

// boxText is what a child box holds after so many bytes of header.
func boxText(item []byte, kind string, header int) string {
	b := find(item, kind)
	if len(b) < header {
		return ""
	}
	return string(b[header:])
}
