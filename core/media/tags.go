package media

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// What of a Meta goes into a file, in bytes but for the chapters.
const (
	maxTag         = 1 << 10
	maxDescription = 8 << 10
	maxCover       = 4 << 20
	maxChapters    = 500
)

// tool is what made the file (©too).
const tool = "Hilo"

// coverReserve is for a cover that is not there yet: thumbnails of 1280x720
// pixels take 50 to 200 KiB.
const coverReserve = 256 << 10

// Reserve returns how many bytes Options.Room should keep for m. If m has no
// cover yet, one of usual size is counted.
func Reserve(m Meta) int64 {
	m = m.tidy()
	w := &builder{}
	m.udta(w)
	n := int64(len(w.b))
	for _, c := range m.Chapters {
		n += 64 + int64(len(c.Title))
	}
	n += subtitleReserve(m.Subtitles)
	if len(m.Cover) == 0 {
		n += coverReserve
	}
	return roundUp(n+2048, 4096)
}

// tidy returns m within bounds: cut, valid UTF-8, chapters in order.
func (m Meta) tidy() Meta {
	m.Title = tidyText(m.Title, maxTag)
	m.Artist = tidyText(m.Artist, maxTag)
	m.Album = tidyText(m.Album, maxTag)
	m.Date = tidyText(m.Date, maxTag)
	m.Link = tidyText(m.Link, maxTag)
	m.Source = tidyText(m.Source, maxTag)
	m.Description = tidyText(m.Description, maxDescription)
	if m.Number < 0 || m.Number > 0xffff {
		m.Number = 0
	}
	if len(m.Cover) > maxCover || imageType(m.Cover) == 0 {
		m.Cover = nil
	}
	m.Chapters = slices.Clone(m.Chapters)
	slices.SortStableFunc(m.Chapters, func(a, b Chapter) int { return cmp.Compare(a.Start, b.Start) })
	m.Chapters = slices.DeleteFunc(m.Chapters, func(c Chapter) bool { return c.Start < 0 || c.Start > 1000*time.Hour })
	m.Chapters = m.Chapters[:min(len(m.Chapters), maxChapters)]
	for i := range m.Chapters {
		m.Chapters[i].Title = tidyText(m.Chapters[i].Title, maxTag)
	}
	m.Subtitles = tidySubtitles(m.Subtitles)
	return m
}

// tidyText makes s valid UTF-8 without NUL, of at most n bytes.
func tidyText(s string, n int) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
	return cut(s, n)
}

// cut shortens s to n bytes or less, at a rune boundary.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// Types of a data box (QuickTime File Format, "Well-known data types").
const (
	typeText = 1
	typeJPEG = 13
	typePNG  = 14
)

// imageType returns the data type of a picture, 0 if it is neither JPEG nor PNG.
func imageType(b []byte) uint32 {
	switch {
	case strings.HasPrefix(string(b[:min(len(b), 3)]), "\xff\xd8\xff"):
		return typeJPEG
	case strings.HasPrefix(string(b[:min(len(b), 8)]), "\x89PNG\r\n\x1a\n"):
		return typePNG
	}
	return 0
}

// udta appends the user data: the tags as iTunes has them (QuickTime File
// Format, "Metadata"; handler mdir) and the chapters as Nero has them.
func (m Meta) udta(w *builder) {
	w.box("udta", func() {
		w.full("meta", 0, 0, func() {
			w.full("hdlr", 0, 0, func() {
				w.u32(0)
				w.text("mdirappl")
				w.zero(9)
			})
			w.box("ilst", func() { m.ilst(w) })
		})
		m.chpl(w)
	})
}

func (m Meta) ilst(w *builder) {
	item := func(kind string, dataType uint32, value []byte) {
		if len(value) == 0 {
			return
		}
		w.box(kind, func() {
			w.box("data", func() {
				w.u32(dataType, 0)
				w.bytes(value)
			})
		})
	}
	tag := func(kind, value string) { item(kind, typeText, []byte(value)) }
	tag("\xa9nam", m.Title)
	tag("\xa9ART", m.Artist)
	tag("aART", m.Artist)
	tag("\xa9alb", m.Album)
	if m.Number > 0 {
		item("trkn", 0, []byte{0, 0, byte(m.Number >> 8), byte(m.Number), 0, 0, 0, 0})
	}
	tag("\xa9day", m.Date)
	tag("\xa9cmt", m.Link)
	tag("desc", cut(m.Description, 255)) // a line; the whole goes into ldes
	tag("ldes", m.Description)
	tag("\xa9too", tool)
	item("covr", imageType(m.Cover), m.Cover)
	m.source(w)
}
