package mp3

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
)

// Reserve returns how many bytes Options.Reserve should be for m. If m has no cover
// yet, it counts metadata.CoverReserve for one.
func Reserve(m media.Meta) int64 {
	m = metadata.Normalize(m)
	n := int64(len(id3Frames(m, 0)))
	if len(m.Cover) == 0 {
		n += metadata.CoverReserve
	}
	return bin.RoundUp(max(n+512, metadata.MinReserve), 4096)
}

const (
	id3Header      = 10 // bytes, of the tag as of a frame
	maxID3Chapters = 255
)

// id3Tag is an ID3v2.3 tag (id3.org, "ID3 tag version 2.3.0") of exactly size
// bytes; zeros behind the frames are padding (§3). Version 2.3 because Windows
// and old players do not read 2.4.
func id3Tag(m media.Meta, size int, length time.Duration) []byte {
	var tag []byte
	metadata.Shrink(m, size, func(m media.Meta) int {
		tag = id3Frames(m, length)
		return len(tag)
	})
	tag = append(tag, make([]byte, size-len(tag))...)
	n := size - id3Header
	copy(tag, []byte{'I', 'D', '3', 3, 0, 0, byte(n >> 21 & 0x7f), byte(n >> 14 & 0x7f), byte(n >> 7 & 0x7f), byte(n & 0x7f)})
	return tag
}

// id3Frames returns the frames, behind the bytes of the tag's header.
func id3Frames(m media.Meta, length time.Duration) []byte {
	w := &id3Writer{make([]byte, id3Header)}
	w.textFrame("TIT2", m.Title)
	w.textFrame("TPE1", m.Artist)
	w.textFrame("TPE2", metadata.AlbumArtist(m))
	w.textFrame("TALB", m.Album)
	switch {
	case m.Total > 0:
		w.textFrame("TRCK", fmt.Sprintf("%d/%d", m.Number, m.Total))
	case m.Number > 0:
		w.textFrame("TRCK", fmt.Sprint(m.Number))
	}
	if m.Disc > 0 {
		w.textFrame("TPOS", fmt.Sprint(m.Disc))
	}
	w.date(m.Date)
	w.textFrame("TSSE", metadata.Tool)
	if m.Source != "" {
		w.frame("TXXX", func() { w.twoTexts("", metadata.SourceKey, m.Source) }) // before all long frames
	}
	if gain := metadata.ReplayGain(m); gain != "" {
		w.frame("TXXX", func() { w.twoTexts("", metadata.ReplayGainKey, gain) })
	}
	if m.Link != "" {
		w.frame("COMM", func() { w.twoTexts("eng", "", m.Link) })
		w.frame("WOAS", func() { w.text(asciiOnly(m.Link)) })
	}
	if m.Description != "" {
		w.frame("TXXX", func() { w.twoTexts("", "description", m.Description) })
	}
	w.chapters(metadata.ChaptersWithin(m, length), length)
	if len(m.Cover) > 0 {
		w.frame("APIC", func() {
			const latin1, frontCover = 0, 3
			w.u8(latin1)
			w.text(metadata.MIMEType(m.Cover))
			w.u8(0, frontCover, 0)
			w.u8(m.Cover...)
		})
	}
	return w.b
}

// id3Writer appends frames to one buffer.
type id3Writer struct{ b []byte }

func (w *id3Writer) u8(v ...byte)  { w.b = append(w.b, v...) }
func (w *id3Writer) text(s string) { w.b = append(w.b, s...) }
func (w *id3Writer) zero(n int)    { w.b = append(w.b, make([]byte, n)...) }

func (w *id3Writer) u32(v ...uint32) {
	for _, x := range v {
		w.b = binary.BigEndian.AppendUint32(w.b, x)
	}
}

func (w *id3Writer) frame(id string, body func()) {
	w.text(id)
	at := len(w.b)
	w.u32(0)
	w.zero(2)
	body()
	binary.BigEndian.PutUint32(w.b[at:], uint32(len(w.b)-at-6))
}

func (w *id3Writer) textFrame(id, s string) {
	if s == "" {
		return
	}
	w.frame(id, func() {
		wide := needsUTF16(s)
		w.u8(encodingOf(wide))
		w.encoded(s, wide)
	})
}

// twoTexts is what COMM (with a language, §4.11) and TXXX (without, §4.2.2) hold.
// An empty text has its byte order mark too, or ffmpeg drops the frame.
func (w *id3Writer) twoTexts(language, name, value string) {
	wide := needsUTF16(name) || needsUTF16(value)
	w.u8(encodingOf(wide))
	w.text(language)
	w.encoded(name, wide)
	w.zero(1 + int(encodingOf(wide)))
	w.encoded(value, wide)
}

