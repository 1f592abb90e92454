package media

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"time"
)

// ReserveOpus returns how many bytes NewOpus should keep for m. If m has no cover
// yet, one of usual size is counted.
func ReserveOpus(m Meta) int64 {
	m = m.tidy()
	n := int64(len(appendTags(m.comments(0)))) + 64*int64(len(m.Chapters))
	if len(m.Cover) == 0 {
		n += coverReserve * 4 / 3
	}
	return roundUp(max(n+512, minReserve), 4096)
}

// sourceKey is the name of Hilo's own tag in Ogg and MP3.
const sourceKey = "HILO_SOURCE"

// opusTags is the OpusTags packet (RFC 7845 §5.2) of exactly room bytes: what is
// left are zeros, which the RFC allows for.
func (m Meta) opusTags(room int, length time.Duration) []byte {
	var packet []byte
	m.fit(room, func(m Meta) int {
		packet = appendTags(m.comments(length))
		return len(packet)
	})
	return append(packet, make([]byte, room-len(packet))...)
}

// comments are the tags by their usual names (xiph.org, "Ogg Vorbis I format
// specification: comment field", and "Chapter Extension").
func (m Meta) comments(length time.Duration) []string {
	var list []string
	add := func(key, value string) {
		if value != "" {
			list = append(list, key+"="+value)
		}
	}
	add("TITLE", m.Title)
	add("ARTIST", m.Artist)
	add("ALBUM", m.Album)
	if m.Number > 0 {
		add("TRACKNUMBER", fmt.Sprint(m.Number))
	}
	add("DATE", m.Date)
	add(sourceKey, m.Source) // before all that is long
	add("COMMENT", m.Link)
	add("PURL", m.Link)
	add("DESCRIPTION", m.Description)
	for i, c := range m.chaptersWithin(length) {
		t := c.Start.Milliseconds()
		key := fmt.Sprintf("CHAPTER%03d", i+1)
		list = append(list, fmt.Sprintf("%s=%02d:%02d:%02d.%03d", key, t/3600000, t/60000%60, t/1000%60, t%1000))
		add(key+"NAME", c.Title)
	}
	if len(m.Cover) > 0 {
		add("METADATA_BLOCK_PICTURE", base64.StdEncoding.EncodeToString(m.picture()))
	}
	return list
}

// chaptersWithin are the chapters that start before the end; all if the length is
// not known.
func (m Meta) chaptersWithin(length time.Duration) []Chapter {
	for i, c := range m.Chapters {
		if length > 0 && c.Start >= length {
			return m.Chapters[:i]
		}
	}
	return m.Chapters
}

func appendTags(comments []string) []byte {
	w := []byte("OpusTags")
	text := func(s string) {
		w = binary.LittleEndian.AppendUint32(w, uint32(len(s)))
		w = append(w, s...)
	}
	text(tool)
	w = binary.LittleEndian.AppendUint32(w, uint32(len(comments)))
	for _, c := range comments {
		text(c)
	}
	return w
}

// picture is the cover as FLAC has it (RFC 9639 §8.8).
func (m Meta) picture() []byte {
	const frontCover = 3
	width, height := imageSize(m.Cover)
	w := &builder{}
	mime := mimeOf(m.Cover)
	w.u32(frontCover, uint32(len(mime)))
	w.text(mime)
	w.u32(0) // description
	w.u32(uint32(width), uint32(height), 24, 0, uint32(len(m.Cover)))
	w.bytes(m.Cover)
	return w.b
}

func mimeOf(picture []byte) string {
	if imageType(picture) == typePNG {
		return "image/png"
	}
	return "image/jpeg"
}

// commentOf looks for a comment in the first bytes of an OpusTags packet.
func commentOf(packet []byte, key string) (string, bool) {
	b, ok := bytes.CutPrefix(packet, []byte("OpusTags"))
	take := func() (s []byte, ok bool) {
		if len(b) < 4 {
			return nil, false
		}
		n := uint64(binary.LittleEndian.Uint32(b))
		if n > uint64(len(b)-4) {
			return nil, false
		}
		s, b = b[4:4+n], b[4+n:]
		return s, true
	}
	if !ok {
		return "", false
	}
	if _, ok := take(); !ok || len(b) < 4 {
		return "", false
	}
	count := binary.LittleEndian.Uint32(b)
	b = b[4:]
	for range count {
		c, ok := take()
		if !ok {
			break
		}
		if k, v, _ := strings.Cut(string(c), "="); strings.EqualFold(k, key) {
			return v, true
		}
	}
	return "", false
}
