package metadata

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/subtitle"
	"github.com/hilo-app/hilo/core/plaintext"
)

// Bounds of what goes into a file, in bytes; MaxChapters is a number.
const (
	MaxTag         = 1 << 10
	maxDescription = 8 << 10
	maxCover       = 4 << 20
	MaxChapters    = 500
	maxNumber      = 0xffff // MP4 has 16 bits for one
)

// Tool is the name of the program that made the file.
const Tool = "Hilo"

// AlbumArtist returns the artist of the album, else that of the track.
func AlbumArtist(m media.Meta) string { return cmp.Or(m.AlbumArtist, m.Artist) }

// CoverReserve is how many bytes to reserve for a cover that has not been fetched
// yet: thumbnails of 1280x720 pixels take 50 to 200 KiB.
const CoverReserve = 256 << 10

// SourceKey is the name of Hilo's own tag in Ogg and MP3.
const SourceKey = "HILO_SOURCE"

// MinReserve is enough bytes for all tags except long chapters, a long description
// and a cover.
const MinReserve = 24 << 10

// Normalize returns m within bounds: valid UTF-8, not too long, chapters in
// order.
func Normalize(m media.Meta) media.Meta {
	m.Title = cleanText(m.Title, MaxTag)
	m.Artist = cleanText(m.Artist, MaxTag)
	m.Album = cleanText(m.Album, MaxTag)
	m.AlbumArtist = cleanText(m.AlbumArtist, MaxTag)
	m.Date = cleanText(m.Date, MaxTag)
	m.Link = cleanText(m.Link, MaxTag)
	m.Source = cleanText(m.Source, MaxTag)
	m.Description = cleanText(m.Description, maxDescription)
	if m.Number < 0 || m.Number > maxNumber {
		m.Number = 0
	}
	if m.Number == 0 || m.Total < m.Number || m.Total > maxNumber {
		m.Total = 0
	}
	if m.Disc < 0 || m.Disc > maxNumber {
		m.Disc = 0
	}
	if len(m.Cover) > maxCover || MIMEType(m.Cover) == "" {
		m.Cover = nil
	}
	if !(m.Loudness > -70 && m.Loudness < 0) {
		m.Loudness = 0
	}
	m.Chapters = slices.Clone(m.Chapters)
	slices.SortStableFunc(m.Chapters, func(a, b media.Chapter) int { return cmp.Compare(a.Start, b.Start) })
	m.Chapters = slices.DeleteFunc(m.Chapters, func(c media.Chapter) bool { return c.Start < 0 || c.Start > 1000*time.Hour })
	m.Chapters = m.Chapters[:min(len(m.Chapters), MaxChapters)]
	for i := range m.Chapters {
		m.Chapters[i].Title = cleanText(m.Chapters[i].Title, MaxTag)
	}
	m.Subtitles = NormalizeSubtitles(m.Subtitles)
	return m
}

// cleanText makes s valid UTF-8 without NUL, of at most n bytes.
func cleanText(s string, n int) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
	return plaintext.Truncate(s, n)
}

// Clip returns a normalized m for a file that is the part from from up to to of the
// video: its chapters and subtitles, with the times of the file. A to of 0 is the
// end.
func Clip(m media.Meta, from, to time.Duration) media.Meta {
	m.Chapters = CutChapters(m.Chapters, from, to)
	subtitles := m.Subtitles
	m.Subtitles = nil
	for _, s := range subtitles {
		if s.Cues = subtitle.Cut(s.Cues, from, to); len(s.Cues) > 0 {
			m.Subtitles = append(m.Subtitles, s)
		}
	}
	return m
}

// CutChapters returns the chapters that are in a part of the video, with the times
// of the file. They must be in order.
func CutChapters(all []media.Chapter, from, to time.Duration) []media.Chapter {
	var list []media.Chapter
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

// ChaptersWithin returns the chapters that start before the end of the file; all if
// the length is 0, which means that it is not known.
func ChaptersWithin(m media.Meta, length time.Duration) []media.Chapter {
	for i, c := range m.Chapters {
		if length > 0 && c.Start >= length {
			return m.Chapters[:i]
		}
	}
	return m.Chapters
}

// MIMEType returns the MIME type of a picture, empty if it is neither JPEG nor PNG.
func MIMEType(picture []byte) string {
	switch {
	case bytes.HasPrefix(picture, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	case bytes.HasPrefix(picture, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	}
	return ""
}

// Bounds of the subtitles of a file.
const (
	maxSubtitles    = 200
	MaxSubtitleText = 32 << 20 // bytes of all
	maxSubtitleName = 255
)

// NormalizeSubtitles returns those tracks that have cues, within bounds.
func NormalizeSubtitles(all []subtitle.Track) []subtitle.Track {
	var list []subtitle.Track
	bytes := 0
	for _, s := range all {
		s.Cues = subtitle.Normalize(s.Cues)
		s.Cues = s.Cues[:min(len(s.Cues), subtitle.MaxCues)]
		for _, c := range s.Cues {
			bytes += len(c.Text)
		}
		if bytes > MaxSubtitleText || len(list) == maxSubtitles {
			break
		}
		s.Name = cleanText(s.Name, maxSubtitleName)
		if len(s.Cues) > 0 {
			list = append(list, s)
		}
	}
	return list
}