// encodingOf is the byte before texts: 0 is ISO 8859-1, 1 is UTF-16 with a byte
// order mark.
func encodingOf(wide bool) byte {
	if wide {
		return 1
	}
	return 0
}

func needsUTF16(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r > 0xff })
}

func (w *id3Writer) encoded(s string, wide bool) {
	if !wide {
		for _, r := range s {
			w.u8(byte(r))
		}
		return
	}
	w.u8(0xff, 0xfe)
	for _, c := range utf16.Encode([]rune(s)) {
		w.b = binary.LittleEndian.AppendUint16(w.b, c)
	}
}

// date writes the year and, as DDMM, the day.
func (w *id3Writer) date(date string) {
	if len(date) < 4 {
		return
	}
	w.textFrame("TYER", date[:4])
	if t, err := time.Parse(time.DateOnly, date); err == nil {
		w.textFrame("TDAT", t.Format("0201"))
	}
}

// chapters writes a table of contents and the chapters (id3.org, "ID3v2 Chapter
// Frame Addendum").
func (w *id3Writer) chapters(list []media.Chapter, length time.Duration) {
	if len(list) == 0 {
		return
	}
	kept := list[:min(len(list), maxID3Chapters)]
	w.frame("CTOC", func() {
		const ordered, top = 1, 2
		w.text("toc\x00")
		w.u8(ordered|top, byte(len(kept)))
		for i := range kept {
			w.text(fmt.Sprintf("chp%d\x00", i))
		}
	})
	for i, c := range kept {
		end := length
		if i+1 < len(list) {
			end = list[i+1].Start
		}
		w.frame("CHAP", func() {
			const ignored = 0xffffffff // byte offsets
			w.text(fmt.Sprintf("chp%d\x00", i))
			w.u32(uint32(c.Start.Milliseconds()), uint32(end.Milliseconds()), ignored, ignored)
			w.textFrame("TIT2", c.Title)
		})
	}
}

// asciiOnly removes what an address cannot contain.
func asciiOnly(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return -1
		}
		return r
	}, s)
}

var errNoID3 = errors.New("no ID3 tag")

// id3Size returns the size of the ID3v2 tag at the start of a file, its header
// included.
func id3Size(r io.ReaderAt, size int64) (int64, error) {
	h := make([]byte, id3Header)
	if size < id3Header {
		return 0, errNoID3
	}
	if err := bin.ReadFull(r, h, 0); err != nil {
		return 0, err
	}
	if string(h[:3]) != "ID3" || (h[6]|h[7]|h[8]|h[9])&0x80 != 0 {
		return 0, errNoID3
	}
	n := id3Header + int64(h[6])<<21 + int64(h[7])<<14 + int64(h[8])<<7 + int64(h[9])
	if n > size {
		return 0, fmt.Errorf("%w that ends in the file: %d bytes in %d", errNoID3, n, size)
	}
	return n, nil
}

// Source returns the Meta.Source of a finished MP3 file of the given size. A file of
// another kind, or not made by this program, is an error.
func Source(r io.ReaderAt, size int64) (source string, err error) {
	defer bin.RecoverDamage(&err)
	end, err := id3Size(r, size)
	if err != nil {
		return "", err
	}
	h := make([]byte, id3Header)
	for at := int64(id3Header); at+id3Header <= end; {
		if err := bin.ReadFull(r, h, at); err != nil {
			return "", err
		}
		n := int64(binary.BigEndian.Uint32(h[4:]))
		at += id3Header
		if h[0] == 0 || n > end-at {
			break
		}
		if string(h[:4]) == "TXXX" && n <= 8*metadata.MaxTag {
			b := make([]byte, n)
			if err := bin.ReadFull(r, b, at); err != nil {
				return "", err
			}
			if name, value := id3Texts(b); name == metadata.SourceKey {
				return value, nil
			}
		}
		at += n
	}
	return "", media.ErrNoSource
}

// id3Texts reads the two texts of a TXXX frame, as Hilo writes them.
func id3Texts(b []byte) (name, value string) {
	if len(b) == 0 {
		return "", ""
	}
	var runes []rune
	if b[0] == 0 {
		for _, c := range b[1:] {
			runes = append(runes, rune(c))
		}
	} else {
		var units []uint16
		for b = b[1:]; len(b) >= 2; b = b[2:] {
			if c := binary.LittleEndian.Uint16(b); c != 0xfeff {
				units = append(units, c)
			}
		}
		runes = utf16.Decode(units)
	}
	name, value, _ = strings.Cut(string(runes), "\x00")
	return name, value
}
