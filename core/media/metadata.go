package media

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/plaintext"
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

// sourceKey is the name of Hilo's own tag in Ogg and MP3.
const sourceKey = "HILO_SOURCE"

// minReserve holds all but long chapters, a long description and a cover.
const minReserve = 24 << 10

// normalize returns m within bounds: valid UTF-8, not too long, chapters in
// order.
func normalize(m Meta) Meta {
	m.Title = cleanText(m.Title, maxTag)
	m.Artist = cleanText(m.Artist, maxTag)
	m.Album = cleanText(m.Album, maxTag)
	m.Date = cleanText(m.Date, maxTag)
	m.Link = cleanText(m.Link, maxTag)
	m.Source = cleanText(m.Source, maxTag)
	m.Description = cleanText(m.Description, maxDescription)
	if m.Number < 0 || m.Number > 0xffff {
		m.Number = 0
	}
	if len(m.Cover) > maxCover || mimeType(m.Cover) == "" {
		m.Cover = nil
	}
	m.Chapters = slices.Clone(m.Chapters)
	slices.SortStableFunc(m.Chapters, func(a, b Chapter) int { return cmp.Compare(a.Start, b.Start) })
	m.Chapters = slices.DeleteFunc(m.Chapters, func(c Chapter) bool { return c.Start < 0 || c.Start > 1000*time.Hour })
	m.Chapters = m.Chapters[:min(len(m.Chapters), maxChapters)]
	for i := range m.Chapters {
		m.Chapters[i].Title = cleanText(m.Chapters[i].Title, maxTag)
	}
	m.Subtitles = normalizeSubtitles(m.Subtitles)
	return m
}

// cleanText makes s valid UTF-8 without NUL, of at most n bytes.
func cleanText(s string, n int) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
	return plaintext.Truncate(s, n)
}

// clipMeta returns m, which is normal, for a file that is the part from from up to to
// of the video; a to of 0 is the end.
func clipMeta(m Meta, from, to time.Duration) Meta {
	m.Chapters = cutChapters(m.Chapters, from, to)
	subtitles := m.Subtitles
	m.Subtitles = nil
	for _, s := range subtitles {
		if s.Cues = CutCues(s.Cues, from, to); len(s.Cues) > 0 {
			m.Subtitles = append(m.Subtitles, s)
		}
	}
	return m
}

// cutChapters does with chapters, which are in order, what CutCues does with
// cues.
func cutChapters(all []Chapter, from, to time.Duration) []Chapter {
	var list []Chapter
	for i, c := range all {
		if to > 0 && c.Start >= to {
			break
		}
		if i+1 < len(all) && all[i+1].Start <= from {
			continue
		}
		c.Start = max(c.Start-from, 0)
		list = append(list, c)
	}
	return list
}

// chaptersWithin are the chapters that start before the end; all if the length is
// not known.
func chaptersWithin(m Meta, length time.Duration) []Chapter {
	for i, c := range m.Chapters {
		if length > 0 && c.Start >= length {
			return m.Chapters[:i]
		}
	}
	return m.Chapters
}

// mimeType returns the type of a picture, empty if it is neither JPEG nor PNG.
func mimeType(picture []byte) string {
	switch {
	case bytes.HasPrefix(picture, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	case bytes.HasPrefix(picture, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	}
	return ""
}
